import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unpackDebianPackage } from "../../host/programs/debian.ts";
import { resolvePrograms } from "../../host/programs/index.ts";
import { Unavailable } from "../../host/programs/resolved.ts";
import { run } from "../../host/run.ts";

export interface Amtool {
  readonly path: string;
  readonly version: string;
}

/** The one that deploys use, and Debian's, the oldest that we support. */
export const AMTOOLS = {
  "the amtool of deploys": async (): Promise<Amtool | undefined> => (await resolvePrograms(["amtool"]))[0],
  "Debian's amtool": debianAmtool,
} as const satisfies Readonly<Record<string, (folder: string) => Promise<Amtool | undefined>>>;

/** Unpacked into `folder`; undefined where this machine has no apt, or apt no such package. */
async function debianAmtool(folder: string): Promise<Amtool | undefined> {
  try {
    const root = join(folder, "debian");
    const version = await unpackDebianPackage("prometheus-alertmanager", root);
    return { path: join(root, "usr/bin/amtool"), version };
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** Which of the texts amtool accepts: many in one process. One that makes amtool panic ends it, and counts as refused. */
export async function acceptedBy(amtool: Amtool, folder: string, texts: readonly string[]): Promise<boolean[]> {
  const paths = texts.map((text, index) => {
    const path = join(folder, `${index}.yml`);
    writeFileSync(path, text);
    return path;
  });
  const verdicts: boolean[] = [];
  while (verdicts.length < paths.length) {
    const rest = paths.slice(verdicts.length);
    const { stdout } = await run([amtool.path, "check-config", ...rest], { timeoutSeconds: 120 });
    const blocks = stdout.split(/^Checking '/m).slice(1);
    if (blocks.length === 0) throw new Error("amtool said nothing");
    verdicts.push(...blocks.map((block) => block.includes("  SUCCESS") && !block.includes("  FAILED")));
  }
  return verdicts;
}
