import { describe, expect, test } from "vitest";
import { checkExpression, type Knowledge, type KnownMetric } from "../../../lib/promql/index.ts";

const METRICS: Readonly<Record<string, KnownMetric>> = {
  tasks_total: { type: "counter", labels: ["status"] },
  other_total: { type: "counter" },
  queue: { type: "gauge", labels: ["name"] },
  latency_seconds: { type: "histogram", labels: ["path"] },
  size_bytes: { type: "summary", labels: ["quantile"] },
};
const KNOWLEDGE: Knowledge = { metric: (name) => METRICS[name], scrapeInterval: () => 15 };

/** What is found, each with the part of the expression that it is about. */
const found = (text: string): readonly (readonly [string, string])[] =>
  checkExpression(text, KNOWLEDGE).map(({ check, from, to }) => [check, text.slice(from, to)]);

describe("found, with its place", () => {
  test.each([
    ["rate(queue[5m])", "promql/rate-of-gauge", "rate(queue[5m])"],
    ["sum(increase((queue[5m])))", "promql/rate-of-gauge", "increase((queue[5m]))"],
    ["rate(sum(tasks_total)[5m:])", "promql/rate-of-sum", "rate(sum(tasks_total)[5m:])"],
    ["tasks_total > 100", "promql/counter-without-rate", "tasks_total"],
    ["sum by (job) (tasks_total) / 60 > 5", "promql/counter-without-rate", "sum by (job) (tasks_total) / 60"],
    ["100 < latency_seconds_count", "promql/counter-without-rate", "latency_seconds_count"],
    [
      "histogram_quantile(0.9, sum by (path) (rate(latency_seconds_bucket[5m])))",
      "promql/histogram-quantile-le",
      "sum by (path) (rate(latency_seconds_bucket[5m]))",
    ],
    [
      "histogram_quantile(0.9, sum without (le) (rate(unknown_bucket[5m])))",
      "promql/histogram-quantile-le",
      "sum without (le) (rate(unknown_bucket[5m]))",
    ],
    ["rate(tasks_total[30s])", "promql/short-range", "30s"],
    ["sum(rate(tasks_total[20s] offset 1h))", "promql/short-range", "20s"],
    ['up{job=~"api"}', "promql/needless-regex", '"api"'],
    ['up{job!~"^api\\\\.v1$"}', "promql/needless-regex", '"^api\\\\.v1$"'],
    ["count(up == 0) == 0", "promql/never-true", "count(up == 0) == 0"],
    ["up > 1", "promql/never-true", "up > 1"],
    ["absent(up) == 0", "promql/never-true", "absent(up) == 0"],
    ["rate(other_total[5m]) < 0", "promql/never-true", "rate(other_total[5m]) < 0"],
    ["hour() > 23", "promql/never-true", "hour() > 23"],
    ["1 > bool 2", "promql/never-true", "1 > bool 2"],
    ["sum(rate(other_total[5m])) >= 0", "promql/always-true", "sum(rate(other_total[5m])) >= 0"],
    ['tasks_total{state="failed"}', "promql/unknown-label", 'state="failed"'],
    ['latency_seconds_count{le="1"}', "promql/unknown-label", 'le="1"'],
    ["sum by (state) (rate(tasks_total[5m]))", "promql/unknown-label", "state"],
    ["sum by (code) (sum by (job) (a))", "promql/unknown-label", "code"],
    ["sum by (job) (a) / sum by (job, code) (b)", "promql/vector-matching", "/"],
    ["sum(a) > on () sum(b) / sum by (job) (c)", "promql/vector-matching", "/"],
  ])("%s", (text, check, place) => {
    expect(found(text)).toEqual([[check, place]]);
  });
});

describe("not found, because it may be meant", () => {
  test.each([
    "rate(tasks_total[1m])",
    "delta(queue[5m])",
    "rate(unknown[5m])",
    "rate(latency_seconds[5m])",
    "tasks_total",
    "tasks_total == 0",
    "tasks_total / other_total > 5",
    "tasks_total - tasks_total offset 1h > 5",
    "changes(tasks_total[1h]) > 5",
    "size_bytes > 100",
    "count(tasks_total) > 3",
    "histogram_quantile(0.9, sum by (le, path) (rate(latency_seconds_bucket[5m])))",
    "histogram_quantile(0.9, sum by (path) (rate(latency_seconds[5m])))",
    "max_over_time(queue[20s])",
    "rate(rate(other_total[5m])[30s:5s])",
    'up{job=~"a|b"}',
    'up{job=~"$job"}',
    'up{job=~".+"}',
    "absent(up) == 1",
    "count(up) > 0",
    "(count(up) or vector(0)) == 0",
    "vector(1) == 1",
    "rate(other_total[5m]) == 0",
    "up == 0",
    'tasks_total{job="a", instance=~"b.*", status="failed"}',
    'latency_seconds_bucket{le="1"}',
    "sum by (job) (a) / on (job) sum by (job, code) (b)",
    "sum by (job) (a) / ignoring (code) group_right sum by (job, code) (b)",
    "sum by (job) (a) > scalar(sum(b))",
    "sum by (job) (a) * 100",
    "a / b",
  ])("%s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

test("nothing is judged of which nothing is known", () => {
  expect(checkExpression('rate(queue[30s]) + tasks_total{x="1"} > 5')).toEqual([]);
});

test("what Prometheus refuses comes alone, with severity error", () => {
  const [finding, ...others] = checkExpression("rate(queue) > rate(queue[5m])", KNOWLEDGE);
  expect(finding).toMatchObject({ check: "promql/type", severity: "error", from: 5, to: 10 });
  expect(others).toEqual([]);
});

test("each finding says what is wrong in its terms, and the mend", () => {
  const [short] = checkExpression("rate(tasks_total[30s])", KNOWLEDGE);
  expect(short).toMatchObject({
    severity: "warning",
    message:
      "the range of 30s is shorter than 4 scrape intervals of 15s: rate() returns nothing after one missed scrape",
    help: "use [1m] or longer",
  });
  const [regex] = checkExpression('up{job!~"api\\\\.v1"}');
  expect(regex).toMatchObject({ severity: "info", help: 'write job!="api.v1"' });
});
