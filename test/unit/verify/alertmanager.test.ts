import { describe, expect, test } from "vitest";
import type { AlertmanagerAlert, Silence } from "../../../host/clients/alertmanager.ts";
import { seeWatchdog } from "../../../host/verify/checks/alertmanagers.ts";
import { seeSilences } from "../../../host/verify/checks/silences.ts";
import { type KnownAlert, labelsOf } from "../../../host/verify/known-alerts.ts";
import { isSilenced } from "../../../lib/alertmanager/index.ts";

const silence = (id: string, ...matchers: readonly string[]): Silence => ({
  id,
  matchers: matchers.map((text) => {
    const [, name = "", operator = "", value = ""] = /^(\w+)(=~|!~|!=|=)(.*)$/.exec(text) ?? [];
    return { name, value, isRegex: operator.endsWith("~"), isEqual: operator.startsWith("=") };
  }),
  endsAt: "2026-11-22T10:00:00Z",
  createdBy: "ops",
  comment: "disks",
});

describe("whether a silence matches labels", () => {
  test.each([
    ["severity=critical", true],
    ["severity!=critical", false],
    ["severity=~crit", false],
    ["severity=~crit.*", true],
    ["severity!~crit", true],
    ["team=", true],
    ["team!=", false],
  ])("%s: %s", (matcher, isMatched) => {
    expect(isSilenced(silence("s", matcher).matchers, { severity: "critical" })).toBe(isMatched);
  });
  test("all of its matchers must", () => {
    expect(isSilenced(silence("s", "severity=critical", "team=a").matchers, { severity: "critical" })).toBe(false);
  });
});

describe("silences", () => {
  const alert = (alertname: string, severity: string): KnownAlert => ({
    labels: { alertname, severity },
    pages: severity === "critical",
  });
  const alerts = [alert("Watchdog", "none"), alert("A", "critical"), alert("B", "critical"), alert("C", "warning")];
  const see = (...silences: readonly Silence[]) => seeSilences("am", alerts, silences, "http://am");
  const statuses = (...silences: readonly Silence[]) => see(...silences).map(({ status }) => status);

  test("none", () => {
    expect(see()).toEqual([{ subject: "am", status: "pass", evidence: "no silence" }]);
  });
  test("of all that pages", () => {
    expect(see(silence("s1", "severity=critical"))).toEqual([
      {
        subject: "am",
        status: "fail",
        evidence:
          'silence s1 of ops, "disks", about {severity="critical"} until 2026-11-22T10:00:00Z: it holds back every alert that pages (2): no page is left',
        help: "expire it on Alertmanager's page, http://am/#/silences/s1, or: amtool --alertmanager.url=http://am silence expire s1",
      },
    ]);
  });
  test("of the Watchdog", () => {
    expect(see(silence("s1", "alertname=Watchdog"))).toMatchObject([
      { status: "fail", evidence: expect.stringContaining("it holds back Watchdog, by whose absence") },
    ]);
  });
  test("of one that pages it warns, naming it", () => {
    expect(see(silence("s1", "alertname=A"))).toMatchObject([
      { status: "warn", evidence: expect.stringMatching(/: it holds back of the 2 alerts that page A$/) },
    ]);
  });
  test("several that leave no page together", () => {
    expect(statuses(silence("s1", "alertname=A"), silence("s2", "alertname=B"), silence("s3", "alertname=C"))).toEqual([
      "fail",
      "fail",
      "warn",
    ]);
  });
  test("labels that only data has are no certainty", () => {
    expect(see(silence("s1", "severity=critical", "instance!=db"))).toMatchObject([
      { status: "warn", evidence: expect.stringMatching(/: which alerts that is, only their data tells$/) },
    ]);
  });
  test("an alert's labels, as far as its rule says them", () => {
    const rule = {
      alert: "A",
      expr: 'sum by (job, queue) (rate(x_total{job="a"}[5m])) > 1',
      labels: { severity: "critical", queue: "{{ $labels.queue }}" },
    };
    expect(labelsOf(rule, { labels: { team: "t", severity: "info" } })).toEqual({
      alertname: "A",
      job: "a",
      severity: "critical",
      team: "t",
    });
    expect(labelsOf({ alert: "A", expr: 'sum(x{job="a"}) > 1' }, {})).toEqual({ alertname: "A" });
  });
});

describe("the Watchdog at Alertmanager", () => {
  const alert = (fingerprint: string, alertname: string, status: Partial<AlertmanagerAlert["status"]> = {}) => ({
    fingerprint,
    labels: { alertname },
    annotations: {},
    receivers: [],
    status: { state: "active" as const, silencedBy: [], inhibitedBy: [], ...status },
    startsAt: "2026-11-21T10:00:00Z",
    endsAt: "2026-11-21T10:05:00Z",
  });
  const see = (...alerts: readonly AlertmanagerAlert[]) => seeWatchdog("am", alerts, "see the log");

  test("is there", () => {
    expect(see(alert("1", "Watchdog"))).toMatchObject({ status: "pass" });
  });
  test("is not there", () => {
    expect(see(alert("2", "Other"))).toMatchObject({ status: "fail", help: "see the log" });
  });
  test("is suppressed", () => {
    const status = { state: "suppressed" as const, silencedBy: ["s1"], inhibitedBy: ["2"], mutedBy: ["nights"] };
    expect(see(alert("1", "Watchdog", status), alert("2", "Other"))).toMatchObject({
      status: "fail",
      evidence:
        "Watchdog fires here, and nobody is told: silenced by s1, inhibited by Other, muted by the time interval nights",
    });
  });
});
