import { join } from "node:path";
import { secretSources } from "../../lib/environment/secrets.ts";
import { nameOf, readSecret } from "../secrets.ts";
import type { Context } from "./check.ts";

/** A secret as its source has it now. Throws UserError when it cannot be read. */
export async function secretText({ root, composed: { environment } }: Context, name: string) {
  const source = secretSources(environment).get(name);
  if (source === undefined) throw new Error(`no source of the secret ${name}; the environment was not validated`);
  /** `source`: how the source is called in messages. */
  return { source: nameOf(source), text: await readSecret(join(root, environment.folder), source) };
}
