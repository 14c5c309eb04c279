import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../host/run.ts";

/** A series of `promtool test rules`, and its values. */
export type Written = readonly [series: string, values: string];

/** What promtool 2.42 and 3.15 take, both. */
export const TAKEN: readonly Written[] = [
  ["up", ""],
  ["up", " 1  2 "],
  ["up", "1\t2"],
  ['up{job="a",}', "0x10 0+10x5 -1 +2 -1-1x2"],
  ["{__name__='a'}", "_x3 stale 1e3 Inf NaN _"],
  ["job:x:rate5m{le=`+Inf`}", "1.5 .5 5. 0755 08 1e-3x2 -Inf +nan"],
  ["sum{by='1'}", "stale+1x3 Inf-1x2 -.5-.5x3"],
  ["{}", ""],
  ["{a=''}", "_ _x2"],
  ["up{a='',a='1'}", "1"],
  ["up 1", "2"],
  ["up", "1 2\n"],
];

/** What both refuse. */
export const REFUSED: readonly Written[] = [
  ["", "1"],
  ["{}", "1"],
  ["{a=''}", "_ 1"],
  ['up{job="a"', "1"],
  ['up{job=~"a"}', "1"],
  ['up{a="b" c="d"}', "1"],
  ["up{a='1',a='2'}", "1"],
  ['{""="1"}', "1"],
  ['up {a="b"}', "1"],
  ["up{,}", "1"],
  ["sum(up)", "1"],
  ["up offset 5m", "1"],
  ["on", "1"],
  ["inf{a='1'}", "1"],
  ["up[5m]", "1"],
  ...["2,3", "1x", "1 x3", "1+2", "1+2 x3", "1x1.5", "_1", "__", "_+1x2", "Infx3", "stalex2", "Stale"].map(
    (values): Written => ["up", values],
  ),
  ...["5m", "1e", "1e400", "1._5", "1__0", "0b1", "- 1", "--1", "up", "{a='b'}", "# none"].map(
    (values): Written => ["up", values],
  ),
  ["up", "1\n2"],
];

/** What a later version than 2.42 takes first. */
export const TAKEN_SINCE: readonly (readonly [version: string, series: string, values: string])[] = [
  ["2.54", "up", "1_000 1_0.5x2"],
  ["3.1", '{"a.b","c"="d"}', "1"],
  ["2.47", "up", "{{schema:0 sum:3 count:2 buckets:[1 1]}} {{ }}x3 1"],
  ["2.47", "up", "{{count:1}}+{{count:2}}x3"],
  ["2.54", "up", "{{schema:-53 custom_values:[5 10] buckets:[1 4]}}"],
  ["2.55", "up", "{{count:1 counter_reset_hint:gauge}}"],
];

/** A file of rule tests that loads the series, and asks nothing of it. */
export const testOf = ([series, values]: Written): string =>
  JSON.stringify({
    tests: [
      {
        interval: "1m",
        input_series: [{ series, values }],
        promql_expr_test: [{ expr: "vector(1)", eval_time: "10m", exp_samples: [{ labels: "{}", value: 1 }] }],
      },
    ],
  });

/** Which of the files of rule tests a promtool refuses. It judges them in one process. */
export async function refusedTests(promtool: string, texts: readonly string[]): Promise<readonly boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), "series-"));
  try {
    const files = texts.map((_, index) => `${index}.yml`);
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.yml`), text);
    const both = ["sh", "-c", 'exec "$@" 2>&1', "sh", promtool, "test", "rules", ...files];
    const { stdout } = await run(both, { cwd: folder, timeoutSeconds: 120 });
    const verdicts = [...stdout.matchAll(/^ {2}(SUCCESS|FAILED)/gm)].map(([, verdict]) => verdict === "FAILED");
    if (verdicts.length !== texts.length)
      throw new Error(`promtool judged ${verdicts.length} of ${texts.length} files`);
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
