import { existsSync } from "node:fs";
import { copyFile, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Destination } from "./plan.ts";

/** The part of Terraform's state (version 4) that synth looks at. */
interface StateFile {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** What the state of a stack knows. */
export interface State {
  /** Id of the claim: the owner of all that the stack made. */
  readonly owner: string | undefined;
  readonly destination: Destination | undefined;
  /** Ids of all resources of a type. */
  ids(type: string): readonly string[];
}

/** cdktf's own local state; undefined where there is none, or where another backend keeps it. */
export async function readState(root: string, environment: string): Promise<State | undefined> {
  const file = await wholeState(join(root, `terraform.${environment}.tfstate`));
  if (file === undefined) return undefined;
  const { resources = [] } = file;
  const attributes = (type: string, name?: string) =>
    resources
      .filter((resource) => resource.type === type && (name === undefined || resource.name === name))
      .flatMap(({ instances }) => instances.map((instance) => instance.attributes));
  const [claim] = attributes("terraform_data", "claim");
  return {
    owner: claim?.id as string | undefined,
    destination: (claim?.output as { readonly value?: Destination } | undefined)?.value,
    ids: (type) => attributes(type).map(({ id }) => id as string),
  };
}

/** Longer than Terraform takes to write a state: it empties the file first. */
const WRITING_MS = 1000;

/**
 * A deploy that is killed while Terraform writes leaves half a state, or none, and with it whom the stack belongs to would be
 * forgotten. The one from before that deploy, which Terraform keeps beside it, takes its place: what was made since is found again.
 */
async function wholeState(path: string): Promise<StateFile | undefined> {
  const read = (from: string): Promise<StateFile | undefined> =>
    readFile(from, "utf8")
      .then(JSON.parse)
      .catch(() => undefined);
  if (!existsSync(path)) return undefined;
  const state = (await read(path)) ?? (await sleep(WRITING_MS).then(() => read(path)));
  if (state !== undefined) return state;
  const backup = `${path}.backup`;
  const before = await read(backup);
  if (before === undefined) return undefined;
  await copyFile(backup, `${path}.new`);
  await rename(`${path}.new`, path);
  console.error(
    `${basename(path)} was torn when a deploy was killed; the state from before it is back, and what was made since is found again`,
  );
  return before;
}
