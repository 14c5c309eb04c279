import { expect, test } from "vitest";
import type { Rule } from "../../../lib/components/component.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";
import { render } from "../../../lib/render/index.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";

const HEAD = "version: 1\nname: lab\ntarget: docker\npaging: pagerduty\ncomponents: { prometheus: {} }\n";

function load(apps: string, files: Readonly<Record<string, string>> = {}) {
  const sources = new Map([["configs/lab/environment.yml", `${HEAD}${apps}`], ...Object.entries(files)]);
  return loadEnvironment(sources, "configs/lab");
}

function rendered(apps: string, files: Readonly<Record<string, string>> = {}) {
  const { environment, findings } = load(apps, files);
  if (environment === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return render(
    environment,
    dockerSite(environment, () => "2.42.0"),
  );
}

function rulesOf(app: string): ReadonlyMap<string, Rule> {
  const { contributions } = rendered(`apps: [{ name: shop, ${app} }]\n`);
  const own = contributions.rules.filter(({ name }) => name === "shop").flatMap(({ groups }) => groups);
  return new Map(own.flatMap(({ rules }) => rules).map((rule) => [rule.alert ?? "", rule]));
}

test("an app that is watched is told of when it is down, fails or is slow, by the usual names", () => {
  const rules = rulesOf("targets: ['10.0.0.1:80']");
  expect([...rules.keys()]).toEqual(["Down", "ErrorRatio", "Latency"]);
  expect(rules.get("Down")).toMatchObject({ expr: 'up{job="shop"} == 0', for: "1m", labels: { severity: "critical" } });
  expect(rules.get("ErrorRatio")?.expr).toMatch(
    /rate\(http_requests_total\{job="shop", status=~"5\.\."\}\[5m\]\) or .* > 0\.05$/,
  );
  expect(rules.get("Latency")).toMatchObject({ for: "10m", labels: { severity: "warning" } });
});

test("thresholds, patience and severity are set, and alerts switched off, for one app", () => {
  const rules = rulesOf(
    "targets: ['10.0.0.1:80'], alerts: { ErrorRatio: { above: 0.02, for: 10m, severity: warning }, Latency: off, Down: { for: 3m } }",
  );
  expect([...rules.keys()]).toEqual(["Down", "ErrorRatio"]);
  expect(rules.get("Down")).toMatchObject({ for: "3m", labels: { severity: "critical" } });
  expect(rules.get("ErrorRatio")).toMatchObject({ for: "10m", labels: { severity: "warning" } });
  expect(rules.get("ErrorRatio")?.expr).toMatch(/ > 0\.02$/);
  expect(rules.get("ErrorRatio")?.annotations?.summary).toBe("More than 2 % of the requests to shop fail");
});

test("targets that are discovered may all be gone", () => {
  const rules = rulesOf("http_sd_configs: [{ url: 'http://10.0.0.1/sd' }]");
  expect(rules.get("Down")?.expr).toBe('up{job="shop"} == 0 or absent(up{job="shop"})');
});

test.each(["http", "express", "flask", "fastapi", "django", "opentelemetry"])(
  "%s: expressions that Prometheus takes",
  (convention) => {
    const rules = [...rulesOf(`targets: ['10.0.0.1:80'], request_metrics: ${convention}`).values()];
    expect(rules).toHaveLength(3);
    for (const { expr } of rules) expect(parsePromQL(expr).faults).toEqual([]);
  },
);

test("names of one's own", () => {
  const names = "{ requests: shop_requests_total, errors: 'outcome=\"bad\"', duration: shop_seconds }";
  const rules = rulesOf(`targets: ['10.0.0.1:80'], request_metrics: ${names}`);
  expect(rules.get("ErrorRatio")?.expr).toContain('rate(shop_requests_total{job="shop", outcome="bad"}[5m])');
  expect(rules.get("Latency")?.expr).toContain("rate(shop_seconds_bucket");
});

test("one of ours has the alerts that its metrics allow", () => {
  expect([...rulesOf("app: golden-signals").keys()]).toEqual(["Down", "ErrorRatio", "Latency"]);
  expect([...rulesOf("app: task-processor").keys()]).toEqual(["Down"]);
});

test.each([
  ["alerts: { Latencey: off }", "Latency"],
  ["alerts: { Latency: on }", "Latency"],
  ["alerts: { ErrorRatio: { above: 2 } }", "1"],
  ["request_metrics: rails", "rails"],
])("%s is refused", (setting, words) => {
  const { environment, findings } = load(`apps: [{ name: shop, targets: ['10.0.0.1:80'], ${setting} }]\n`);
  expect(environment).toBeUndefined();
  expect(findings.map(({ message }) => message).join()).toContain(words);
});

test("300 apps in files of their own: a change for one is a change of one rule file", () => {
  const files = (above: number) =>
    Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `configs/lab/apps/app-${index}.yml`,
        `name: app-${index}\ntargets: ["10.0.0.1:${1000 + index}"]\nalerts: { ErrorRatio: { above: ${index === 7 ? above : 0.05} } }\n`,
      ]),
    );
  const before = rendered("", files(0.05)).files;
  const after = new Map(rendered("", files(0.02)).files.map(({ path, text }) => [path, text]));
  const changed = before.filter(({ path, text }) => after.get(path) !== text);
  expect(changed.map(({ path }) => path)).toEqual([expect.stringMatching(/app-7\.yml$/)]);
});

test("variables name addresses and secrets, and what is named is started before", () => {
  const { workloads } = rendered(
    `secrets: { db: { file: secrets/db } }
apps:
  - name: shop
    image: acme/shop:1
    port: 8080
    env: { METRICS: "http://$(address:prometheus)", PASSWORD_FILE: $(secret:db), NEXT: "http://$(address:later)" }
  - { name: later, image: acme/later:1, port: 8081, env: { SHOP: "http://$(address:shop)" } }
`,
  );
  const [shop, later] = ["shop", "later"].map((name) => workloads.find((workload) => workload.name === name));
  expect(shop?.variables).toMatchObject({
    METRICS: "http://prometheus:9090",
    PASSWORD_FILE: "/etc/watchkeeper/current/secrets/db",
    NEXT: "http://later:8081",
  });
  expect(shop?.secrets).toEqual(["db"]);
  // Each is given the other's address: only the later one can wait.
  expect([shop?.startAfter, later?.startAfter]).toEqual([["prometheus"], ["shop"]]);
});
