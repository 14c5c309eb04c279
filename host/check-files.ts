import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { SourceFile } from "../lib/files.ts";
import type { Finding } from "../lib/finding.ts";
import { nearest } from "../lib/schema/index.ts";
import { CHECKOUT } from "./checkout.ts";
import { UserError } from "./errors.ts";
import { glob } from "./glob.ts";
import { CONFIGS } from "./read-environment.ts";

/** Files named on the command line as texts; those that are no text are said. */
export interface ReadFiles {
  readonly files: readonly (SourceFile & { readonly isFromFolder: boolean })[];
  readonly findings: readonly Finding[];
}

/** What a finding of standard input names as its file. */
export const STANDARD_INPUT = "<stdin>";
const SKIPPED = new Set(["node_modules", "dist", "cdktf.out"]);

/** Reads files, folders (all .yml and .yaml below them), environments by their names, and `-`, standard input. Throws UserError for what is not there. */
export function readFiles(paths: readonly string[]): ReadFiles {
  const files: (SourceFile & { isFromFolder: boolean })[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const listed = path === "-" ? ["-"] : pathsAt(path);
    for (const file of listed) {
      const name = file === "-" ? STANDARD_INPUT : file;
      const text = decode(readFileSync(file === "-" ? 0 : file));
      if (typeof text === "string") files.push({ path: name, text, isFromFolder: file !== path });
      else
        findings.push({
          file: name,
          ...text,
          severity: "error",
          check: "check/encoding",
          message: "this is not UTF-8 text from here on",
          help: "save the file as UTF-8",
        });
    }
  }
  return { files, findings };
}

function pathsAt(named: string): string[] {
  for (const path of [named, folderOfEnvironment(named)]) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined) return stat.isDirectory() ? walk(path) : [path];
  }
  throw missing(named);
}

/** An environment may be named as every other command names it. */
const folderOfEnvironment = (name: string): string => relative("", join(CHECKOUT, CONFIGS, name));

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith(".") ? [] : walk(path);
    return /\.ya?ml$/.test(entry.name) && statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
  });
}

function missing(path: string): UserError {
  const folder = dirname(path);
  const isName = basename(path) === path;
  const names = [folder, ...(isName ? [folderOfEnvironment("")] : [])].flatMap(namesIn);
  const near = nearest(basename(path), names);
  const help =
    near === undefined ? `looked in ${folder === "." ? process.cwd() : folder}` : `did you mean ${join(folder, near)}?`;
  return new UserError(`there is no ${isName ? "file or environment" : "file"} "${path}"`, { exitCode: 2, help });
}

const namesIn = (folder: string): string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];

/** Files below `folder` that match a pattern of Go's filepath.Glob; folders are none. */
export const readMatching = (folder: string, pattern: string): SourceFile[] =>
  glob(folder, pattern)
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** The text of a file, for the source lines of findings; undefined when it cannot be read. */
export function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The text, or the place of the first byte that is no UTF-8. */
function decode(bytes: Buffer): string | { line: number; column: number } {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const lines = (bytes.toString("utf8").split("\ufffd")[0] ?? "").split("\n");
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }
}
