import { scrypt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SecretSource } from "../../lib/environment/environment.ts";
import { readSecret } from "../secrets.ts";
import type { TreeFile } from "../writer.ts";
import { type ComponentPlan, listingOf, type Plan, stackFolder } from "./plan.ts";

/** Published beside the configuration, readable by the program's own user alone. */
const SECRETS = "secrets";
const SECRET_MODE = 0o400;

/** Where synth lays the rendered files of all components. */
export const renderedFolder = (root: string, environment: string): string =>
  join(stackFolder(root, environment), "rendered");

/** The secrets of a component as files to publish. Throws UserError when one cannot be read. */
export const secretFiles = (
  folder: string,
  sources: Readonly<Record<string, SecretSource>>,
  names: readonly string[],
): Promise<readonly TreeFile[]> =>
  Promise.all(
    names.map(async (name) => ({
      path: `${SECRETS}/${name}`,
      text: await readSecret(folder, sources[name] ?? { file: `secrets/${name}` }),
      mode: SECRET_MODE,
    })),
  );

/** All that is to be published for a component: its rendered files as synth laid them, and its secrets as they are now. */
export async function treeOf(root: string, plan: Plan, component: ComponentPlan): Promise<readonly TreeFile[]> {
  const folder = join(renderedFolder(root, plan.environment), component.name);
  const rendered = component.files.map(async (path) => ({ path, text: await readFile(join(folder, path)) }));
  const secrets = await secretFiles(join(root, "configs", plan.environment), plan.secrets, component.workload.secrets);
  return [...(await Promise.all(rendered)), ...secrets];
}

/** Secrets may be passwords that people chose: their hash stands in Terraform's state, so it must be slow to guess. */
const slowHash = async (stack: string, { path, text }: TreeFile): Promise<string> =>
  (await hashSlowly(text, `${stack}/${path}`, 16)).toString("hex");

const hashSlowly = promisify<string | Buffer, string, number, Buffer>(scrypt);

/** What the digest of a component is made from: its files' hashes, and of the secrets ones that tell nothing. */
export async function digestListing(
  stack: string,
  rendered: readonly TreeFile[],
  secrets: readonly TreeFile[],
): Promise<string> {
  const lines = secrets.map(async (file) => `${await slowHash(stack, file)}  ./${file.path}`);
  return [listingOf(rendered), ...(await Promise.all(lines))].join("\n");
}
