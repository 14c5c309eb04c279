import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ComponentPlan, digestOf } from "../../deploy/plan.ts";
import { UserError } from "../../errors.ts";
import { knownProgram } from "../../programs/index.ts";
import { writeFiles } from "../../writer.ts";
import type { Layout } from "./layout.ts";

/** One of runit's tools. Prepared by `up`; every later command finds them. */
export function runit(name: "runsvdir" | "runsv" | "sv" | "svlogd"): string {
  const program = knownProgram(name);
  if (program === undefined) {
    throw new UserError(`${name} of runit is not prepared in this checkout`, { help: "npm run up" });
  }
  return program.path;
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The variables of the program are said in full: what a person's shell had set must not change what runs. */
const runScript = ({ launch }: ComponentPlan): string => {
  const variables = Object.entries({ PATH: "/usr/local/bin:/usr/bin:/bin", ...launch.variables });
  const words = [...variables.map(([name, value]) => `${name}=${value}`), ...launch.command];
  return `#!/bin/sh\nexec 2>&1\nexec env -i ${words.map(quote).join(" \\\n  ")}\n`;
};

const logScript = (folder: string): string => `#!/bin/sh\nexec ${quote(runit("svlogd"))} -tt ${quote(folder)}\n`;

/** svlogd's own configuration: five files of a megabyte. */
const LOG_LIMITS = "s1000000\nn5\n";

/** Whether the service has been written: its supervisor knows how to start it. */
export const isWritten = (layout: Layout, name: string): Promise<boolean> =>
  access(join(layout.service(name), "run")).then(
    () => true,
    () => false,
  );

/** Whether somebody has changed how the program is started since that was written. */
export async function isEdited(layout: Layout, name: string): Promise<boolean> {
  const read = (file: string) => readFile(join(layout.service(name), file), "utf8").catch(() => undefined);
  const [script, digest] = await Promise.all([read("run"), read("digest")]);
  return script !== undefined && digest !== undefined && digestOf(script) !== digest;
}

/** Writes the folder that runit reads. True when how the program is started has changed. */
export async function writeService(layout: Layout, component: ComponentPlan): Promise<boolean> {
  const folder = layout.service(component.name);
  const script = runScript(component);
  const before = await readFile(join(folder, "run"), "utf8").catch(() => undefined);
  await writeFiles(layout.log(component.name), [{ path: "config", text: LOG_LIMITS }]);
  await writeFiles(folder, [
    { path: "log/run", text: logScript(layout.log(component.name)), mode: 0o755 },
    // A new service waits to be told; runsvdir would start it between two writes.
    ...(before === undefined ? [{ path: "down", text: "" }] : []),
    { path: "run", text: script, mode: 0o755 },
    { path: "digest", text: digestOf(script) },
  ]);
  return before !== script;
}
