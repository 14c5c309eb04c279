import { describe, expect, test } from "vitest";
import { panelQueries } from "../../../lib/dashboards/queries.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";
import { render } from "../../../lib/render/index.ts";
import { siteOf } from "../../support/dashboards.ts";

const ENVIRONMENT = `version: 1
name: shop
paging: pagerduty
components:
  prometheus: {}
  alertmanager:
    route: { receiver: default }
    receivers: [{ name: default }]
apps:
`;
const WATCHED = ["checkout", "billing"].map((name) => `  - { name: ${name}, targets: ["${name}:8080"] }\n`).join("");

/** Dashboards that the apps of an environment bring. */
function brought(apps: string) {
  const file = ["configs/shop/environment.yml", ENVIRONMENT + apps] as const;
  const { environment, findings } = loadEnvironment(new Map([file]), "configs/shop");
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  const { dashboards } = render(environment, siteOf(environment)).contributions;
  return dashboards.filter(({ uid }) => /^(app|requests)-/.test(uid));
}
const names = (apps: string) => brought(apps).map(({ uid, title }) => [uid, title]);

describe("a user's own apps", () => {
  test("share one dashboard while their metrics are called alike", () => {
    expect(names(WATCHED)).toEqual([["requests-http", "Applications (http)"]]);
  });
  test("which stays the same when one more comes", () => {
    const more = `${WATCHED}  - { name: search, targets: ["search:8080"] }\n`;
    expect(JSON.stringify(brought(more))).toBe(JSON.stringify(brought(WATCHED)));
  });
  test("have one for each convention, and one of their own where the names are", () => {
    const apps = `${WATCHED}  - { name: legacy, targets: ["a:1"], request_metrics: flask }
  - { name: odd, targets: ["b:1"], request_metrics: { requests: odd_total, errors: 'code="E"', duration: odd_seconds } }
`;
    expect(names(apps)).toEqual([
      ["requests-http", "Applications (http)"],
      ["requests-flask", "Applications (flask)"],
      ["app-odd", "Requests of odd"],
    ]);
    const asked = brought(apps).flatMap((one) => panelQueries(one));
    expect(asked.flatMap(({ expr }) => parsePromQL(expr).faults)).toEqual([]);
    expect(asked.some(({ expr }) => expr.includes('odd_total{job=~".+", code="E"}'))).toBe(true);
  });
});

describe("apps of ours", () => {
  const twice =
    "  - { name: fast, app: task-processor, port: 1001 }\n  - { name: slow, app: task-processor, port: 1002 }\n";
  test("have one each, of different titles, that ask for their own job", () => {
    expect(names(twice)).toEqual([
      ["app-fast", "Task processor"],
      ["app-slow", "Task processor (slow)"],
    ]);
    const [, slow] = brought(twice);
    expect(slow && panelQueries(slow).every(({ expr }) => expr.includes('job="slow"'))).toBe(true);
  });
  test("have a uid that Grafana takes, however long their names are", () => {
    const long = "a".repeat(39);
    const apps = `  - { name: ${long}a, app: task-processor, port: 1001 }\n  - { name: ${long}b, app: task-processor, port: 1002 }\n`;
    const uids = brought(apps).map(({ uid }) => uid);
    expect(uids.every((uid) => uid.length <= 40)).toBe(true);
    expect(new Set(uids).size).toBe(2);
  });
});
