import type { Workload } from "../../../lib/components/component.ts";
import { bundleApp } from "../../apps.ts";
import type { Launch } from "../../deploy/plan.ts";
import { knownProgram } from "../../programs/index.ts";

/** What a native target can start: nothing that comes as an image. Undefined when the program is not prepared. */
export async function launchNative({ program, args, variables, start }: Workload): Promise<Launch | undefined> {
  if (program.kind === "image") return undefined;
  if (program.kind === "app") {
    const { file } = await bundleApp(program.name);
    return { command: [process.execPath, file, ...args], variables };
  }
  const found = knownProgram(program.name);
  if (found === undefined) return undefined;
  const command = [found.path, ...found.args, ...args];
  return { command: start === undefined ? command : ["/bin/sh", start, ...command], variables };
}

/** The version that a native target runs; undefined when the program is not prepared. */
export const nativeVersion = (program: string): string | undefined => knownProgram(program)?.version;
