import { createHash } from "node:crypto";
import type { Workload } from "../../../lib/components/component.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain } from "../help.ts";
import { secretText } from "../secret-text.ts";
import { type SeenFile, seeFile } from "../see-file.ts";

/** Every secret file can be read by its program's user and by nobody else, and holds what its source holds (requirements T32). */
export const secrets: Check = {
  name: "secrets",
  async run(context) {
    const wanted = context.composed.rendered.workloads.filter(({ name }) => context.components.has(name));
    const files = wanted.flatMap((workload) => workload.secrets.map((secret) => ({ name: secret, workload })));
    return forEach(files, ({ name, workload }) => seeSecret(context, workload, name));
  },
};

async function seeSecret(context: Context, workload: Workload, secret: string): Promise<Seen> {
  const { site, destination } = context.composed;
  const [file, { source, text }] = await Promise.all([
    seeFile(destination, workload.name, site.path(workload.name, "secret", secret)),
    secretText(context, secret),
  ]);
  const fault = secretFault(file, sha256(text));
  if (fault !== undefined)
    return { subject: secret, status: "fail", evidence: `${workload.name}: ${fault}`, help: deployAgain(context) };
  const evidence = `${workload.name} alone can read it, and it holds what ${source} holds`;
  return { subject: secret, status: "pass", evidence };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What is wrong with a published secret; undefined when nothing is. `wanted`: the SHA-256 of its source. */
export function secretFault(file: SeenFile, wanted: string): string | undefined {
  if ("unreadable" in file) return `its program cannot read the file: ${file.unreadable}`;
  if ((file.mode & 0o077) !== 0) return `others can read the file too, its mode is ${file.mode.toString(8)}`;
  return file.sha256 === wanted
    ? undefined
    : "the file holds something else than its source; a rotated secret arrives by a deploy";
}
