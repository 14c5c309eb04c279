import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Software } from "../../lib/components/software.ts";
import { CHECKOUT, cachePath } from "../checkout.ts";
import type { ResolvedProgram } from "./resolved.ts";
import { SOFTWARE } from "./table.ts";

/** What was chosen, and what it was chosen by: a newer watchkeeper or a replaced file makes it void. */
interface Entry {
  readonly program: ResolvedProgram;
  readonly recipe: string;
  readonly modified: number;
}
type Known = Readonly<Record<string, Entry>>;

const FILE = cachePath("programs.json");

/** The row of the table that brings a program. Throws for a name that no row has: a fault of ours. */
export function softwareOf(name: string): Software {
  const software = SOFTWARE.find((row) => row.executables.some((executable) => executable.name === name));
  if (software === undefined) throw new Error(`no row of host/programs/table.ts brings "${name}"`);
  return software;
}

/** A program that an earlier resolveProgram found or made; undefined when it has yet to be. Touches nothing, under 1 ms. */
export function knownProgram(name: string): ResolvedProgram | undefined {
  const entry = readKnown()[name];
  if (entry === undefined || entry.recipe !== recipeOf(softwareOf(name))) return undefined;
  return modified(entry.program.path) === entry.modified ? entry.program : undefined;
}

/** Keeps what was chosen. Only under the lock of resolvePrograms: it reads, adds and replaces. */
export async function remember(programs: readonly ResolvedProgram[]): Promise<void> {
  const entries = programs.map((program): [string, Entry] => [
    program.name,
    { program, recipe: recipeOf(softwareOf(program.name)), modified: modified(program.path) ?? 0 },
  ]);
  const text = JSON.stringify({ ...readKnown(), ...Object.fromEntries(entries) }, null, 2);
  await writeFile(`${FILE}.new`, `${text}\n`);
  await rename(`${FILE}.new`, FILE);
}

/** Digest of all that decides how software is got: its row, and the files of ours that go into it. */
function recipeOf(software: Software): string {
  const digest = createHash("sha256").update(JSON.stringify(software));
  for (const folder of [software.debian?.overlay, software.go?.source]) {
    if (folder !== undefined) for (const text of textsBelow(join(CHECKOUT, folder))) digest.update(text);
  }
  return digest.digest("hex").slice(0, 16);
}

function textsBelow(folder: string): readonly Buffer[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? textsBelow(path) : [readFileSync(path)];
  });
}

const modified = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

function readKnown(): Known {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch {
    return {};
  }
}
