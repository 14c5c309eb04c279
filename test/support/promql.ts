import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../../host/checkout.ts";
import { run } from "../../host/run.ts";
import type { Dialect } from "../../lib/promql/index.ts";

/** One line of test/corpus/promql: an expression and the versions of Prometheus for which its verdict was recorded. */
export interface Recorded {
  readonly expression: string;
  readonly versions: readonly string[];
}

/** Expressions that promtool of those versions accepts, or refuses. */
export function corpus(verdict: "valid" | "invalid"): readonly Recorded[] {
  const lines = readFileSync(join(CHECKOUT, `test/corpus/promql/${verdict}.txt`), "utf8").split("\n");
  return lines
    .filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => {
      const [versions = "", text = ""] = line.split("\t");
      return { versions: versions.split(" "), expression: text.replaceAll("␤", "\n").replaceAll("␉", "\t") };
    });
}

/** All that can be switched on with --enable-feature and changes which expressions are accepted. */
const EXPERIMENTAL = [
  "promql-experimental-functions",
  "promql-duration-expr",
  "promql-extended-range-selectors",
  "promql-binop-fill-modifiers",
];

/** A version of the corpus as a dialect: `3.15`, or `3.15+` with everything experimental switched on. */
export const dialectOf = (version: string): Dialect =>
  version.endsWith("+") ? { version: version.slice(0, -1), features: EXPERIMENTAL } : { version };

const RULE = /group "g", rule (\d+), "r":/g;

/** Which of the expressions a promtool refuses, by their place in the list. It judges them all as rules of one file. */
export async function refusedBy(promtool: string, expressions: readonly string[]): Promise<ReadonlySet<number>> {
  const folder = mkdtempSync(join(tmpdir(), "promql-"));
  try {
    const file = join(folder, "rules.yml");
    const rules = expressions.map((expr, index) => ({ record: "r", expr, labels: { n: `${index}` } }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: "g", rules }] }));
    const { stdout, stderr } = await run([promtool, "check", "rules", "--lint=none", file], { timeoutSeconds: 60 });
    const refused = new Set([...(stdout + stderr).matchAll(RULE)].map((match) => Number(match[1]) - 1));
    if (refused.size === 0 && !stdout.includes("SUCCESS"))
      throw new Error(`promtool judged nothing: ${stderr}${stdout}`);
    return refused;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
