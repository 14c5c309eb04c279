import type { Program, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { bundleApp } from "../apps.ts";
import { ensureImages } from "../images/index.ts";
import { resolvePrograms } from "../programs/index.ts";
import { SOFTWARE } from "../programs/table.ts";
import { ensureDockerProvider } from "../provider.ts";
import { engineAt } from "../targets/docker/engine.ts";
import type { Terraform } from "../terraform.ts";
import type { Destination } from "./plan.ts";
import { siteOf } from "./site.ts";

type Say = (line: string) => void;

/** What had to be decided, to be kept in local.yml. */
export interface Provisioned {
  readonly images: Environment["images"];
  /** Names of components whose program cannot be had here, and why. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Sees that all that the environment runs is on the machine, or on its engine. Quick when it is. */
export async function provision(
  environment: Environment,
  destination: Destination,
  terraform: Terraform,
  say: Say,
): Promise<Provisioned> {
  const { workloads } = render(environment, siteOf(environment, destination));
  return destination.kind === "docker"
    ? provisionDocker(environment, destination, workloads, terraform, say)
    : provisionNative(workloads, say);
}

const RUNIT = ["runsvdir", "runsv", "sv", "svlogd"];

async function provisionNative(workloads: readonly Workload[], say: Say): Promise<Provisioned> {
  const canBeHad = (name: string) => SOFTWARE.some((row) => row.executables.some((one) => one.name === name));
  const servers = workloads.flatMap(({ program }) => (program.kind === "server" ? [program.name] : []));
  const tools = workloads.flatMap(({ judge }) => (judge?.tools ?? []).flatMap(([tool = ""]) => [tool]));
  const missing = servers.filter((name) => !canBeHad(name));
  await Promise.all([
    resolvePrograms([...new Set([...RUNIT, ...servers.filter(canBeHad), ...tools])], say),
    ...workloads.flatMap(({ program }) => (program.kind === "app" ? [bundleApp(program.name)] : [])),
  ]);
  return { images: "undecided", missing: new Map(missing.map((name) => [name, "it comes only as an image"])) };
}

async function provisionDocker(
  environment: Environment,
  { host }: Destination,
  workloads: readonly Workload[],
  terraform: Terraform,
  say: Say,
): Promise<Provisioned> {
  const engine = await engineAt(host);
  const programs: readonly Program[] = workloads.map(({ program }) => program);
  const [{ choice, missing }] = await Promise.all([
    ensureImages(engine, programs, environment.images, say),
    ensureDockerProvider(terraform, say),
  ]);
  return { images: choice, missing };
}
