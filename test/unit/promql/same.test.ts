import { expect, test } from "vitest";
import { isSameExpression } from "../../../lib/promql/index.ts";

test.each([
  ["sum(rate(x[5m])) by (job)", "sum by (job) (rate(x[300s]))"],
  ["sum by () (x)", "sum(x)"],
  ["x{b='1',a=\"2\"}", 'x{a="2",b="1"}'],
  ['{__name__="x",a="b"}', 'x{a="b"}'],
  ["((x)) > 1e3", "x > 1000"],
  ["x > 1h", "x > 3600"],
  ["x offset 0s", "x"],
  ["x offset 5m @ start()", "x @ start() offset 300s"],
  ["max_over_time(x[1h:60s])", "max_over_time(x[60m:1m])"],
  ["a * ignoring () b", "a * b"],
  ["a * ON (c) group_left b", "a * on (c) group_left () b"],
  ["1 / on () a", "1 / a"],
])("%s is %s", (a, b) => {
  expect(isSameExpression(a, b)).toBe(true);
  expect(isSameExpression(b, a)).toBe(true);
});

test.each([
  ["x > 1", "x >= 1"],
  ["x > 1", "x > 2"],
  ["x > 1", "x > bool 1"],
  ["x", "-x"],
  ["x", "y"],
  ['x{a="b"}', 'x{a!="b"}'],
  ['x{a="b"}', 'x{a="c"}'],
  ["x[5m]", "x[6m]"],
  ["x offset 5m", "x offset -5m"],
  ["x @ start()", "x @ end()"],
  ["rate(x[5m])", "irate(x[5m])"],
  ["max_over_time(x[1h:60s])", "max_over_time(x[1h:])"],
  ["sum by (a) (x)", "sum without (a) (x)"],
  ["sum by (a) (x)", "avg by (a) (x)"],
  ["topk(1, x)", "topk(2, x)"],
  ["a * on (c) b", "a * ignoring (c) b"],
  ["a * on (c) group_left b", "a * on (c) group_right b"],
  ["a * on (c) group_left (d) b", "a * on (c) group_left b"],
  ["a - (b - c)", "a - b - c"],
  ["(a or b) and c", "a or b and c"],
  ['label_replace(x, "a", "$1", "b", "(.*)")', 'label_replace(x, "a", "$2", "b", "(.*)")'],
])("%s is not %s", (a, b) => {
  expect(isSameExpression(a, b)).toBe(false);
  expect(isSameExpression(b, a)).toBe(false);
});

test("what cannot be read is not judged", () => {
  expect(isSameExpression("x ?? 1", "x")).toBeUndefined();
  expect(isSameExpression("x ?? 1", "x ?? 1")).toBe(true);
});
