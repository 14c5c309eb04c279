import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../host/checkout.ts";
import { UserError } from "../host/errors.ts";
import { resolveProgram } from "../host/programs/index.ts";
import { run } from "../host/run.ts";
import { elapsed, loadNow, median } from "./support/measure.ts";

const RUNS = 5;
const SIZES = [20, 1000, 10_000, 50_000];
const RULES_PER_FILE = 100;
/** Goals of issue 4: 20 rules in so much more than an empty script takes; 10,000 in so many times promtool's time (1 is aimed at), and so much memory. */
const MOST_START_MS = 250;
const MOST_RATIO = 2;
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

/** Milliseconds of whole processes. */
interface Times {
  readonly empty: number;
  readonly ours: number;
  readonly promtool: number;
}

const ZX = join(CHECKOUT, "node_modules/.bin/zx");
const ours = (files: readonly string[]): string[] => [ZX, join(CHECKOUT, "scripts/check.mjs"), ...files];

const timeOf = (command: readonly string[]): Promise<number> =>
  elapsed(async () => {
    const { code, stderr } = await run(command);
    if (code === 0) return;
    throw new UserError(`${command.slice(0, 3).join(" ")} ended with ${code}`, { help: stderr.slice(-500) });
  });

/** Said by the process itself when it ends: its greatest resident memory, in KiB (getrusage(2)). */
const TELL_MEMORY =
  "--import=data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss='+process.resourceUsage().maxRSS))";

async function mebibytesOf(files: readonly string[]): Promise<number> {
  const { stderr } = await run(["env", `NODE_OPTIONS=${TELL_MEMORY}`, ...ours(files)]);
  return Number(/maxrss=(\d+)/.exec(stderr)?.[1]) / 1024;
}

/** Medians of runs that take turns, so that what else the machine does befalls all alike. */
async function measure(promtool: string, empty: string, files: readonly string[]): Promise<Times> {
  const times: Times[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    times.push({
      empty: await timeOf([ZX, empty]),
      ours: await timeOf(ours(files)),
      promtool: await timeOf([promtool, "check", "rules", ...files]),
    });
  }
  const middle = (key: keyof Times): number => median(times.map((each) => each[key]));
  return { empty: middle("empty"), ours: middle("ours"), promtool: middle("promtool") };
}

const COLUMNS = ["rules", "empty ms", "check ms", "promtool ms", "ratio", "memory MiB"];
const row = (cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padStart((COLUMNS[index]?.length ?? 0) + 2)).join("");

/** Which goals a size misses. */
function missed(size: number, { empty, ours: own, promtool }: Times, mebibytes: number): string[] {
  const goals: readonly (readonly [boolean, string])[] = [
    [size === 20 && own - empty > MOST_START_MS, `20 rules take ${(own - empty).toFixed(0)} ms more than nothing`],
    [
      size === 10_000 && own / promtool > MOST_RATIO,
      `10,000 rules take ${(own / promtool).toFixed(2)} of promtool's time`,
    ],
    [size === 10_000 && !(mebibytes <= MOST_MEMORY_MIB), `10,000 rules take ${mebibytes.toFixed(0)} MiB`],
  ];
  return goals.filter(([isMissed]) => isMissed).map(([, what]) => what);
}

/** `bench.mjs check`: whole processes of an empty script, of `check` and of `promtool check rules` on the same files. Returns 1 when a goal is missed. */
export async function main(): Promise<number> {
  const promtool = await resolveProgram("promtool");
  const folder = mkdtempSync(join(tmpdir(), "bench-check-"));
  try {
    const empty = join(folder, "empty.mjs");
    writeFileSync(empty, "");
    console.log(`medians of ${RUNS} interleaved runs; promtool ${promtool.version}; ${loadNow()}`);
    console.log(row(COLUMNS));
    const misses: string[] = [];
    for (const size of SIZES) {
      const files = writeRules(join(folder, `${size}`), size);
      const times = await measure(promtool.path, empty, files);
      const mebibytes = await mebibytesOf(files);
      const { ours: own, promtool: theirs } = times;
      const numbers = [times.empty, own, theirs].map((ms) => ms.toFixed(0));
      console.log(row([`${size}`, ...numbers, (own / theirs).toFixed(2), mebibytes.toFixed(0)]));
      misses.push(...missed(size, times, mebibytes));
    }
    console.log(
      `goals: 20 rules at most ${MOST_START_MS} ms more than an empty script; 10,000 at most ${MOST_RATIO} times promtool's time (aim: 1) and ${MOST_MEMORY_MIB} MiB`,
    );
    for (const miss of misses) console.log(`missed: ${miss}`);
    return misses.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
