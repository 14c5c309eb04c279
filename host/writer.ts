import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** A file to be written: `path` relative to the tree's root, POSIX. Secrets come as buffers and with a mode of their own. */
export interface TreeFile {
  readonly path: string;
  readonly text: string | Buffer;
  readonly mode?: number;
}

const DEFAULT_MODE = 0o644;

/** Writes the files below `root` that differ, and sets modes. Each is replaced whole, so a reader sees the old text or the new one. */
export async function writeFiles(root: string, files: readonly TreeFile[]): Promise<void> {
  refuseTwoOwners(files);
  await mkdir(root, { recursive: true });
  for (const file of files) await writeWhenDifferent(join(root, file.path), file);
}

/** Makes the folder `root` hold these files and no others. */
export async function writeTree(root: string, files: readonly TreeFile[]): Promise<void> {
  await writeFiles(root, files);
  const kept = new Set(files.map(({ path }) => path));
  for (const path of await listFiles(root)) if (!kept.has(path)) await rm(join(root, path));
}

function refuseTwoOwners(files: readonly TreeFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) throw new Error(`two parts of the environment render the same file: ${path}`);
    seen.add(path);
  }
}

async function writeWhenDifferent(path: string, { text, mode = DEFAULT_MODE }: TreeFile): Promise<void> {
  const wanted = Buffer.from(text);
  const lies = await readFile(path).catch(() => undefined);
  if (lies === undefined || !lies.equals(wanted)) {
    await mkdir(dirname(path), { recursive: true });
    const scratch = `${path}.${process.pid}.new`;
    await writeFile(scratch, wanted, { mode });
    await rename(scratch, path);
  }
  if (((await stat(path)).mode & 0o777) !== mode) await chmod(path, mode);
}

/** Paths of all files below `root`, relative, POSIX, sorted. None when the folder does not exist. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
