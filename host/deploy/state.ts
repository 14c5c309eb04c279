import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
  const text = await readFile(join(root, `terraform.${environment}.tfstate`), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const { resources = [] }: StateFile = JSON.parse(text);
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
