import { type Dirent, existsSync, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";

const MAGIC = /[*?[]/;

/** One segment of a pattern of Go's filepath.Match as a regular expression; undefined when it is malformed, and then matches nothing. */
function segmentPattern(segment: string): RegExp | undefined {
  const source = segment.replaceAll(
    /\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|([*?])|([^\w])/g,
    (_, escaped, negated, characters, wild, other) => {
      if (escaped !== undefined) return `\\${escaped}`;
      if (characters !== undefined) return `[${negated}${characters}]`;
      if (wild !== undefined) return wild === "*" ? ".*" : ".";
      return `\\${other}`;
    },
  );
  try {
    return new RegExp(`^${source}$`, "s");
  } catch {
    return undefined;
  }
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Paths that exist and match, as Go's filepath.Glob finds them; a relative pattern starts at `folder`. Source: https://pkg.go.dev/path/filepath#Glob */
export function glob(folder: string, pattern: string): string[] {
  const start = isAbsolute(pattern) ? "/" : folder;
  const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
  return segments.reduce<string[]>((paths, segment) => paths.flatMap((path) => step(path, segment)), [start]);
}

function step(path: string, segment: string): string[] {
  if (!MAGIC.test(segment)) {
    const next = join(path, segment);
    return existsSync(next) ? [next] : [];
  }
  const wanted = segmentPattern(segment);
  return entries(path)
    .filter(({ name }) => wanted?.test(name))
    .map(({ name }) => join(path, name))
    .sort();
}
