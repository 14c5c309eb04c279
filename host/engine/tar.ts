import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";

interface Ownership {
  /** Absolute in the archive's own root, without the leading slash. */
  readonly path: string;
  /** Permission bits; default 0o644, 0o755 for folders. */
  readonly mode?: number;
  /** Numeric owner and group; default 0. */
  readonly uid?: number;
  readonly gid?: number;
}

/** What an archive holds: a text, a file of this machine, a folder, or a symbolic link. */
export type TarEntry = Ownership &
  ({ readonly text: string } | { readonly file: string } | { readonly folder: true } | { readonly link: string });

/** The entries as a tar archive, in their order. The same entries give the same bytes: no time and no name of this machine is in it. */
export function tar(entries: readonly TarEntry[]): Readable {
  const archive = pack();
  writeAll(archive, entries).then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  );
  return Readable.from(archive);
}

async function writeAll(archive: ReturnType<typeof pack>, entries: readonly TarEntry[]): Promise<void> {
  for (const entry of entries) {
    const header = { name: entry.path, uid: entry.uid ?? 0, gid: entry.gid ?? 0, mtime: new Date(0) };
    if ("text" in entry) archive.entry({ ...header, mode: entry.mode ?? 0o644 }, entry.text);
    else if ("folder" in entry) archive.entry({ ...header, type: "directory", mode: entry.mode ?? 0o755 });
    else if ("link" in entry) archive.entry({ ...header, type: "symlink", linkname: entry.link, mode: 0o777 });
    else {
      const { size } = await stat(entry.file);
      const target = archive.entry({ ...header, mode: entry.mode ?? 0o644, size });
      await pipeline(createReadStream(entry.file), target);
    }
  }
}
