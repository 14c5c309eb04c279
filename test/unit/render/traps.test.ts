import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { environmentNames } from "../../../host/read-environment.ts";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import { check } from "../../../lib/check/index.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { isError } from "../../../lib/finding.ts";
import { nativeSite } from "../../../lib/targets/native.ts";
import { environmentAt, goldenFolder, renderedText, renderFixed } from "../../support/golden.ts";

// The numbers are those of the traps in the requirements: what a literal reading of them meets.

const shipped = await Promise.all(
  (await environmentNames(CHECKOUT)).map(
    async (name) => [name, await environmentAt(`${CHECKOUT}/configs/${name}`)] as const,
  ),
);
const golden = async (name: string) => renderFixed(await environmentAt(goldenFolder(name)));
const alertmanagerYml = (text: string) =>
  check([{ path: "alertmanager.yml", text }], { kind: "alertmanager" }).map(({ check: name, severity }) => [
    name,
    severity,
  ]);

describe("T1: a flag that is on or off takes no value", () => {
  test("off is --no-…", async () => {
    const { workloads } = await golden("flags");
    const args = workloads.find(({ name }) => name === "prometheus")?.args ?? [];
    expect(args).toContain("--no-web.enable-admin-api");
    expect(args.filter((argument) => /=(true|false)$/.test(argument))).toEqual([]);
  });
});

describe("T2: how a Prometheus says that it is healthy", async () => {
  const { workloads } = await golden("flags");
  const body = workloads.find(({ name }) => name === "prometheus")?.health.body;
  test.each(["Prometheus Server is Healthy.", "Prometheus is Healthy.", "Prometheus Agent is Healthy."])("%s", (text) =>
    expect(text).toMatch(body ?? /$^/),
  );
  test.each(["Prometheus is Healthy", "Alertmanager is Healthy.", "OK", "not Prometheus is Healthy."])(
    "not: %s",
    (text) => expect(text).not.toMatch(body ?? /^/),
  );
});

test("T3: two of a pair send the same alerts, so that Alertmanager takes them for one", async () => {
  const rendered = await golden("several");
  const one = renderedText(rendered, "prometheus-1/prometheus.yml");
  expect(one).toBeDefined();
  expect(renderedText(rendered, "prometheus-2/prometheus.yml")).toBe(one);
});

describe("T4, T31: routes that page", () => {
  const file = (times: string) => `
route: { receiver: pager, ${times} }
receivers: [{ name: pager, pagerduty_configs: [{ routing_key_file: /k, severity: critical }] }]
`;
  test("are told when a resolve would come minutes late", () => {
    expect(alertmanagerYml(file("group_by: [alertname, job]"))).toContainEqual([
      "alertmanager/group-interval",
      "warning",
    ]);
    expect(alertmanagerYml(file("group_by: [alertname, job], group_wait: 30s, group_interval: 1m"))).toEqual([]);
  });
  test("are told when a second service would share the first one's incident", () => {
    const times = "group_wait: 30s, group_interval: 1m";
    expect(alertmanagerYml(file(`group_by: [alertname], ${times}`))).toEqual([["alertmanager/group-by", "warning"]]);
  });
  test.each(shipped)("of %s are neither", (_, environment) => {
    const files = renderFixed(environment).files.filter(({ path }) => path.endsWith("alertmanager.yml"));
    expect(files).not.toEqual([]);
    for (const { text } of files) {
      const habits = alertmanagerYml(text).filter(([name]) => /group-(interval|by)/.test(name ?? ""));
      expect(habits).toEqual([]);
    }
  });
});

describe("T13: PagerDuty by the older ways", () => {
  const file = (route: string, receiver: string) => `
route: { receiver: pager, group_by: [alertname, job], group_wait: 10s, group_interval: 1m, routes: [${route}] }
receivers: [{ name: pager, pagerduty_configs: [${receiver}] }]
`;
  const severity = "severity: critical";
  test("match: is told", () =>
    expect(
      alertmanagerYml(
        file("{ match: { severity: critical }, receiver: pager }", `{ routing_key_file: /k, ${severity} }`),
      ),
    ).toContainEqual(["alertmanager/deprecated", "warning"]));
  test("service_key is told", () =>
    expect(alertmanagerYml(file("", `{ service_key_file: /k, ${severity} }`))).toHaveLength(1));
  test("so is a severity that is left to be `error`", () =>
    expect(alertmanagerYml(file("", "{ routing_key_file: /k }"))).toHaveLength(1));
  test("the way that is meant is not", () =>
    expect(alertmanagerYml(file("", `{ routing_key_file: /k, ${severity} }`))).toEqual([]));
  test.each(shipped)("%s goes the way that is meant", (_, environment) => {
    const text = renderFixed(environment)
      .files.map((one) => one.text)
      .join("\n");
    expect(text).not.toMatch(/^\s*(- )?(match|match_re|service_key(_file)?|routing_key):/m);
    for (const [, configuration] of text.matchAll(/pagerduty_configs:\n((?:\s+.*\n)+?)(?=\s*- name|\w|$)/g)) {
      expect(configuration).toContain("severity:");
    }
  });
});

describe("T14: a key that is none, which amtool accepts", () => {
  const refused = (key: string): readonly string[] => {
    const environmentYml = `version: 1
name: shop
paging: pagerduty
components:
  alertmanager:
    route: { receiver: pager }
    receivers: [{ name: pager, pagerduty_configs: [{ routing_key: "${key}", severity: critical }] }]
`;
    const { environment } = loadEnvironment(
      new Map([["configs/shop/environment.yml", environmentYml]]),
      "configs/shop",
    );
    if (environment === undefined) throw new Error("it is valid but for its key");
    const findings = checkEnvironment(
      environment,
      nativeSite(environment, "/srv/shop", () => "0.25.0"),
    );
    return findings.filter(isError).map(({ check: name, line }) => `${name} ${line}`);
  };
  test("is refused, at its place", () => {
    expect(refused("<your-pagerduty-integration-key>")).toEqual(["alertmanager/placeholder 7"]);
    expect(refused("YOUR_KEY")).toEqual(["alertmanager/placeholder 7"]);
    expect(refused("abc")).toEqual(["alertmanager/pagerduty-key 7"]);
  });
  test("a key is not", () => expect(refused("0123456789abcdef0123456789abcdef")).toEqual([]));
});

test("T24: Grafana's password is read from a file, and its defaults are nowhere", async () => {
  const variables = renderedText(await golden("grafana"), "grafana.variables") ?? "";
  expect(variables).toContain("GF_SECURITY_ADMIN_PASSWORD__FILE=");
  expect(variables).not.toMatch(/ADMIN_PASSWORD=|=admin$|foobar/m);
});

test("T28: in a container node exporter looks at the machine's root", async () => {
  expect(renderedText(await golden("container"), "node-exporter.args")).toContain("--path.rootfs=/host\n");
});

describe("T30: dashboards name their data source by its fixed uid", () => {
  test.each(shipped)("%s", (_, environment) => {
    const { files } = renderFixed(environment);
    const sources = files.find(({ path }) => path.endsWith("datasources/prometheus.yml"));
    const { datasources } = load(sources?.text ?? "") as { datasources: readonly { readonly uid: string }[] };
    const uids = datasources.map(({ uid }) => uid);
    const dashboards = files.filter(({ path }) => /\/dashboards\/.*\.json$/.test(path));
    for (const { path, text } of dashboards) {
      expect(text, path).not.toContain("${DS_");
      const used = [...text.matchAll(/"type":\s*"prometheus",\s*"uid":\s*"([^"]*)"/g)].map(([, uid]) => uid);
      for (const uid of used) expect(uids, path).toContain(uid);
    }
    expect(uids).toContain("prometheus");
  });
});
