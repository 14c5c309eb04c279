import { describe, expect, test } from "vitest";
import { cardinalityOf, metricOf, parsePromQL } from "../../../lib/promql/index.ts";

/** 10 instances, each with 4 handlers and 5 codes, of which 12 pairs occur. */
const REQUESTS = {
  series: 120,
  values: new Map([
    ["instance", 10],
    ["handler", 4],
    ["code", 5],
  ]),
};
const BUCKETS = { series: 1200, values: new Map([...REQUESTS.values, ["le", 10]]) };

function count(expr: string): number | undefined {
  const { tree } = parsePromQL(expr);
  if (tree === undefined) throw new Error(expr);
  return cardinalityOf(tree, (selector) => {
    const name = metricOf(selector);
    return name === "requests" ? REQUESTS : name === "latency_bucket" ? BUCKETS : undefined;
  })?.series;
}

describe("about how many series a result has", () => {
  test.each([
    ["requests", 120],
    ["rate(requests[5m]) * 60", 120],
    ['requests{code="200"}', 24],
    ['requests{code=~"2.."}', 120],
    ["sum(requests)", 1],
    ["sum by (code) (requests)", 5],
    ["sum by (code, nosuch) (requests)", 5],
    ["sum by (handler, code) (requests)", 20],
    ["sum by (instance, handler, code) (requests)", 120],
    ["sum without (instance) (requests)", 20],
    ["sum without (instance, handler) (requests)", 5],
    ["topk(3, requests)", 120],
    ["histogram_quantile(0.9, sum by (le, handler) (rate(latency_bucket[5m])))", 4],
    ["sum by (code) (requests) / ignoring (code) group_left sum(requests)", 5],
    ["sum(requests) / on () group_right sum by (code) (requests)", 5],
    ["sum by (code) (requests) or sum by (handler) (requests)", 9],
    ["absent(requests)", 1],
    ["vector(1)", 1],
    ["sum by (code) (unknown)", undefined],
    ['count_values("v", requests)', undefined],
  ])("%s: %s", (expr, series) => {
    expect(count(expr)).toBe(series);
  });
});
