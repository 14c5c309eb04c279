import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../host/checkout.ts";
import { resolveProgram } from "../host/programs/index.ts";
import { run } from "../host/run.ts";
import { checkExpression, parsePromQL } from "../lib/promql/index.ts";

const COUNT = 10_000;
const RUNS = 5;
/** Milliseconds for all expressions, warm-up included: the goal of issue 4 for the parser and type checker. */
const GOAL = 350;

/** Shapes that are common in public rule files, 97 characters long on average. */
const SHAPES: readonly ((index: number) => string)[] = [
  (index) => `up{job="job-${index}"} == 0`,
  (index) => `sum by (job) (rate(http_requests_total{job="api-${index}", code=~"5.."}[5m])) > 0.05`,
  (index) => `histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket{job="job-${index}"}[5m]))) > 1`,
  (index) => `predict_linear(node_filesystem_avail_bytes{mountpoint="/data${index}"}[1h], 4 * 3600) < 0`,
  (index) =>
    `sum(rate(a_total{x="${index}"}[5m])) by (job) / on (job) group_left (team) sum(rate(b_total[5m])) by (job) * 100 > 5`,
  (index) =>
    `(time() - max(last_success_seconds{app=~"app-${index}.*"})) / 60 > 24 and absent(maintenance{app="a"} == 1)`,
];
const expressions = (): readonly string[] =>
  Array.from({ length: COUNT }, (_, index) => SHAPES[index % SHAPES.length]?.(index) ?? "");

const elapsed = (work: () => void): number => {
  const begin = performance.now();
  work();
  return performance.now() - begin;
};

/** `bench.mjs promql`: our parser, type checker and lint against `promtool check rules`, each run in a process of its own. */
export async function main(args: readonly string[]): Promise<number> {
  const [mode, file = ""] = args;
  if (mode === "once") return once(file);
  const promtool = await resolveProgram("promtool");
  const folder = mkdtempSync(join(tmpdir(), "bench-promql-"));
  try {
    return report(promtool.version, await measure(promtool.path, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One cold run over the expressions of a file. */
function once(file: string): number {
  const list: readonly string[] = JSON.parse(readFileSync(file, "utf8"));
  const parse = elapsed(() => list.forEach((text) => void parsePromQL(text)));
  const lint = elapsed(() => list.forEach((text) => void checkExpression(text)));
  console.log(JSON.stringify({ parse, lint }));
  return 0;
}

interface Times {
  readonly parse: number;
  readonly lint: number;
  readonly promtool: number;
}

async function measure(promtool: string, folder: string): Promise<readonly Times[]> {
  const list = expressions();
  const rules = list.map((expr, index) => ({ record: `r${index}`, expr }));
  writeFileSync(join(folder, "list.json"), JSON.stringify(list));
  writeFileSync(join(folder, "rules.yml"), JSON.stringify({ groups: [{ name: "g", rules }] }));
  const ours = [process.execPath, join(CHECKOUT, "scripts/bench.mjs"), "promql", "once", join(folder, "list.json")];
  const times: Times[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const { stdout } = await run(ours);
    const begin = performance.now();
    await run([promtool, "check", "rules", "--lint=none", join(folder, "rules.yml")]);
    times.push({ ...JSON.parse(stdout), promtool: performance.now() - begin });
  }
  return times;
}

function report(version: string, times: readonly Times[]): number {
  const median = (key: keyof Times): number => times.map((each) => each[key]).sort((a, b) => a - b)[RUNS >> 1] ?? 0;
  const [parse, lint, promtool] = [median("parse"), median("lint"), median("promtool")];
  const line = (what: string, ms: number): string => `${what.padEnd(46)}${ms.toFixed(0).padStart(6)} ms`;
  console.log(`${COUNT} expressions, medians of ${RUNS} interleaved runs`);
  console.log(line("parser and type checker, warm-up included", parse));
  console.log(line("the same again, with lint", lint));
  console.log(line(`promtool ${version} check rules, whole process`, promtool));
  console.log(`ratio to promtool: ${(parse / promtool).toFixed(2)}; goal: at most ${GOAL} ms`);
  return parse <= GOAL ? 0 : 1;
}
