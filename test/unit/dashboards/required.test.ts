import { describe, expect, test } from "vitest";
import { APP_DASHBOARDS } from "../../../apps/dashboards.ts";
import type { Dashboard } from "../../../lib/components/component.ts";
import type { Panel } from "../../../lib/dashboards/model.ts";

/** What the requirements name, word by word. */
const made = (app: string, hasContainers = true): Dashboard => {
  const own = APP_DASHBOARDS[app];
  if (own === undefined) throw new Error(`${app} has no dashboard`);
  return own.make({ uid: "u", title: own.title, job: "job", hasContainers });
};
const panelOf = (dashboard: Dashboard, title: string): Panel => {
  const panel = (dashboard.panels as readonly Panel[]).find((one) => one.title === title);
  if (panel === undefined) throw new Error(`${dashboard.title} has no panel "${title}"`);
  return panel;
};
const unitOf = (panel: Panel) => panel.fieldConfig?.defaults.unit;
const legends = (panel: Panel) => panel.targets.map(({ legendFormat }) => legendFormat);
const colours = (panel: Panel) =>
  panel.fieldConfig?.defaults.thresholds?.steps.map(({ color, value }) => [color, value]);

describe("golden-signals", () => {
  const workshop = made("golden-signals");
  test("title, time range and refresh", () => {
    expect(workshop).toMatchObject({
      title: "Golden Signals Workshop",
      time: { from: "now-15m", to: "now" },
      refresh: "5s",
    });
  });
  test("Request Rate (req/s)", () => {
    const panel = panelOf(workshop, "Request Rate (req/s)");
    expect(panel.targets[0]).toMatchObject({
      expr: "sum(rate(flask_http_request_duration_seconds_count[5m])) by (path)",
      legendFormat: "{{path}}",
    });
    expect(unitOf(panel)).toBe("reqps");
  });
  test("Response Time Percentiles", () => {
    const panel = panelOf(workshop, "Response Time Percentiles");
    expect(legends(panel)).toEqual(["p50 - {{path}}", "p95 - {{path}}", "p99 - {{path}}"]);
    expect(panel.targets.map(({ expr }) => /^histogram_quantile\((0\.\d+),/.exec(expr)?.[1])).toEqual([
      "0.5",
      "0.95",
      "0.99",
    ]);
    expect(unitOf(panel)).toBe("s");
  });
  test("Error Rate %", () => {
    const panel = panelOf(workshop, "Error Rate %");
    expect(panel.type).toBe("stat");
    expect(colours(panel)).toEqual([
      ["green", null],
      ["yellow", 1],
      ["red", 5],
    ]);
  });
  test("Docker Container Resources, and the same of processes where there are no containers", () => {
    const panel = panelOf(workshop, "Docker Container Resources");
    expect(panel.targets.map(({ expr }) => expr)).toEqual([
      'rate(container_cpu_usage_seconds_total{id=~"/docker/.*"}[5m]) * 100',
      'container_memory_usage_bytes{id=~"/docker/.*"} / 1024 / 1024',
    ]);
    expect(legends(panel)).toEqual(["CPU % - {{id}}", "Memory MB - {{id}}"]);
    expect(legends(panelOf(made("golden-signals", false), "Process Resources"))).toEqual([
      "CPU % - {{instance}}",
      "Memory MB - {{instance}}",
    ]);
  });
  test("p95 under 1 s", () => {
    const panel = panelOf(workshop, "Saturation and SLA: p95 under 1 s");
    expect(panel.targets[0]?.expr).toMatch(/^histogram_quantile\(0\.95, /);
    expect(colours(panel)?.at(-1)).toEqual(["red", 1]);
  });
});

test.each([
  "Total fruits",
  "Fruits by fruit",
  "Latency of /hello",
  "Latency of /fruit",
  "Requests to /hello",
  "Requests to /fruit",
])("fruit-shop: %s", (title) => {
  expect(panelOf(made("fruit-shop-frontend"), title).targets.length).toBeGreaterThan(0);
});

test("task-processor: the success rate is red where the alert fires", () => {
  const panel = panelOf(made("task-processor"), "Success rate");
  expect(colours(panel)).toEqual([
    ["red", null],
    ["green", 85],
  ]);
});
