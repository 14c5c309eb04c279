import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Executable, Software } from "../../lib/components/software.ts";
import { run } from "../run.ts";
import { isWithin, versionIn } from "../versions.ts";
import { type ResolvedProgram, Unavailable } from "./resolved.ts";

/** All executables of a piece of software as the PATH has them, each of a supported version. Throws Unavailable. */
export async function fromPath(software: Software): Promise<readonly ResolvedProgram[]> {
  const found: ResolvedProgram[] = [];
  for (const executable of software.executables) found.push(await findProgram(software, executable));
  return found;
}

async function findProgram(software: Software, executable: Executable): Promise<ResolvedProgram> {
  const names = [executable.name, ...(executable.aliases ?? [])];
  const path = await findOnPath(names);
  if (path === undefined) throw new Unavailable(`${executable.name} is not on the PATH`);
  const version = software.versionless ? "" : await askVersion(path);
  if (software.supported !== undefined && !isWithin(version, software.supported)) {
    const { from, below } = software.supported;
    throw new Unavailable(`the PATH's ${path} is version ${version || "unknown"}, not ${from} or later below ${below}`);
  }
  return { name: executable.name, version, origin: "path", path, args: [] };
}

/** The first executable file on the PATH that has one of the names, absolute. */
export async function findOnPath(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const file of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    const found = await access(file, constants.X_OK).then(
      () => realpath(file),
      () => undefined,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The version that a program says of itself, on either stream; empty when it says none. */
export async function askVersion(path: string): Promise<string> {
  const { stdout, stderr } = await run([path, "--version"], { timeoutSeconds: 10 });
  return versionIn(stdout) ?? versionIn(stderr) ?? "";
}
