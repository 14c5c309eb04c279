import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../../../lib/files.ts";

const CORPUS = fileURLToPath(new URL("../../corpus/", import.meta.url));

/** The cases of a kind that the real program accepts (valid) or refuses (invalid): one file each. */
export function casesOf(kind: string, verdict: "valid" | "invalid"): SourceFile[] {
  const folder = join(CORPUS, kind, verdict);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({
      path: `test/corpus/${kind}/${verdict}/${name}`,
      text: readFileSync(join(folder, name), "utf8"),
    }));
}
