import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CHECKOUT } from "../../host/checkout.ts";
import { readEnvironmentAt } from "../../host/read-environment.ts";
import { listFiles } from "../../host/writer.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { type Rendered, render } from "../../lib/render/index.ts";
import { dockerSite } from "../../lib/targets/docker.ts";
import { nativeSite } from "../../lib/targets/native.ts";

const FOLDER = "test/golden";
/** What is an input of a case; all else in its folder is what must come out. */
const INPUT = /^(environment\.yml|(rules|tests|dashboards|apps)\/.*)$/;

/** Names of the cases: a case is a folder with an environment.yml and the files that must be rendered from it, one concern each. */
export const goldenCases = (): Promise<readonly string[]> => readdir(join(CHECKOUT, FOLDER));

export const goldenFolder = (name: string): string => join(CHECKOUT, FOLDER, name);

/** Paths of the files that a case expects, relative to its folder. */
export const expectedFiles = async (name: string): Promise<readonly string[]> =>
  (await listFiles(goldenFolder(name))).filter((path) => !INPUT.test(path));

/** An environment by its folder, which must be without an error. */
export async function environmentAt(folder: string): Promise<Environment> {
  const { environment, findings } = await readEnvironmentAt(folder);
  if (environment === undefined) throw new Error(JSON.stringify(findings, undefined, 1));
  return environment;
}

/** Rendered for the target that it names, at a place that is the same on every machine. */
export function renderFixed(environment: Environment): Rendered {
  const version = () => "2.42.0";
  const isDocker = environment.target.kind === "docker";
  return render(
    environment,
    isDocker ? dockerSite(environment, version) : nativeSite(environment, `/srv/${environment.stack}`, version),
  );
}

/**
 * What is rendered under a path of a case: a file as it lands; `NAME.args`, the command line of a workload, one argument a
 * line; `NAME.variables`, its variables.
 */
export function renderedText({ files, workloads }: Rendered, path: string): string | undefined {
  const [, name, kind] = /^([^/]+)\.(args|variables)$/.exec(path) ?? [];
  if (kind === undefined) return files.find((file) => file.path === path)?.text;
  const workload = workloads.find((one) => one.name === name);
  const variables = Object.entries(workload?.variables ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...((kind === "args" ? workload?.args : variables) ?? []), ""].join("\n");
}
