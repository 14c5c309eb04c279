import { type Dirent, existsSync } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { type LoadedEnvironment, loadEnvironment } from "../lib/environment/load.ts";
import {
  ENVIRONMENT_FILE,
  extendedFolder,
  extensionOf,
  isWanted,
  KINDS,
  type Kind,
  LOCAL_FILE,
  QUERIES_FILE,
} from "../lib/environment/sources.ts";
import { byPlace, type Finding, isError } from "../lib/finding.ts";
import { didYouMean } from "../lib/schema/index.ts";
import { readState } from "./deploy/state.ts";
import { UserError } from "./errors.ts";

/** The folder of all environments, below the checkout's root. */
export const CONFIGS = "configs";
/** A rule takes some 360 bytes: this is far more than a Prometheus evaluates, and little enough to hold in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

export interface ReadEnvironment extends LoadedEnvironment {
  /** The texts that were read, by path relative to the checkout: what findings are shown with. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Names of all environments of a checkout, sorted. A folder whose name starts with `_` or `.` is only extended by others. */
export async function environmentNames(root: string): Promise<readonly string[]> {
  const names = await namesIn(join(root, CONFIGS));
  return names.filter((name) => !/^[_.]/.test(name) && existsSync(join(root, CONFIGS, name, ENVIRONMENT_FILE))).sort();
}

/** Reads and judges one environment's own files. Throws UserError when there is none of that name, never for what its files say. */
export async function readEnvironment(root: string, name: string): Promise<ReadEnvironment> {
  const known = await environmentNames(root);
  if (!known.includes(name)) throw await unknownEnvironment(root, name, known);
  return readWith(new Reader(root, CONFIGS), `${CONFIGS}/${name}`);
}

/** An environment anywhere on the disk, by its folder: relative to the working folder, or absolute. */
export function readEnvironmentAt(folder: string): Promise<ReadEnvironment> {
  return readWith(new Reader("", dirname(folder)), folder);
}

async function readWith(reader: Reader, folder: string): Promise<ReadEnvironment> {
  await reader.readFolder(folder);
  const loaded = loadEnvironment(reader.sources, folder);
  const findings = [...reader.findings, ...loaded.findings].sort(byPlace);
  const isUsable = loaded.environment !== undefined && !findings.some(isError);
  return { ...(isUsable && { environment: loaded.environment }), findings, sources: reader.sources };
}

/** All environments of a checkout by name. A broken one holds up none of the others. */
export async function readEnvironments(root: string): Promise<ReadonlyMap<string, ReadEnvironment>> {
  const names = await environmentNames(root);
  return new Map(await Promise.all(names.map(async (name) => [name, await readEnvironment(root, name)] as const)));
}

/** What to say of a name that is none of the `known` environments of a checkout. */
export async function unknownEnvironment(root: string, name: string, known: readonly string[]): Promise<UserError> {
  const folder = `${CONFIGS}/${name}`;
  const isFolder = /^[a-z0-9-]+$/.test(name) && existsSync(join(root, folder));
  const message = isFolder
    ? `${folder} has no ${ENVIRONMENT_FILE}`
    : `there is no environment "${name}" in ${CONFIGS}/${didYouMean(name, known)}`;
  const stack = await readState(root, name);
  const help =
    stack?.owner === undefined
      ? `environments: ${known.join(", ") || "none yet"}`
      : `its stack is still deployed: put ${folder} back, and \`npx cdktf destroy ${name}\` takes it away`;
  return new UserError(message, { exitCode: 2, help });
}

/** Reads an environment's files, and those of the folders it extends, and says of each that it cannot take why not. */
class Reader {
  readonly sources = new Map<string, string>();
  readonly findings: Finding[] = [];
  private readonly root: string;
  private readonly configs: string;

  /** `configs`: the folder of all environments, relative to `root`. Nothing out of it is read. */
  constructor(root: string, configs: string) {
    this.root = root;
    this.configs = configs;
  }

  async readFolder(folder: string): Promise<void> {
    await this.readFile(`${folder}/${ENVIRONMENT_FILE}`);
    for (const name of [LOCAL_FILE, QUERIES_FILE])
      if (existsSync(join(this.root, folder, name))) await this.readFile(`${folder}/${name}`);
    for (const kind of KINDS) await this.readKind(folder, kind);
    const path = `${folder}/${ENVIRONMENT_FILE}`;
    const base = extendedFolder({ path, text: this.sources.get(path) ?? "" });
    const isNew = base !== undefined && !this.sources.has(`${base}/${ENVIRONMENT_FILE}`);
    if (isNew && existsSync(join(this.root, base, ENVIRONMENT_FILE))) await this.readFolder(base);
  }

  private async readKind(folder: string, kind: Kind): Promise<void> {
    const entries = await entriesIn(join(this.root, folder, kind));
    for (const entry of entries) {
      const path = `${folder}/${kind}/${entry.name}`;
      if (!entry.isDirectory() && isWanted(kind, entry.name)) await this.readFile(path);
      else if (!/^(\.|readme)/i.test(entry.name)) this.say(path, "unread", ...unread(kind, entry), "warning");
    }
  }

  private async readFile(path: string): Promise<void> {
    const absolute = join(this.root, path);
    try {
      const real = await realpath(absolute);
      if (!real.startsWith((await realpath(join(this.root, this.configs))) + sep)) {
        this.say(
          path,
          "file",
          `this link leads out of ${this.configs}/`,
          "copy the file: what is deployed must lie in the checkout",
        );
        return;
      }
      const { size } = await stat(real);
      if (size > MAX_FILE_BYTES)
        this.say(path, "file", `this file has ${size} bytes, and more than ${MAX_FILE_BYTES} are not read`);
      else this.take(path, await readFile(real));
    } catch (error) {
      this.say(path, "file", `this file cannot be read: ${reasonOf(error)}`);
    }
  }

  private take(path: string, bytes: Buffer): void {
    try {
      this.sources.set(path, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      const before = bytes.toString("utf8").split("\ufffd")[0] ?? "";
      const lines = before.split("\n");
      const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
      this.say(path, "file", "this is not UTF-8 text from here on", "save the file as UTF-8", "error", place);
    }
  }

  private say(
    file: string,
    check: string,
    message: string,
    help?: string,
    severity: Finding["severity"] = "error",
    place = { line: 1, column: 1 },
  ): void {
    this.findings.push({
      file,
      ...place,
      severity,
      check: `environment/${check}`,
      message,
      ...(help !== undefined && { help }),
    });
  }
}

function unread(kind: Kind, entry: Dirent): [string, string] {
  const message = entry.isDirectory() ? "this folder is not read" : "this file is not read";
  return [message, `only files ${kind}/*${extensionOf(kind)} are: rename it or move it`];
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "no permission";
  return code === "ENOENT" ? "it does not exist, or its link leads nowhere" : String(code ?? error);
}

async function entriesIn(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const namesIn = async (folder: string): Promise<string[]> => (await entriesIn(folder)).map(({ name }) => name);
