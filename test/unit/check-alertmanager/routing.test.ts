import { describe, expect, test } from "vitest";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const FOLDER = "configs/lab";
const RECEIVERS = `receivers:
      - { name: default }
      - { name: pager, pagerduty_configs: [{ routing_key_file: $(secret:pagerduty), severity: critical }] }`;
const ROUTES = `route:
      receiver: default
      group_by: [alertname, job]
      group_wait: 10s
      group_interval: 1m
      routes:
        - { matchers: [severity="critical"], receiver: pager }
        - { matchers: [severity="warning", team=~"db|web"], receiver: default }`;

/** Findings of routes and alerts together, of an environment with these rules and this Alertmanager. */
function found(rules: string, { routes = ROUTES, more = "", limit = "" } = {}): string[] {
  const environmentFile = `version: 1
name: lab
paging: sandbox
components:
  prometheus: { scrape_interval: 15s, evaluation_interval: 15s }
  alertmanager:
    ${routes}
    ${RECEIVERS}
${more}
secrets: { pagerduty: { file: secrets/pagerduty } }
${limit}
`;
  const sources = new Map([
    [`${FOLDER}/environment.yml`, environmentFile],
    [`${FOLDER}/rules/own.yml`, `groups:\n  - name: own\n    rules:\n${rules}`],
  ]);
  const { environment, findings } = loadEnvironment(sources, FOLDER);
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  return checkEnvironment(
    environment,
    nativeSite(environment, "/lab", (name) => (name === "alertmanager" ? "0.31.1" : "3.15.0")),
  )
    .filter(
      ({ check, file }) => check.startsWith("routing/") && (file.endsWith("own.yml") || check.includes("inhibition")),
    )
    .map(({ line, column, severity, check, message }) => `${line}:${column} ${severity} ${check}: ${message}`);
}

const TEXTS = "annotations: { summary: s, runbook_url: http://r }";
const alert = (name: string, labels: string, { expr = "up == 0", duration = "1m", texts = TEXTS } = {}): string =>
  `      - alert: ${name}\n        expr: ${expr}\n        for: ${duration}\n        labels: { ${labels} }\n        ${texts}\n`;

test("an alert that is routed, pages in time and says what failed is fine", () => {
  expect(found(alert("Down", "severity: critical"))).toEqual([]);
});

describe("where alerts go", () => {
  test("routing/root-only: no route takes it", () => {
    expect(found(alert("Odd", "severity: info"))).toEqual([
      '4:16 info routing/root-only: no route takes the alert Odd, so it stays with the root\'s receiver "default"',
    ]);
  });

  test("what only the data tells may lead anywhere", () => {
    expect(found(alert("Maybe", "severity: warning", { expr: "sum by (team) (up) == 0" }))).toEqual([]);
    expect(found(alert("Never", "severity: warning", { expr: "sum by (job) (up) == 0" }))).toHaveLength(1);
  });

  test("routing/critical-unpaged: it wakes nobody", () => {
    const routes = ROUTES.replace('severity="critical"]', 'severity="critical", team="db"]');
    expect(found(alert("Down", "severity: critical, team: web"), { routes })).toEqual([
      '7:29 warning routing/critical-unpaged: the critical alert Down pages nobody: it goes to "default", who is told of nothing',
    ]);
  });

  test("a receiver that nobody defines, which is told at its place, may be one that pages", () => {
    const routes = ROUTES.replace("receiver: pager }", "receiver: pagr }");
    expect(found(alert("Down", "severity: critical"), { routes })).toEqual([]);
  });
});

describe("routing/near-miss", () => {
  test("a value that was meant to be another", () => {
    expect(found(alert("Down", "severity: critcal"))).toContain(
      '7:29 warning routing/near-miss: no route or inhibition matches severity="critcal", but severity="critical"',
    );
  });
  test("a label that was meant to be another", () => {
    expect(found(alert("Down", "severty: critical"))).toContain(
      '7:19 warning routing/near-miss: no route or inhibition looks at the label "severty", but they look at "severity"',
    );
  });
  test("short words are near to everything, and other words to nothing", () => {
    expect(
      found(alert("Down", "severity: warning, team: dba, owner: ops")).filter((line) => line.includes("near-miss")),
    ).toEqual([]);
  });
});

describe("what a page needs", () => {
  test("routing/no-summary and routing/no-runbook", () => {
    expect(found(alert("Down", "severity: critical", { texts: "annotations: { description: d }" }))).toEqual([
      "8:9 warning routing/no-summary: Down pages without a summary: who is woken must be told what has failed",
      "8:9 info routing/no-runbook: Down pages without a runbook_url: who is woken must find what to do",
    ]);
  });

  test("routing/late-page: every term of the sum is shown", () => {
    expect(found(alert("Slow", "severity: critical", { duration: "5m" }))).toEqual([
      "6:9 warning routing/late-page: the page of Slow can come 400 s after the failure, and limits.max_time_to_page allows 300 s: 15 s scrape_interval + 10 s scrape_timeout + 15 s evaluation_interval + 300 s for, in whole evaluations + 60 s group_wait or group_interval",
    ]);
    expect(
      found(alert("Failing", "severity: critical", { expr: "rate(process_cpu_seconds_total[5m]) > 0.5" })),
    ).toEqual([
      "6:9 warning routing/late-page: the page of Failing can come 460 s after the failure, and limits.max_time_to_page allows 300 s: 15 s scrape_interval + 10 s scrape_timeout + 15 s evaluation_interval + 300 s range of the expression + 60 s for, in whole evaluations + 60 s group_wait or group_interval",
    ]);
    const limit = "limits: { max_time_to_page: 400s }";
    expect(found(alert("Slow", "severity: critical", { duration: "5m" }), { limit })).toEqual([]);
  });
});

describe("inhibitions", () => {
  const more = (rules: string) => `    inhibit_rules: [${rules}]`;
  const both = `${alert("A", "severity: warning, team: db, rank: one")}${alert("B", "severity: warning, team: web, rank: two")}`;
  const silence = (source: string, target: string) =>
    `{ source_matchers: [rank="${source}"], target_matchers: [rank="${target}"], equal: [job] }`;

  test("routing/mutual-silence: of neither is anybody told", () => {
    expect(found(both, { more: more(`${silence("one", "two")}, ${silence("two", "one")}`) })).toEqual([
      "9:16 warning routing/mutual-silence: A and B silence each other: when both fire, nobody is told of either",
    ]);
    expect(found(both, { more: more(silence("one", "two")) })).toEqual([]);
  });

  test("routing/idle-inhibition: nothing to silence, or nothing that does", () => {
    const page = '{ source_matchers: [severity="page"], target_matchers: [severity="warning"] }';
    const none = '{ source_matchers: [severity="warning"], target_matchers: [severity="page"] }';
    const lines = found(both, { more: more(`${page}, ${none}`) });
    expect(lines.map((line) => line.replace(/^\S+ /, ""))).toEqual([
      "info routing/idle-inhibition: no alert of this environment matches the source of this inhibition",
      "info routing/idle-inhibition: no alert of this environment matches the target of this inhibition",
    ]);
  });
});
