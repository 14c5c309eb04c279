import { describe, expect, test } from "vitest";
import type { Dashboard } from "../../../lib/components/component.ts";
import { panelQueries } from "../../../lib/dashboards/queries.ts";

const dashboard = (panels: readonly object[], more: object = {}): Dashboard => ({
  uid: "u",
  title: "t",
  panels,
  ...more,
});
const panel = (expr: string, more: object = {}) => ({ title: "P", targets: [{ expr, ...more }] });
const asked = (given: Dashboard) => panelQueries(given).map(({ title, expr }) => `${title}: ${expr}`);

test("of each panel, those in rows too", () => {
  const row = { type: "row", title: "R", panels: [panel("b"), panel("c")] };
  expect(asked(dashboard([panel("a"), row]))).toEqual(["P: a", "P: b", "P: c"]);
});

test("not of what is no query, nor of another data source", () => {
  const text = { type: "text", title: "T" };
  const loki = panel("{app=~x}", { datasource: { type: "loki", uid: "logs" } });
  expect(asked(dashboard([text, loki, { title: "Q", targets: [{ refId: "A" }] }]))).toEqual([]);
});

describe("variables", () => {
  const variable = (name: string, more: object) => ({ name, type: "query", query: "", ...more });
  const withVariables = (expr: string, ...list: object[]) =>
    panelQueries(dashboard([panel(expr)], { templating: { list } })).at(-1)?.expr;

  test.each([
    ["rate(a[$__rate_interval])", "rate(a[1m])"],
    ["increase(a[${__range}])", "increase(a[1h])"],
    ["avg_over_time(a[$__range:$__interval])", "avg_over_time(a[1h:15s])"],
    ["a / $__range_s", "a / 3600"],
  ])("Grafana's own: %s", (expr, expected) => {
    expect(withVariables(expr)).toBe(expected);
  });
  test("one that offers all stands for any, or for what it says all is", () => {
    expect(withVariables('up{job=~"$job"}', variable("job", { includeAll: true }))).toBe('up{job=~".+"}');
    expect(withVariables('up{job=~"$job"}', variable("job", { includeAll: true, allValue: "a.*" }))).toBe(
      'up{job=~"a.*"}',
    );
  });
  test("one with a chosen value stands for it, in every way to write it", () => {
    const host = variable("host", { current: { value: ["a", "b"] } });
    expect(withVariables('up{x=~"$host", y=~"${host}", z=~"${host:regex}"}', host)).toBe(
      'up{x=~"a|b", y=~"a|b", z=~"a|b"}',
    );
  });
  test("one that nobody declared stays, and is then no PromQL", () => {
    expect(withVariables("up[$window]")).toBe("up[$window]");
  });
  test("their values are asked for, too", () => {
    const list = [
      variable("job", { query: { query: "label_values(up, job)" } }),
      variable("any", { query: "label_values(instance)" }),
    ];
    expect(asked(dashboard([], { templating: { list } }))).toEqual([
      "variable $job: count by (job) (up)",
      'variable $any: count by (instance) ({instance!=""})',
    ]);
  });
});

test("annotations are asked for, too", () => {
  const annotations = { list: [{ name: "Grafana's own" }, { name: "Firing", expr: 'ALERTS{alertstate="firing"}' }] };
  expect(asked(dashboard([], { annotations }))).toEqual(['Firing: ALERTS{alertstate="firing"}']);
});
