import { describe, expect, test } from "vitest";
import { listingOf } from "../../../host/deploy/plan.ts";
import { alertmanagerHash } from "../../../host/verify/checks/configuration.ts";
import { fileDifferences } from "../../../host/verify/checks/files.ts";
import { routingDifferences } from "../../../host/verify/checks/routes.ts";
import { secretFault } from "../../../host/verify/checks/secrets.ts";

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
