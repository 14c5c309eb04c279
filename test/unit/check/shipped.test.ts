import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { readEnvironments } from "../../../host/read-environment.ts";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import type { Site } from "../../../lib/components/component.ts";
import { COMPONENTS } from "../../../lib/components/index.ts";
import type { Environment } from "../../../lib/environment/environment.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const read = await readEnvironments(CHECKOUT);
const environments = [...read].flatMap(([name, { environment }]) =>
  environment === undefined ? [] : [[name, environment] as const],
);

/** Versions of the programs that a component may run, as host/programs and versions.ts name them. */
const programOf = (component: string): string =>
  component === "redis-exporter" ? "redis_exporter" : component.replaceAll("-", "_");
const samples = COMPONENTS.flatMap(({ name, recorded }) =>
  (recorded?.samples ?? []).map(({ version }) => [programOf(name), version] as const),
);
/** Debian's and Go's, the newest there is of each, and those of official images, of which there are no samples of some. */
const VERSIONS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  oldest: new Map([...samples].reverse()),
  newest: new Map(samples),
  images: new Map([...samples, ["rabbitmq", "4.1.4"], ["postgres_exporter", "0.20.1"], ["redis_exporter", "1.74.0"]]),
  between: new Map(samples.map(([program]) => [program, "2.99.9"])),
};

const sitesOf = (environment: Environment, version: Site["version"]): readonly Site[] => [
  nativeSite(environment, "/stack", version),
  dockerSite(environment, version),
];

describe.each(environments)("%s", (_, environment) => {
  test.each(Object.keys(VERSIONS))("nothing is found in it, whatever the versions are: %s", (which) => {
    const versions = VERSIONS[which];
    const sites = sitesOf(environment, (program) => versions?.get(program.replace("-server", "")) ?? "1.0.0");
    for (const site of sites) expect(checkEnvironment(environment, site)).toEqual([]);
  });
});
