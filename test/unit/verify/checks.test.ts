import { describe, expect, test } from "vitest";
import { changesUrl } from "../../../host/clients/events-api.ts";
import type { LoadedGroup, Sample, ScrapeTarget } from "../../../host/clients/prometheus.ts";
import { listingOf } from "../../../host/deploy/plan.ts";
import { seeClock } from "../../../host/verify/checks/clock.ts";
import { alertmanagerHash } from "../../../host/verify/checks/configuration.ts";
import { disksOf, seeDisk } from "../../../host/verify/checks/disk.ts";
import { fileDifferences } from "../../../host/verify/checks/files.ts";
import { seeHeartbeat } from "../../../host/verify/checks/heartbeat.ts";
import { errorLines } from "../../../host/verify/checks/logs.ts";
import { waysIn } from "../../../host/verify/checks/pager.ts";
import { seeSamples } from "../../../host/verify/checks/queries.ts";
import { seeRetention } from "../../../host/verify/checks/retention.ts";
import { routingDifferences } from "../../../host/verify/checks/routes.ts";
import { seeGroups } from "../../../host/verify/checks/rules.ts";
import { secretFault } from "../../../host/verify/checks/secrets.ts";
import { seeJob } from "../../../host/verify/checks/targets.ts";

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
  const rendered = { file: "a.yml", name: "g", rules: [{ alert: "Down", for: "1m30s" }, { record: "a:b:c" }] };
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

describe("files", () => {
  const listing = (files: Readonly<Record<string, string>>) =>
    listingOf(Object.entries(files).map(([path, text]) => ({ path, text })));

  test("the same", () => {
    expect(fileDifferences(listing({ a: "1" }), listing({ a: "1" }))).toEqual([]);
  });
  test("changed, missing and not rendered", () => {
    expect(fileDifferences(listing({ a: "1", b: "1" }), listing({ a: "2", c: "1" }))).toEqual([
      "a was changed by hand, or is not deployed yet",
      "b is missing",
      "c was not rendered",
    ]);
  });
  test("secrets are another check's", () => {
    expect(fileDifferences(listing({ a: "1" }), listing({ a: "1", "secrets/key": "k" }))).toEqual([]);
  });
});

describe("secrets", () => {
  test.each([
    ["fine", { mode: 0o400, sha256: "s" }, undefined],
    ["open to the group", { mode: 0o440, sha256: "s" }, /others can read the file too, its mode is 440/],
    ["open to all", { mode: 0o604, sha256: "s" }, /mode is 604/],
    ["another text", { mode: 0o400, sha256: "t" }, /something else than its source/],
    ["unreadable", { unreadable: "EACCES" }, /cannot read the file: EACCES/],
  ])("%s", (_, file, fault) => {
    const said = secretFault(file, "s");
    if (fault === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(fault);
  });
});

describe("Alertmanager's routing", () => {
  const rendered = `
route: { receiver: a, group_by: [alertname, job], group_wait: 10s, routes: [{ matchers: ['severity = critical'], receiver: b }] }
receivers: [{ name: a }, { name: b, pagerduty_configs: [{ routing_key_file: /k }] }]`;

  test("written Alertmanager's way it is the same", () => {
    const running = `
route:
  receiver: a
  group_by: [alertname, job]
  continue: false
  routes: [{ receiver: b, matchers: ['severity="critical"'], continue: false }]
  group_wait: 10s
  group_interval: 5m
  repeat_interval: 4h
receivers: [{ name: a }, { name: b, pagerduty_configs: [{ send_resolved: true, routing_key_file: /k, url: 'https://x/' }] }]`;
    expect(routingDifferences(rendered, running)).toEqual([]);
  });
  test.each([
    ["receiver: b }", "receiver: a }", "routes[/route/routes/0].receiver is a and was rendered as b"],
    [
      "critical",
      "warning",
      'routes[/route/routes/0].matchers is severity="warning" and was rendered as severity="critical"',
    ],
    ["group_wait: 10s", "group_wait: 30s", "routes[/route].group_wait is 30s and was rendered as 10s"],
    ["/k", "/other", "receivers[b].pagerduty_configs[0].routing_key_file is /other and was rendered as /k"],
  ])("%s replaced by %s", (before, after, difference) => {
    expect(routingDifferences(rendered, rendered.replace(before, after))).toContain(difference);
  });
  test("a route more", () => {
    const running = rendered.replace("routes: [", "routes: [{ receiver: a }, ");
    expect(routingDifferences(rendered, running).join()).toContain("routes[/route/routes/1] runs and was not rendered");
  });
});

describe("the hash of alertmanager.yml", () => {
  // alertmanager_config_hash of Alertmanager 0.31.1 that had loaded exactly this file.
  test("is Alertmanager's", () => {
    expect(alertmanagerHash("route: { receiver: a }\nreceivers: [{ name: a }]\n")).toBe(256_957_905_167_511);
  });
});

describe("the way to the pager", () => {
  const configuration = (receiver: string, global = "") =>
    `${global}\nroute: { receiver: a }\nreceivers: [{ name: a, pagerduty_configs: [${receiver}] }]`;

  test("its own address, else the global one, else PagerDuty's", () => {
    const key = "routing_key_file: /s/key";
    const global = "global: { pagerduty_url: http://global/v2/enqueue }";
    expect(waysIn(configuration(`{ ${key}, url: http://own/v2/enqueue }`, global), "/s")).toEqual([
      { name: "key", eventsUrl: "http://own/v2/enqueue" },
    ]);
    expect(waysIn(configuration(`{ ${key} }`, global), "/s")).toMatchObject([
      { eventsUrl: "http://global/v2/enqueue" },
    ]);
    expect(waysIn(configuration(`{ ${key} }`), "/s")).toMatchObject([
      { eventsUrl: "https://events.pagerduty.com/v2/enqueue" },
    ]);
  });
  test("without a key of ours there is none", () => {
    expect(waysIn(configuration("{ routing_key_file: /elsewhere/key }"), "/s")).toEqual([]);
  });
  test("change events have an address of their own", () => {
    expect(changesUrl("https://events.pagerduty.com/v2/enqueue")).toBe(
      "https://events.pagerduty.com/v2/change/enqueue",
    );
  });
});

describe("the heartbeat", () => {
  const beat = {
    name: "s",
    max_age_seconds: 180,
    first_at: "",
    last_at: "2026-11-21T10:00:00Z",
    beats: 5,
    missing: false,
  };
  const at = Date.parse("2026-11-21T10:00:20Z");

  test("came lately", () => {
    expect(seeHeartbeat("s", [beat], at)).toEqual({
      subject: "s",
      status: "pass",
      evidence: "the last of 5 came 20 s ago, and one is due within 180 s",
    });
  });
  test.each([
    ["none", []],
    ["another stack's", [{ ...beat, name: "t" }]],
    ["missing by the sandbox", [{ ...beat, missing: true }]],
    ["older than it may be, though the sandbox was restarted", [{ ...beat, last_at: "2026-11-21T09:00:00Z" }]],
  ])("%s", (_, beats) => {
    expect(seeHeartbeat("s", beats, at).status).toBe("fail");
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

describe("disk", () => {
  const sample = (metric: string, labels: object, value: number): Sample => ({
    labels: { __name__: `node_filesystem_${metric}`, instance: "n", ...labels },
    value,
  });
  const mount = (device: string, mountpoint: string, readonly = 0) => [
    sample("size_bytes", { device, mountpoint }, 1000),
    sample("free_bytes", { device, mountpoint }, 300),
    sample("avail_bytes", { device, mountpoint }, 100),
    sample("readonly", { device, mountpoint }, readonly),
  ];

  test("a device that is mounted twice is one disk; what cannot be written to is none", () => {
    const samples = [...mount("/dev/a", "/var/lib/x"), ...mount("/dev/a", "/"), ...mount("/dev/b", "/snap", 1)];
    expect(disksOf(samples)).toEqual([{ place: "n /", size: 1000, free: 300, available: 100 }]);
  });
  test("per cent as df counts them: what root keeps for itself is used by nobody", () => {
    expect(seeDisk({ place: "/", size: 1000, free: 300, available: 100 })).toMatchObject({
      status: "fail",
      evidence: expect.stringContaining("87.5 % used"),
    });
  });
  test.each([
    [201, "pass"],
    [200, "fail"],
  ])("%d of 1000 free: %s", (free, status) => {
    expect(seeDisk({ place: "/", size: 1000, free, available: free }).status).toBe(status);
  });
});

describe("the clock", () => {
  test.each([
    ["between question and answer", 100.5, "pass", "0.0 s ahead of"],
    ["four seconds ahead", 105, "pass", "4.0 s ahead of"],
    ["six seconds ahead", 107, "fail", "6.0 s ahead of"],
    ["six seconds behind", 94, "fail", "6.0 s behind"],
    ["no number", Number.NaN, "fail", "NaN"],
  ])("%s", (_, theirs, status, evidence) => {
    expect(seeClock("p", theirs, 100, 101)).toMatchObject({ status, evidence: expect.stringContaining(evidence) });
  });
});

describe("error lines", () => {
  test.each([
    'ts=2026-11-21T10:00:00Z caller=dispatch.go:352 level=error msg="Notify for alerts failed"',
    "2026-11-21_10:00:00.12345 time=2026-11-21T10:00:00Z level=ERROR source=dispatch.go:352 msg=x",
    '{"level":"error","msg":"x"}',
    '{"level":50,"msg":"x"}',
    "2026-11-21_10:00:00.12345 panic: runtime error",
    "TypeError: x is not a function",
    "logger=sqlstore t=2026 level=eror msg=x",
  ])("%s", (line) => {
    expect(errorLines(`level=info msg=fine\n${line}\n`)).toEqual([line]);
  });
  test.each([
    'ts=2026-11-21T10:00:00Z level=info msg="error budget"',
    "Task 5 failed in 0.3s: the task's own error",
    '{"level":30,"msg":"error"}',
    "level=warn component=error_handler",
  ])("not an error: %s", (line) => {
    expect(errorLines(line)).toEqual([]);
  });
});
