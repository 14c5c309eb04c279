import type { RenderedFile } from "../../lib/files.ts";

/** The files of one owner, with paths relative to its folder. */
export const ownedBy = (name: string, files: readonly RenderedFile[]): readonly RenderedFile[] =>
  files
    .filter(({ path }) => path.startsWith(`${name}/`))
    .map((file) => ({ ...file, path: file.path.slice(name.length + 1) }));
