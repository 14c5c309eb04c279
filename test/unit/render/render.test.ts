import { expect, test } from "vitest";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import type { Rendered } from "../../../lib/render/index.ts";
import { fc } from "../../support/fast-check.ts";
import { renderFixed } from "../../support/golden.ts";

/** Each loads and renders two whole environments. */
const RUNS = { numRuns: 25 };

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const text = fc.constantFrom("1.10", "yes", "0755", "a: b", "ü", "${x}", "'", "- a", "~", "");
const texts = fc.dictionary(word, text, { maxKeys: 4 });
const app = fc.record({
  labels: texts,
  targets: fc.array(
    word.map((host) => `${host}:80`),
    { minLength: 1, maxLength: 3 },
  ),
});

/** Valid environments of any shape, as JSON, which is YAML too. */
const environments = fc
  .record({
    target: fc.constantFrom("native", "docker"),
    paging: fc.constantFrom("sandbox", "pagerduty"),
    external_labels: texts,
    prometheuses: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    apps: fc.array(app, { maxLength: 5 }),
  })
  .map(({ prometheuses, apps, ...rest }) => ({
    version: 1,
    name: "shop",
    ...rest,
    components: {
      prometheus: prometheuses.map((name) => ({ name: `p-${name}` })),
      alertmanager: { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] },
      "node-exporter": {},
      grafana: {},
    },
    apps: apps.map((one, index) => ({ name: `app-${index}`, ...one })),
  }));

function rendered(environmentYml: string): Rendered {
  const { environment, findings } = loadEnvironment(
    new Map([["configs/shop/environment.yml", environmentYml]]),
    "configs/shop",
  );
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  return renderFixed(environment);
}

const bytes = ({ files, workloads }: Rendered): string => JSON.stringify([files, workloads]);

test("the same environment gives the same bytes", () => {
  fc.assert(
    fc.property(
      environments.map((value) => JSON.stringify(value)),
      (environmentYml) => {
        expect(bytes(rendered(environmentYml))).toBe(bytes(rendered(environmentYml)));
      },
    ),
    RUNS,
  );
});

test("no two files have one path, and each lies in the folder of a workload that runs", () => {
  fc.assert(
    fc.property(
      environments.map((value) => JSON.stringify(value)),
      (environmentYml) => {
        const { files, workloads } = rendered(environmentYml);
        const paths = files.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        const names = workloads.map(({ name }) => name);
        for (const path of paths) expect(names).toContain(path.split("/")[0]);
      },
    ),
    RUNS,
  );
});
