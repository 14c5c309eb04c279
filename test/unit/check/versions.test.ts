import { describe, expect, test } from "vitest";
import { check, type KindName } from "../../../lib/check/index.ts";
import { isError } from "../../../lib/finding.ts";

/** Checks that refuse the text where that Prometheus runs. */
const errors = (text: string, prometheus: string, kind: KindName = "prometheus"): string[] =>
  check([{ path: "a.yml", text }], { kind, versions: { prometheus } })
    .filter(isError)
    .map(({ check }) => check);
const job = (options: string): string => `scrape_configs: [{ job_name: a, ${options} }]`;
const write = (options: string): string => `remote_write: [{ url: http://a, ${options} }]`;

// Both sides of each boundary are what promtool of these releases says.
describe("what a release of Prometheus learnt", () => {
  test.each([
    ["2.48.1", "2.49.0", job("basic_auth: { username_file: a }")],
    ["2.48.1", "2.49.0", job("dns_sd_configs: [{ names: [a], type: NS, port: 53 }]")],
    ["2.50.1", "2.51.0", job("oauth2: { client_id: a, token_url: http://a }")],
    ["2.51.2", "2.52.0", job("azure_sd_configs: [{ subscription_id: a, authentication_method: SDK }]")],
    ["2.54.1", "2.55.0", "otlp: {}"],
    ["2.54.1", "2.55.0", "remote_read: [{ url: http://a, chunked_read_limit: 5 }]"],
    ["2.55.1", "3.0.0", job("scrape_protocols: [PrometheusText1.0.0]")],
    ["2.55.1", "3.0.0", job("relabel_configs: [{ target_label: a.b }]")],
    ["3.0.1", "3.1.0", write("sigv4: { use_fips_sts_endpoint: true }")],
    ["3.1.0", "3.2.0", job("openstack_sd_configs: [{ role: loadbalancer, region: a }]")],
    ["3.1.0", "3.2.0", job("relabel_configs: [{ target_label: 'a.$1' }]")],
    ["3.1.0", "3.2.0", job("relabel_configs: [{ action: labelmap, replacement: a.b }]")],
    ["3.3.1", "3.4.0", "otlp: { translation_strategy: NoTranslation }"],
    ["3.4.2", "3.5.0", write("sigv4: { service_name: aps }")],
    ["3.4.2", "3.5.0", write("azuread: { managed_identity: {} }")],
    ["3.5.0", "3.6.0", "otlp: { translation_strategy: UnderscoreEscapingWithoutSuffixes }"],
    ["3.6.0", "3.7.0", job("metric_name_validation_scheme: legacy")],
    ["3.9.1", "3.10.0", write("sigv4: { role_arn: a, external_id: b }")],
    ["3.9.1", "3.10.0", job("aws_sd_configs: [{ role: msk }]")],
    ["3.10.0", "3.11.0", job("aws_sd_configs: [{ role: rds }]")],
    ["3.10.0", "3.11.0", job("azure_sd_configs: [{ subscription_id: a, authentication_method: WorkloadIdentity }]")],
    ["3.11.0", "3.12.0", job("consul_sd_configs: [{ health_filter: a }]")],
    ["3.14.0", "3.15.0", job("fallback_scrape_protocol: OpenMetricsText2.0.0")],
  ])("%s refuses, %s takes %s", (before, since, text) => {
    expect(errors(text, before)).toHaveLength(1);
    expect(errors(text, since)).toEqual([]);
  });

  test("a value that it lacks is said with the version that has it", () => {
    const text = job("aws_sd_configs: [{ role: msk }]");
    const [finding] = check([{ path: "a.yml", text }], { kind: "prometheus", versions: { prometheus: "3.9.1" } });
    expect(finding).toMatchObject({
      check: "prometheus/version",
      column: text.indexOf("msk") + 1,
      message: '"msk" needs Prometheus 3.10, and this is 3.9.1',
    });
  });
});

describe("what a release of Prometheus no longer takes", () => {
  const legacy = "global: { metric_name_validation_scheme: legacy }\n";
  test.each([
    ["2.49.1", "2.50.1", job("relabel_configs: [{ action: lowercase, source_labels: [a], target_label: 'a$1' }]")],
    ["3.6.0", "3.7.0", `global: { metric_name_validation_scheme: legacy, external_labels: { a.b: c } }`],
    ["3.6.0", "3.7.0", `${legacy}${job("relabel_configs: [{ target_label: a.b }]")}`],
    ["3.6.0", "3.7.0", `${legacy}${job("metric_relabel_configs: [{ action: labelmap, replacement: a-$1 }]")}`],
    ["3.6.0", "3.7.0", `${legacy}${write("write_relabel_configs: [{ target_label: a.b }]")}`],
    ["3.6.0", "3.7.0", `${legacy}alerting: { alertmanagers: [{ alert_relabel_configs: [{ target_label: a.b }] }] }`],
    ["3.10.0", "3.11.0", "storage: { tsdb: { retention: { size: -1GB } } }"],
    ["3.11.0", "3.12.0", write("queue_config: { capacity: 0 }")],
    ["3.14.0", "3.15.0", "remote_write: [{ url: 'http://a:1:2' }]"],
    ["3.14.0", "3.15.0", job("http_sd_configs: [{ url: 'http://::1/' }]")],
  ])("%s takes, %s refuses %s", (before, since, text) => {
    expect(errors(text, before)).toEqual([]);
    expect(errors(text, since)).toHaveLength(1);
  });

  test("3.7 alone takes no `$` in a target under the scheme legacy", () => {
    const text = `${legacy}${job("relabel_configs: [{ target_label: 'a$1' }]")}`;
    expect(["3.6.0", "3.7.0", "3.8.0"].map((version) => errors(text, version).length)).toEqual([0, 1, 0]);
  });
  test("a Host header of its own has no release", () =>
    expect(["2.51.0", "2.52.0", "3.15.0"].map((version) => errors(job("host: a"), version).length)).toEqual([1, 1, 1]));

  test("names that the job's own scheme allows are taken whatever the global one", () =>
    expect(
      errors(
        `${legacy}${job("metric_name_validation_scheme: utf8, relabel_configs: [{ target_label: a.b }]")}`,
        "3.15.0",
      ),
    ).toEqual([]));

  test("recorded names with braces: 3.0 and 3.1 take them", () => {
    const rule = "groups: [{ name: a, rules: [{ record: 'a{b}', expr: up }] }]";
    expect(["2.55.1", "3.0.0", "3.1.0", "3.2.0"].map((version) => errors(rule, version, "rules").length)).toEqual([
      1, 0, 0, 1,
    ]);
  });
});

test.each(["2.45.0", "2.55.1", "3.15.0"])(
  "promtool %s refuses a certificate in a file beside a key in place",
  (version) => {
    expect(errors(job("tls_config: { cert_file: a, key: b }"), version)).toEqual(["prometheus/tls"]);
    expect(errors(write("tls_config: { cert_file: a, key_file: b }"), version)).toEqual([]);
  },
);

test("before 3.3 a rule without a value has the text null", () => {
  const ofRule = (rule: string, version: string) =>
    errors(`groups: [{ name: g, rules: [{ ${rule} }] }]`, version, "rules");
  expect(ofRule("alert: a, record: ~, expr: up", "3.2.0")).toEqual(["rules/record-or-alert"]);
  expect(ofRule("alert: a, record: ~, expr: up", "3.3.0")).toEqual([]);
  expect(ofRule("record: a, expr: null", "3.2.0")).toEqual([]);
  expect(ofRule("record: a, expr: null", "3.3.0")).toEqual(["rules/expr"]);
});

test("2.53 and 2.54 read the files of http_headers together with the configuration", () => {
  const text = job("http_headers: { A: { files: [a.txt] } }");
  const missing = (prometheus: string) =>
    check([{ path: "a.yml", text }], { versions: { prometheus }, glob: () => [] }).map(({ check, column }) => [
      check,
      column,
    ]);
  expect(missing("2.53.0")).toEqual([["prometheus/file-missing", text.indexOf("a.txt") + 1]]);
  expect(missing("2.55.0")).toEqual([]);
});
