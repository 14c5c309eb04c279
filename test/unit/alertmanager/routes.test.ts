import { describe, expect, test } from "vitest";
import { allRoutes, groupKey, inhibitRules, routesFor, routeTree, silences } from "../../../lib/alertmanager/index.ts";

const tree = routeTree({
  route: {
    receiver: "default",
    group_by: ["alertname", "job"],
    group_wait: "10s",
    routes: [
      { receiver: "log", matchers: ['severity=~"warning|critical"'], continue: true },
      {
        receiver: "pager",
        match: { severity: "critical" },
        group_interval: "1m",
        routes: [
          { matchers: ["team=db"], group_by: ["..."] },
          { receiver: "web", match_re: { team: "web.*" } },
        ],
      },
      { receiver: "never", matchers: ["severity=critical"], repeat_interval: "0" },
    ],
  },
});
const receivers = (labels: Record<string, string>) => routesFor(tree, labels).map(({ receiver }) => receiver);

describe("an alert goes", () => {
  test.each([
    [{}, ["default"]],
    [{ severity: "warning" }, ["log"]],
    [{ severity: "critical" }, ["log", "pager"]],
    [{ severity: "critical", team: "db" }, ["log", "pager"]],
    [{ severity: "critical", team: "web-shop" }, ["log", "web"]],
  ])("%j to %j", (labels, expected) => {
    expect(receivers(labels)).toEqual(expected);
  });
});

test("a route inherits what it does not say, and Alertmanager's defaults stand above the root", () => {
  const [, , pager, db] = allRoutes(tree);
  expect(pager).toMatchObject({
    groupBy: ["alertname", "job"],
    groupWait: 10,
    groupInterval: 60,
    repeatInterval: 14_400,
  });
  expect(db).toMatchObject({ pointer: "/route/routes/1/routes/0", receiver: "pager", groupBy: "all" });
  expect(routeTree({ route: { receiver: "x" } })).toMatchObject({ groupBy: [], groupWait: 30, groupInterval: 300 });
});

test("groups are told apart by the labels of group_by", () => {
  const labels = { alertname: "Down", instance: "a" };
  expect(groupKey(tree, labels)).toEqual({ alertname: "Down", job: "" });
  expect(groupKey({ ...tree, groupBy: "all" }, labels)).toEqual(labels);
});

describe("inhibition", () => {
  const [rule] = inhibitRules({
    inhibit_rules: [
      { source_matchers: ["severity=critical"], target_match_re: { severity: "warning|critical" }, equal: ["job"] },
    ],
  });
  const silenced = (source: Record<string, string>, target: Record<string, string>) =>
    rule !== undefined && silences(rule, source, target);

  test("a source silences targets that agree on the equal labels, also where both lack one", () => {
    expect(silenced({ severity: "critical", job: "a" }, { severity: "warning", job: "a" })).toBe(true);
    expect(silenced({ severity: "critical", job: "a" }, { severity: "warning", job: "b" })).toBe(false);
    expect(silenced({ severity: "critical" }, { severity: "warning" })).toBe(true);
  });

  test("two alerts that both match both sides do not silence each other", () => {
    expect(silenced({ severity: "critical", job: "a" }, { severity: "critical", job: "a" })).toBe(false);
  });
});
