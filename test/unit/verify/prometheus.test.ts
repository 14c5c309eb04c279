import { describe, expect, test } from "vitest";
import type { LoadedGroup, LoadedRule, Sample, ScrapeTarget } from "../../../host/clients/prometheus.ts";
import { seeSamples } from "../../../host/verify/checks/queries.ts";
import { seeRetention } from "../../../host/verify/checks/retention.ts";
import { seeGroups } from "../../../host/verify/checks/rules.ts";
import { seeJob } from "../../../host/verify/checks/targets.ts";
import type { RenderedGroup } from "../../../host/verify/rendered.ts";

describe("targets", () => {
  const target = (address: string, health: ScrapeTarget["health"], lastError = ""): ScrapeTarget => ({
    discoveredLabels: { __address__: address },
    labels: {},
    scrapePool: "app",
    scrapeUrl: `http://${address}/metrics`,
    health,
    lastError,
  });
  const job = { job_name: "app", static_configs: [{ targets: ["a:1", "b:1"] }] };
  const required = { isRequired: true, mend: () => "mend it", deploy: "deploy" };
  const see = (active: readonly ScrapeTarget[], isRequired = true) => seeJob(job, active, { ...required, isRequired });

  test("all up", () => {
    expect(see([target("a:1", "up"), target("b:1", "up")])).toEqual([
      { subject: "app", status: "pass", evidence: "2 up: http://a:1/metrics, http://b:1/metrics" },
    ]);
  });
  test("one down is told with its last error and its mend", () => {
    expect(see([target("a:1", "up"), target("b:1", "down", "connection refused")])).toEqual([
      { subject: "app", status: "fail", evidence: "http://b:1/metrics is down: connection refused", help: "mend it" },
    ]);
  });
  test("one that Prometheus does not have is told by its address", () => {
    expect(see([target("a:1", "up")])).toEqual([
      { subject: "app", status: "fail", evidence: "b:1 is not among its targets", help: "deploy" },
    ]);
  });
  test("one that was never asked does not pass", () => {
    expect(see([target("a:1", "up"), target("b:1", "unknown")])).toMatchObject([{ status: "fail" }]);
  });
  test("what is only watched warns", () => {
    expect(see([target("a:1", "up"), target("b:1", "down")], false)).toMatchObject([{ status: "warn" }]);
  });
  test("discovery that finds nothing does not pass", () => {
    expect(seeJob({ job_name: "sd" }, [], required)).toMatchObject([{ subject: "sd", status: "fail" }]);
  });
  test("targets of other jobs do not count", () => {
    expect(seeJob({ job_name: "sd" }, [target("a:1", "up")], required)).toMatchObject([{ status: "fail" }]);
  });
});

describe("rules", () => {
  const rendered = {
    file: "a.yml",
    name: "g",
    rules: [
      { alert: "Down", expr: "up == 0", for: "1m30s" },
      { record: "a:b:c", expr: "up" },
    ],
  };
  const loaded: LoadedGroup = {
    name: "g",
    file: "/x/rules/a.yml",
    rules: [
      {
        type: "alerting",
        name: "Down",
        query: "up == 0",
        duration: 90,
        health: "ok",
        lastEvaluation: "2026-11-21T10:00:00Z",
      },
      { type: "recording", name: "a:b:c", query: "up", health: "ok", lastEvaluation: "2026-11-21T10:00:00Z" },
    ],
  };
  const mends = { deploy: "deploy", explain: "explain", wait: "wait" };
  const withRule = (change: object): LoadedGroup => ({
    ...loaded,
    rules: loaded.rules.map((rule, index) => (index === 0 ? { ...rule, ...change } : rule)),
  });

  test("loaded, evaluated, without error", () => {
    expect(seeGroups([rendered], [loaded], mends)).toEqual([
      { subject: "g", status: "pass", evidence: "2 rules evaluated without error" },
    ]);
  });
  test.each([
    ["not loaded", [], "the group of a.yml is not loaded", "deploy"],
    ["from another file", [{ ...loaded, file: "/x/rules/b.yml" }], "the group of a.yml is not loaded", "deploy"],
    ["an error", [withRule({ health: "err", lastError: "many-to-many" })], "Down: many-to-many", "explain"],
    ["never evaluated", [withRule({ lastEvaluation: "0001-01-01T00:00:00Z" })], "not evaluated yet: Down", "wait"],
    ["unknown", [withRule({ health: "unknown" })], "not evaluated yet: Down", "wait"],
    [
      "another for",
      [withRule({ duration: 60 })],
      "it has the rules Down for 60s, a:b:c, and was rendered with Down for 90s, a:b:c",
      "deploy",
    ],
  ])("%s", (_, groups, evidence, help) => {
    expect(seeGroups([rendered], groups, mends)[0]).toEqual({ subject: "g", status: "fail", evidence, help });
  });
  test.each<[string, object, object, string]>([
    ["expression", {}, { query: "up == 1" }, "the expression up == 1, and was rendered with up == 0"],
    ["label", {}, { labels: { severity: "info" } }, 'the label severity "info", and was rendered with missing'],
    ["template", { annotations: { a: "x" } }, {}, 'the annotation a missing, and was rendered with "x"'],
    ["keep_firing_for", {}, { keepFiringFor: 60 }, "keep_firing_for 60s, and was rendered with 0s"],
  ])("another %s", (_, written, runs, difference) => {
    const [first, second] = rendered.rules;
    const group = { ...rendered, rules: [{ ...first, ...written }, second] as RenderedGroup["rules"] };
    expect(seeGroups([group], [withRule(runs)], mends)).toEqual([
      { subject: "g", status: "fail", evidence: `Down runs with ${difference}`, help: "deploy" },
    ]);
  });
  test("the same, as Prometheus has it: labels of the group, nothing for empty ones, an expression printed anew", () => {
    const group: RenderedGroup = {
      ...rendered,
      labels: { team: "a", severity: "info" },
      rules: [
        {
          alert: "Down",
          expr: "sum(up{b='c', a=\"d\"}) by (job)\n  == 0",
          for: "90s",
          keep_firing_for: "2m",
          labels: { severity: "critical", tier: "", zone: "~" },
        },
        { record: "a:b:c", expr: "up", labels: null },
      ],
    };
    const [first, second] = loaded.rules;
    const runs = {
      query: 'sum by (job) (up{a="d",b="c"}) == 0',
      keepFiringFor: 120,
      labels: { team: "a", severity: "critical" },
      annotations: {},
    };
    const rules = [
      { ...first, ...runs },
      { ...second, labels: { team: "a", severity: "info" } },
    ] as LoadedRule[];
    expect(seeGroups([group], [{ ...loaded, rules }], mends)).toMatchObject([{ status: "pass" }]);
  });
  test("an expression that cannot be read here is not judged", () => {
    const [first, second] = rendered.rules;
    const group = { ...rendered, rules: [{ ...first, expr: "up ?? 0" }, second] as RenderedGroup["rules"] };
    expect(seeGroups([group], [loaded], mends)).toMatchObject([{ status: "pass" }]);
  });
  test("a group that was not rendered", () => {
    expect(seeGroups([], [loaded], mends)).toEqual([
      {
        subject: "g",
        status: "fail",
        evidence: "it is loaded from /x/rules/a.yml, and was not rendered",
        help: "deploy",
      },
    ]);
  });
});

describe("queries", () => {
  const samples = (...values: number[]): readonly Sample[] => values.map((value) => ({ labels: {}, value }));
  const see = (expect: "some" | "one" | "number" | "any", ...values: number[]) =>
    seeSamples({ name: "q", expr: "x", expect }, samples(...values)).status;

  test.each([
    ["some", [1, 2], "pass"],
    ["some", [], "fail"],
    ["one", [1], "pass"],
    ["one", [1, 2], "fail"],
    ["one", [], "fail"],
    ["number", [1, 2], "pass"],
    ["number", [1, Number.NaN], "fail"],
    ["number", [Number.POSITIVE_INFINITY], "fail"],
    ["number", [], "fail"],
    ["any", [], "pass"],
  ] as const)("%s of %j: %s", (shape, values, status) => {
    expect(see(shape, ...values)).toBe(status);
  });
  test("the evidence holds the values, the first of many", () => {
    const { evidence } = seeSamples({ name: "q", expr: "x", expect: "some" }, samples(0.123456, 2, 3, 4));
    expect(evidence).toBe("0.1235, 2, 3, … (4 values) from x");
  });
});

describe("retention", () => {
  const args = ["--x=y", "--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.size=10GB"];
  const flags = { "storage.tsdb.retention.time": "15d", "storage.tsdb.retention.size": "10GiB" };

  test("Prometheus writes sizes its own way", () => {
    expect(seeRetention("p", args, flags)).toMatchObject({ status: "pass" });
  });
  test("another one is told with both", () => {
    expect(seeRetention("p", args, { ...flags, "storage.tsdb.retention.time": "30d" })).toEqual({
      subject: "p",
      status: "fail",
      evidence: "--storage.tsdb.retention.time is 30d and was rendered as 15d",
    });
  });
});
