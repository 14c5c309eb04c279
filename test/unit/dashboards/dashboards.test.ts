import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { readEnvironments } from "../../../host/read-environment.ts";
import { checkDashboard } from "../../../lib/check/across/dashboards.ts";
import type { Dashboard } from "../../../lib/components/component.ts";
import type { Panel, Row } from "../../../lib/dashboards/model.ts";
import { panelQueries } from "../../../lib/dashboards/queries.ts";
import type { Environment } from "../../../lib/environment/environment.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";
import { render } from "../../../lib/render/index.ts";
import { knownWorld, siteOf } from "../../support/dashboards.ts";

const environments = [...(await readEnvironments(CHECKOUT))].flatMap(([name, { environment }]) =>
  environment === undefined ? [] : [[name, environment] as const],
);
const dashboardsOf = (environment: Environment) => render(environment, siteOf(environment)).contributions.dashboards;
const itemsOf = (dashboard: Dashboard) => dashboard.panels as readonly (Panel | Row)[];
const panelsOf = (dashboard: Dashboard) =>
  itemsOf(dashboard).flatMap((item) => ("targets" in item && item.type !== "text" ? [item] : []));

/** Anchors of docs/runbooks.md, as GitHub makes them of its headings. */
const RUNBOOKS = new Set(
  [...readFileSync(join(CHECKOUT, "docs/runbooks.md"), "utf8").matchAll(/^#+ (\w+)$/gm)].map(([, name]) =>
    name?.toLowerCase(),
  ),
);

describe.each(environments)("%s", (_, environment) => {
  const all = dashboardsOf(environment);
  const world = knownWorld(environment);

  test("what is known suffices to tell a metric that nobody exposes", () => {
    const text = JSON.stringify({ panels: [{ targets: [{ expr: "node_load6 + prometheus_tsdb_head_serie" }] }] });
    const found = checkDashboard({ path: "x.json", text }, world).map(({ check }) => check);
    expect(found).toEqual(["dashboard/unknown-metric", "dashboard/unknown-metric"]);
  });

  test("each uid and each title is there once: Grafana provisions no folder in which two are the same", () => {
    for (const key of ["uid", "title"] as const) expect(new Set(all.map((one) => one[key])).size).toBe(all.length);
  });

  describe.each(all.map((one) => [one.uid, one] as const))("%s", (uid, dashboard) => {
    test("has a uid that Grafana takes", () => {
      expect(uid).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
    });

    test.each(["2.42", "3.15"])("asks what Prometheus %s understands", (version) => {
      const refused = panelQueries(dashboard).flatMap(({ title, expr }) =>
        parsePromQL(expr, { version }).faults.map(({ message }) => `${title}: ${expr}: ${message}`),
      );
      expect(refused).toEqual([]);
    });

    test("asks for metrics and labels that are there", () => {
      const file = { path: `${uid}.json`, text: JSON.stringify(dashboard) };
      expect(checkDashboard(file, world).map(({ check, message }) => `${check} ${message}`)).toEqual([]);
    });

    test("numbers its panels, lays them out without gaps at the sides and overlaps, and asks the one data source", () => {
      const ids = itemsOf(dashboard).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const cells = itemsOf(dashboard).flatMap(({ gridPos = { x: 24, y: 0, w: 24, h: 1 } }) => {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        return Array.from({ length: gridPos.w * gridPos.h }, (_, index) => {
          return `${gridPos.x + (index % gridPos.w)},${gridPos.y + Math.floor(index / gridPos.w)}`;
        });
      });
      expect(new Set(cells).size).toBe(cells.length);
      const sources = panelsOf(dashboard).flatMap(({ datasource, targets }) => [
        datasource,
        ...targets.map((one) => one.datasource),
      ]);
      expect([...new Set(sources.map((source) => source?.uid))]).toEqual(["prometheus"]);
    });

    test("links to runbooks that are there", () => {
      const missing = panelsOf(dashboard)
        .flatMap(({ links = [] }) => links.map(({ url }) => url?.split("#")[1] ?? "none"))
        .filter((anchor) => !RUNBOOKS.has(anchor));
      expect(missing).toEqual([]);
    });

    test("says of each panel what to do about it", () => {
      for (const { description } of panelsOf(dashboard)) expect(description?.length).toBeGreaterThan(20);
    });
  });
});
