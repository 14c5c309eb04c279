import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { FUNCTIONS } from "../../../lib/promql/functions.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";

describe("what only a newer Prometheus knows is said with its version", () => {
  test.each([
    ["x > 5m", "2.53.0", "2.54"],
    ["x[300]", "2.53.0", "2.54"],
    ["1_000", "2.53.0", "2.54"],
    ["histogram_avg(x)", "2.50.1", "2.51"],
    ['{"my.metric"}', "2.42.0", "2.51"],
    ['up{job=~"(?<name>a)"}', "2.52.0", "2.53"],
    ["x[step()]", "3.5.0", "3.6"],
    ["x[range()]", "3.9.1", "3.10"],
    ["anchored{a='b'}", "3.7.0", "3.8"],
    ["sum by (smoothed) (x)", "3.7.0", "3.8"],
    ['sum by ("label") (x)', "2.54.1", "2.55"],
    ['sum by ("my.label") (x)', "2.55.1", "3.0"],
    ["sum by (my:label) (x)", "2.55.1", "3.0"],
    ["x offset 0s", "3.3.0", "3.4"],
    ["x[5m + 1m]", "3.3.0", "3.4"],
    ["x anchored", "3.6.0", "3.7"],
    ["x + fill(0) y", "3.9.1", "3.10"],
    ["x >/ 1", "3.10.0", "3.11"],
  ])("%s with %s needs %s", (text, version, needs) => {
    const [fault] = parsePromQL(text, { version }).faults;
    expect(fault).toMatchObject({ severity: "error", needs });
    expect(fault?.message).toContain(`needs Prometheus ${needs}; here ${version} runs`);
    const features = ["promql-duration-expr", "promql-extended-range-selectors", "promql-binop-fill-modifiers"];
    expect(parsePromQL(text, { version: `${needs}.0`, features }).faults).toEqual([]);
  });

  test("what is gone names what to use instead", () => {
    expect(parsePromQL("holt_winters(x[5m], 0.5, 0.5)", { version: "2.55.0" }).faults).toEqual([]);
    const [fault] = parsePromQL("holt_winters(x[5m], 0.5, 0.5)", { version: "3.0.0" }).faults;
    expect(fault?.message).toBe("function holt_winters() is gone since Prometheus 3.0");
    expect(fault?.help).toContain("double_exponential_smoothing");
  });
});

// As promtool of each of these releases says.
test.each([
  ["x[0]", ["2.54.0", "3.3.0"], ["2.53.0", "3.4.0"]],
  ["x offset 1e12", ["2.54.0", "3.3.0"], ["2.53.0", "3.4.0"]],
  ["x[0s]", [], ["2.53.0", "2.54.0", "3.4.0"]],
  ["x[5s x 5s]", ["2.42.0", "2.55.0", "3.5.0"], ["3.6.0", "3.15.0"]],
  ["x[5 m]", ["2.54.0", "3.5.0"], ["2.53.0", "3.6.0"]],
  ["anchored", ["3.6.0", "3.8.0"], ["3.7.0"]],
  ["x[step()]", ["3.6.0", "3.11.0", "3.14.0"], ["3.12.0", "3.13.0"]],
  ["x[max(5m, 1m)]", ["3.6.0", "3.11.0"], ["3.5.0", "3.12.0", "3.13.0", "3.15.0"]],
  ["x offset -(5m)", ["3.13.0", "3.15.0"], ["2.42.0", "3.12.0"]],
  ["x offset step()[5m]", ["3.11.0", "3.14.0"], ["3.13.0", "3.15.0"]],
  ["x[5s x y 5s]", [], ["2.42.0", "3.5.0", "3.6.0"]],
])("%s", (text, takenBy, refusedBy) => {
  const isRefused = (version: string): boolean => parsePromQL(text, { version }).faults.length > 0;
  expect(takenBy.filter(isRefused)).toEqual([]);
  expect(refusedBy.filter((version) => !isRefused(version))).toEqual([]);
});

test("what is experimental names the flag, until it is stable", () => {
  const [fault] = parsePromQL("first_over_time(x[5m])", { version: "3.13.0" }).faults;
  expect(fault?.help).toContain("--enable-feature=promql-experimental-functions");
  const features = ["promql-experimental-functions"];
  expect(parsePromQL("first_over_time(x[5m])", { version: "3.13.0", features }).faults).toEqual([]);
  expect(parsePromQL("first_over_time(x[5m])", { version: "3.14.0" }).faults).toEqual([]);
});

test("our functions are those of Prometheus's published grammar: one that an update brings is missed here", () => {
  const grammar = readFileSync(join(CHECKOUT, "node_modules/@prometheus-io/lezer-promql/src/promql.grammar"), "utf8");
  const published = new Set([...grammar.matchAll(/condFn<"(\w+)">/g)].map((match) => match[1] ?? ""));
  const ours = new Set(FUNCTIONS.keys());
  expect([...published].filter((name) => !ours.has(name))).toEqual([]);
  // It knows start and end as keywords, and no longer the old name of double_exponential_smoothing.
  expect([...ours].filter((name) => !published.has(name)).sort()).toEqual(["end", "holt_winters", "start"]);
});
