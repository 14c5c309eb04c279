import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../../../lib/files.ts";

const CORPUS = fileURLToPath(new URL("../../corpus/", import.meta.url));

/** warned: the real program accepts it too, and we say something all the same. */
export type Verdict = "valid" | "invalid" | "warned";

/** The cases of a kind that the real program accepts (valid) or refuses (invalid): one file each. */
export function casesOf(kind: string, verdict: Verdict): SourceFile[] {
  const folder = join(CORPUS, kind, verdict);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({
      path: `test/corpus/${kind}/${verdict}/${name}`,
      text: readFileSync(join(folder, name), "utf8"),
    }));
}
