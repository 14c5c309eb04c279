import { describe, expect, test } from "vitest";
import {
  canHave,
  type Expression,
  isCounterUse,
  longestRange,
  type MetricLabels,
  metricOf,
  parsePromQL,
  rangesOf,
  resultLabels,
  secondsToFire,
  selectorsOf,
  valueTypeOf,
} from "../../../lib/promql/index.ts";

function tree(text: string): Expression {
  const { tree, faults } = parsePromQL(text, { features: ["promql-experimental-functions"] });
  expect(faults).toEqual([]);
  if (tree === undefined) throw new Error(`no tree for ${text}`);
  return tree;
}

describe("an operator binds as in Prometheus", () => {
  /** The tree with every part in parentheses. */
  function shown(expression: Expression, text: string): string {
    if (expression.type === "binary") {
      return `(${shown(expression.left, text)} ${expression.operator} ${shown(expression.right, text)})`;
    }
    if (expression.type === "unary") return `(${expression.operator}${shown(expression.expression, text)})`;
    return text.slice(expression.from, expression.to);
  }
  test.each([
    ["a + b offset 5m", "(a + b offset 5m)"],
    ["a + b * c ^ d ^ e", "(a + (b * (c ^ (d ^ e))))"],
    ["a - b - c", "((a - b) - c)"],
    ["-a ^ b * c", "((-(a ^ b)) * c)"],
    ["a or b and c unless d", "(a or ((b and c) unless d))"],
    ["a > b + 1 == c", "((a > (b + 1)) == c)"],
    ["-a[5m:] offset 1m + b", "((-a[5m:] offset 1m) + b)"],
  ])("%s", (text, expected) => {
    const { tree: root } = parsePromQL(text);
    expect(root && shown(root, text)).toBe(expected);
  });
});

test("selectors come with the name, the place and the function that reads them", () => {
  const text = 'sum(rate(a{x="1"}[5m])) / (max_over_time(b[1h:5m]) + {__name__="c"})';
  const uses = selectorsOf(tree(text));
  expect(uses.map(({ selector, call }) => [metricOf(selector), selector.from, selector.to, call?.name.text])).toEqual([
    ["a", 9, 21, "rate"],
    ["b", 41, 42, "max_over_time"],
    ["c", 53, 67, undefined],
  ]);
  expect(uses.map(isCounterUse)).toEqual([true, false, false]);
});

test("a range counts in seconds; one that depends on the query is left out", () => {
  const ranges = rangesOf(tree("rate(a[1h30m]) + rate(b[step()]) + rate(c[2 * 5m]) + d"));
  expect(ranges.map(({ selector, seconds }) => [metricOf(selector), seconds])).toEqual([
    ["a", 5400],
    ["c", 600],
  ]);
});

test.each([
  ["up == 0", 0, 0],
  ["sum(rate(a[5m])) / sum(rate(b[10m])) > 0.1", 600, 600],
  ["rate(a[5m]) == 0", 300, 300],
  ["sum by (job) (increase(a[5m])) > 0", 0, 300],
  ["(increase(a[5m]) - increase(b[5m])) > 0", 300, 300],
])("%s fires after %d s of failure at most, and sees it for %d s", (text, toFire, range) =>
  expect([secondsToFire(tree(text)), longestRange(tree(text))]).toEqual([toFire, range]),
);

describe("the labels of a result", () => {
  const known: MetricLabels = (metric) => ({ m: ["job", "instance", "code"], b: ["job", "le"] })[metric];
  const labels = ["__name__", "job", "instance", "code", "le", "x"];
  const possible = (text: string): readonly string[] => {
    const result = resultLabels(tree(text), known);
    return labels.filter((label) => canHave(result, label));
  };

  test.each([
    ["m", ["__name__", "job", "instance", "code"]],
    ["unknown", labels],
    ['unknown{x=""}', ["__name__", "job", "instance", "code", "le"]],
    ["rate(m[5m])", ["job", "instance", "code"]],
    ["last_over_time(m[5m])", ["__name__", "job", "instance", "code"]],
    ["sum(m)", []],
    ["sum by (job, x) (m)", ["job"]],
    ["sum by (job, x) (unknown)", ["job", "x"]],
    ["sum without (code) (m)", ["job", "instance"]],
    ["topk(5, m)", ["__name__", "job", "instance", "code"]],
    ['count_values by (job) ("x", m)', ["job", "x"]],
    ["histogram_quantile(0.9, rate(b[5m]))", ["job"]],
    ['label_replace(sum by (job) (m), "x", "$1", "job", "(.*)")', ["job", "x"]],
    ['label_join(sum(m), "x", ",", "job")', ["x"]],
    ['absent(m{job="a", code!="b", x="1", x="2"})', ["job"]],
    ["vector(1)", []],
    ["scalar(m)", []],
    ["time() - m", ["job", "instance", "code"]],
    ["m > 5", ["__name__", "job", "instance", "code"]],
    ["m > bool 5", ["job", "instance", "code"]],
    ["5 < m", ["__name__", "job", "instance", "code"]],
    ["m / on (job) b", ["job"]],
    ["m / ignoring (code) b", ["job", "instance"]],
    ["m * on (job) group_left (x) b", ["job", "instance", "code", "x"]],
    ["b * on (job) group_right (x) m", ["job", "instance", "code", "x"]],
    ["sum by (job) (m) or sum by (x) (unknown)", ["job", "x"]],
    ["sum by (job) (m) and b", ["job"]],
    ["-m", ["job", "instance", "code"]],
    ["info(m)", labels],
  ])("%s", (text, expected) => {
    expect(possible(text)).toEqual(expected);
  });
});

test.each([
  ["5m", "scalar"],
  ['"a"', "string"],
  ["((a[5m]))", "matrix"],
  ["a[1h:] offset 5m", "matrix"],
  ["time() + scalar(a) > bool 2", "scalar"],
  ["time() - a", "vector"],
  ["-sum(a)", "vector"],
  ["a and b", "vector"],
])("%s is a %s", (text, type) => {
  expect(valueTypeOf(tree(text))).toBe(type);
});
