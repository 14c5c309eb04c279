import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../host/checkout.ts";
import { UserError } from "../host/errors.ts";
import { resolveProgram } from "../host/programs/index.ts";
import { run } from "../host/run.ts";

const RUNS = 5;
const SIZES = [20, 1000, 10_000, 50_000];
const RULES_PER_FILE = 100;
/** Goals of issue 4: whole process against promtool's, and what a small file may take beyond an empty script. */
const MOST_RATIO = 2;
const MOST_START_MS = 250;
const MOST_MEMORY_MIB = 400;

const SHAPES: readonly ((index: number) => string)[] = [
  (index) =>
    `sum by (job) (rate(http_requests_total{job="app${index}",code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total{job="app${index}"}[5m])) > 0.05`,
  (index) => `histogram_quantile(0.99, sum by (le, job) (rate(request_seconds_bucket{service="s${index}"}[5m]))) > 1`,
  (index) => `predict_linear(node_filesystem_avail_bytes{mountpoint="/data${index}"}[1h], 4 * 3600) < 0`,
];

const rule = (index: number): string => `      - alert: Alert${index}
        expr: |
          ${SHAPES[index % SHAPES.length]?.(index)}
        for: 5m
        labels: { severity: warning, team: team${index % 7} }
        annotations:
          summary: "Something is wrong with {{ $labels.job }}"
          description: 'It is {{ $value | humanize }} by now.'
`;

/** Files of 100 rules each, as rule files in the field are written. */
function writeRules(folder: string, count: number): string[] {
  mkdirSync(folder);
  return Array.from({ length: Math.ceil(count / RULES_PER_FILE) }, (_, file) => {
    const path = join(folder, `rules-${file}.yml`);
    const first = file * RULES_PER_FILE;
    const rules = Array.from({ length: Math.min(RULES_PER_FILE, count - first) }, (__, index) => rule(first + index));
    writeFileSync(path, `groups:\n  - name: group${file}\n    rules:\n${rules.join("")}`);
    return path;
  });
}

interface Times {
  readonly ours: number;
  readonly promtool: number;
  readonly memory: number;
}

async function elapsed(command: readonly string[]): Promise<{ readonly ms: number; readonly stderr: string }> {
  const begin = performance.now();
  const { code, stderr } = await run(command);
  if (code !== 0)
    throw new UserError(`${command.slice(0, 3).join(" ")} ended with ${code}`, { help: stderr.slice(-500) });
  return { ms: performance.now() - begin, stderr };
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const zx = join(CHECKOUT, "node_modules/.bin/zx");
const ours = (files: readonly string[]): string[] => [
  zx,
  join(CHECKOUT, "scripts/check.mjs"),
  "--kind",
  "rules",
  ...files,
];

/** The run's greatest resident memory in MiB, as the kernel counted it for its children; 0 where GNU time is not there. */
async function memoryOf(files: readonly string[]): Promise<number> {
  const { code, stderr } = await run(["/usr/bin/time", "-f", "%M", ...ours(files)]);
  return code === 0 ? Number(stderr.trim().split("\n").at(-1)) / 1024 : 0;
}

async function measure(promtool: string, files: readonly string[]): Promise<Times> {
  const times: { ours: number; promtool: number }[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const own = await elapsed(ours(files));
    const theirs = await elapsed([promtool, "check", "rules", "--lint=none", ...files]);
    times.push({ ours: own.ms, promtool: theirs.ms });
  }
  return {
    ours: median(times.map((each) => each.ours)),
    promtool: median(times.map((each) => each.promtool)),
    memory: await memoryOf(files),
  };
}

async function emptyScript(folder: string): Promise<number> {
  const script = join(folder, "empty.mjs");
  writeFileSync(script, "");
  const runs: number[] = [];
  for (let index = 0; index < RUNS; index += 1) runs.push((await elapsed([zx, script])).ms);
  return median(runs);
}

/** `bench.mjs check`: whole processes of `check` and `promtool check rules` on the same files. Returns 1 when a goal is missed. */
export async function main(): Promise<number> {
  const promtool = await resolveProgram("promtool");
  const folder = mkdtempSync(join(tmpdir(), "bench-check-"));
  try {
    const empty = await emptyScript(folder);
    console.log(
      `medians of ${RUNS} interleaved runs; promtool ${promtool.version}; an empty zx script takes ${empty.toFixed(0)} ms`,
    );
    console.log("  rules  check ms  promtool ms  ratio  memory MiB");
    let isMet = true;
    for (const size of SIZES) {
      const times = await measure(promtool.path, writeRules(join(folder, `${size}`), size));
      const ratio = times.ours / times.promtool;
      console.log(
        [
          `${size}`.padStart(7),
          times.ours.toFixed(0).padStart(9),
          times.promtool.toFixed(0).padStart(12),
          ratio.toFixed(2).padStart(6),
          times.memory.toFixed(0).padStart(11),
        ].join(" "),
      );
      isMet &&=
        size < 1000
          ? times.ours - empty <= MOST_START_MS
          : size !== 10_000 || (ratio <= MOST_RATIO && times.memory <= MOST_MEMORY_MIB);
    }
    return isMet ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
