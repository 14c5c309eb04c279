import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Origin, Software } from "../../lib/components/software.ts";
import { CHECKOUT, cachePath } from "../checkout.ts";
import { NEEDS_MIB, requireSpace } from "../disk.ts";
import { UserError } from "../errors.ts";
import { withLock } from "../lock.ts";
import { isWithin } from "../versions.ts";
import { unpackDebianPackage } from "./debian.ts";
import { buildGo } from "./go.ts";
import { knownProgram, remember, softwareOf } from "./known.ts";
import { askVersion, fromPath } from "./path.ts";
import { findArchive, takeExecutables } from "./release.ts";
import { type ResolvedProgram, Unavailable } from "./resolved.ts";
import { SOFTWARE } from "./table.ts";

export { knownProgram } from "./known.ts";
export type { ResolvedProgram } from "./resolved.ts";

/** On the same file system as where its content goes, so that a rename puts it there. */
const SCRATCH = cachePath("programs", ".making");

type Say = (line: string) => void;

/** One program, found or made as resolvePrograms does it. */
export async function resolveProgram(name: string, say?: Say): Promise<ResolvedProgram> {
  const [program] = await resolvePrograms([name], say);
  if (program === undefined) throw new Error(`no program for ${name}`);
  return program;
}

/**
 * The programs, in the order asked: from the PATH, Debian's packages, their projects' releases or Go modules, whichever the
 * table prefers and this machine has. What is fetched goes into `.cache/programs`; nothing is installed. Each choice is kept, and said in one line.
 * Throws UserError with every way that was tried, and why it failed.
 */
export async function resolvePrograms(
  names: readonly string[],
  say: Say = console.error,
): Promise<readonly ResolvedProgram[]> {
  if (names.some((name) => knownProgram(name) === undefined)) {
    await withLock(
      cachePath("programs", ".lock"),
      () => prepare(names, say),
      (pid) => say(`waiting for process ${pid}, which prepares programs`),
    );
  }
  return names.map((name) => {
    const program = knownProgram(name);
    if (program === undefined) throw new Error(`${name} was prepared, and is not there`);
    return program;
  });
}

async function prepare(names: readonly string[], say: Say): Promise<void> {
  // What a process left that was killed; we hold the lock, so nobody is at work there.
  await rm(SCRATCH, { recursive: true, force: true });
  const wanted = new Set(names.filter((name) => knownProgram(name) === undefined).map(softwareOf));
  const results = await Promise.allSettled(SOFTWARE.filter((row) => wanted.has(row)).map((row) => obtain(row, say)));
  await rm(SCRATCH, { recursive: true, force: true });
  await remember(results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const fault = failures.find((failure) => !(failure instanceof UserError));
  if (fault !== undefined) throw fault;
  if (failures.length > 0) throw new UserError(failures.map((failure) => failure.message).join("\n"), { help: MEND });
}

const MEND =
  "install it yourself so that it is on the PATH; on Debian or Ubuntu see that `apt-get update` works, elsewhere that github.com answers, or that Go is installed and `go env GOPROXY` answers";

/** Goes the ways one after the other until one arrives. */
async function obtain(software: Software, say: Say): Promise<readonly ResolvedProgram[]> {
  const reasons: string[] = [];
  for (const origin of software.order) {
    try {
      const programs = await WAYS[origin](software, say);
      say(describe(software, programs, reasons));
      return programs;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reasons.push(error.message);
    }
  }
  throw new UserError(`there is no way to get ${software.name} here: ${reasons.join("; ")}`);
}

const WAYS: Readonly<Record<Origin, (software: Software, say: Say) => Promise<readonly ResolvedProgram[]>>> = {
  path: fromPath,
  debian: fromDebian,
  release: fromRelease,
  go: fromGo,
};

function describe(software: Software, programs: readonly ResolvedProgram[], reasons: readonly string[]): string {
  const [first] = programs;
  const where = {
    path: `found at ${first?.path}`,
    debian: "Debian's package, unpacked into .cache/programs",
    release: "its project's release, unpacked into .cache/programs",
    go: "built from its Go module into .cache/programs",
  };
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  return `${[software.name, first?.version].join(" ").trim()}: ${first && where[first.origin]}${why}`;
}

async function fromDebian(software: Software): Promise<readonly ResolvedProgram[]> {
  const { debian } = software;
  if (debian === undefined) throw new Unavailable("no Debian package has it");
  await requireSpace(cachePath(), NEEDS_MIB.debian, `unpacking ${software.name}`);
  let version = "";
  const root = await makeFolder(software, "debian", async (folder) => {
    version = await unpackDebianPackage(debian.package, folder, debian.dependencies);
    await Promise.all((debian.without ?? []).map((path) => rm(join(folder, path), { recursive: true, force: true })));
    if (debian.overlay !== undefined) await cp(join(CHECKOUT, debian.overlay), folder, { recursive: true });
    // A package that only names the current one has a version of its own.
    version ||= await askVersion(join(folder, software.executables[0]?.debian ?? ""));
    checkVersion(software, version, "Debian's package");
    return version;
  });
  return software.executables.map(({ name, debian: path = "", unpackedArgs }) => ({
    name,
    version,
    origin: "debian",
    path: join(root, path),
    args: unpackedArgs?.(root) ?? [],
  }));
}

async function fromRelease(software: Software, say: Say): Promise<readonly ResolvedProgram[]> {
  const { release, executables } = software;
  if (release === undefined) throw new Unavailable("no release of it is known");
  const { version } = release;
  checkVersion(software, version, "its release");
  const archive = await findArchive(release);
  await requireSpace(cachePath(), NEEDS_MIB.release, `unpacking ${software.name}`);
  say(`${software.name} ${version}: downloading its project's release …`);
  const names = executables.map(({ name }) => name);
  const root = await makeFolder(software, "release", async (folder) => {
    await takeExecutables(archive, names, folder);
    return version;
  });
  return names.map((name) => ({ name, version, origin: "release", path: join(root, name), args: [] }));
}

async function fromGo(software: Software, say: Say): Promise<readonly ResolvedProgram[]> {
  const { go, executables } = software;
  if (go === undefined) throw new Unavailable("it has no Go module that builds");
  await requireSpace(cachePath(), NEEDS_MIB.go, `building ${software.name}`);
  const { version } = go;
  say(`${software.name} ${version}: building it from its Go module …`);
  const packages = executables.flatMap((executable) => executable.go ?? []);
  const root = await makeFolder(software, "go", async (folder) => {
    await buildGo(go, packages, folder);
    return version;
  });
  const program = (name: string, path = ""): ResolvedProgram => ({
    name,
    version,
    origin: "go",
    path: join(root, "bin", basename(path)),
    args: [],
  });
  return executables.map((executable) => program(executable.name, executable.go));
}

function checkVersion(software: Software, version: string, what: string): void {
  const range = software.supported;
  if (range === undefined || isWithin(version, range)) return;
  throw new Unavailable(`${what} is version ${version}, not ${range.from} or later below ${range.below}`);
}

/** Fills a folder aside, and names it by software, version and origin once it is whole. */
async function makeFolder(
  software: Software,
  origin: Origin,
  fill: (folder: string) => Promise<string>,
): Promise<string> {
  const scratch = join(SCRATCH, software.name);
  await mkdir(scratch, { recursive: true });
  try {
    const version = await fill(scratch);
    const folder = cachePath("programs", `${software.name}-${version}-${origin}`);
    // Programs that run from an older one of the same name keep their files; a supervisor finds the new ones.
    if (existsSync(folder)) await rename(folder, `${scratch}.old`);
    await rename(scratch, folder);
    return folder;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
