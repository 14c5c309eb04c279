import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import type { Finding } from "../../lib/finding.ts";
import { type Rendered, render } from "../../lib/render/index.ts";
import type { Destination, Launch } from "./plan.ts";
import { destinationOf, launchOf, siteOf } from "./site.ts";

/** An environment at the place where it runs: what would be deployed, before anything is judged or looked at. */
export interface Composed {
  /** Without what cannot be had here and nothing depends on. */
  readonly environment: Environment;
  readonly destination: Destination;
  readonly site: Site;
  readonly rendered: Rendered;
  /** How each workload is started; one that is not prepared is missing, and a finding. */
  readonly launches: ReadonlyMap<string, Launch>;
  readonly findings: readonly Finding[];
}

export async function compose(declared: Environment, at?: Destination): Promise<Composed> {
  const destination = at ?? (await destinationOf(declared));
  const { workloads } = render(declared, siteOf(declared, destination));
  const started = await Promise.all(workloads.map((workload) => launchOf(declared, destination, workload)));
  const missing = workloads.filter((_, index) => started[index] === undefined);
  const left = new Set(missing.filter(({ optional }) => optional === true).map(({ name }) => name));
  const environment = { ...declared, components: declared.components.filter(({ name }) => !left.has(name)) };
  const site = siteOf(environment, destination);
  return {
    environment,
    destination,
    site,
    rendered: render(environment, site),
    launches: new Map(
      workloads.flatMap(({ name }, index) => {
        const launch = started[index];
        return launch === undefined ? [] : [[name, launch] as const];
      }),
    ),
    findings: missing.map((workload) => notPrepared(declared, destination, workload)),
  };
}

function notPrepared(environment: Environment, { kind }: Destination, workload: Workload): Finding {
  const pointer = environment.components.find(({ name }) => name === workload.name)?.pointer ?? "";
  const place = environment.place(pointer);
  const { program } = workload;
  if (program.kind === "image" && kind === "native") {
    return {
      ...place,
      severity: "error",
      check: "environment/target",
      message: `${workload.name} runs the image ${program.image}, and the target native runs no images`,
      help: "deploy it with `target: docker`, or only watch it: replace `image` by `targets`",
    };
  }
  const what = program.kind === "image" ? program.image : program.name;
  return {
    ...place,
    severity: workload.optional === true ? "info" : "error",
    check: "deploy/prepared",
    message:
      workload.optional === true
        ? `${workload.name} is left out: ${what} cannot be had here`
        : `${what} is not prepared on this machine`,
    help: "npm run up",
  };
}

/** What can be started here. */
export const launched = ({ rendered, launches }: Composed): readonly Workload[] =>
  rendered.workloads.filter(({ name }) => launches.has(name));
