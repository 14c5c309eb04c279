import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ENVIRONMENT_FILE } from "../lib/environment/sources.ts";
import type { SourceFile } from "../lib/files.ts";
import type { Finding } from "../lib/finding.ts";
import { checkWhole } from "./check-environments.ts";
import { readEnvironmentAt } from "./read-environment.ts";

interface Around {
  readonly sources: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** The environments that named files belong to: with the files beside it, more can be said of a file than of it alone. Each is judged once. */
export class EnvironmentsAround {
  private readonly known = new Map<string, Promise<Around>>();

  /** What is found in this file of an environment; of environment.yml, what is found in all of them. Undefined where it belongs to none. */
  async of(file: SourceFile): Promise<Around | undefined> {
    const folder = folderAround(file.path);
    if (folder === undefined) return undefined;
    if (isOnlyExtended(folder)) return basename(file.path) === ENVIRONMENT_FILE ? NOTHING : undefined;
    const around = this.known.get(folder) ?? judged(folder);
    this.known.set(folder, around);
    const { sources, findings } = await around;
    if (basename(file.path) === ENVIRONMENT_FILE) return { sources, findings };
    const path = folder === "." ? resolve(file.path) : file.path;
    return sources.has(path) ? { sources, findings: findings.filter((found) => found.file === path) } : undefined;
  }
}

const NOTHING: Around = { sources: new Map(), findings: [] };

/** The folder of the environment.yml beside a file, or above its folder. */
function folderAround(path: string): string | undefined {
  const own = dirname(path);
  return [own, dirname(own)].find((each) => existsSync(join(each, ENVIRONMENT_FILE)));
}

/** What stands in `configs/_…/environment.yml` is judged in every environment that extends it. */
const isOnlyExtended = (folder: string): boolean => /^[_.]/.test(basename(resolve(folder)));

async function judged(folder: string): Promise<Around> {
  const read = await readEnvironmentAt(folder === "." ? resolve(folder) : folder);
  return { sources: read.sources, findings: await checkWhole(read) };
}
