import { describe, expect, test } from "vitest";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const FOLDER = "configs/lab";
const VERSIONS: Readonly<Record<string, string>> = {
  prometheus: "2.42.0",
  alertmanager: "0.31.1",
  node_exporter: "1.5.0",
};

interface Parts {
  readonly rules?: string;
  readonly queries?: string;
  readonly alert?: string;
  readonly node?: string;
  readonly scrape?: string;
  readonly app?: string;
  readonly slo?: string;
  /** What was recorded of the job `api`. */
  readonly sample?: string;
  readonly versions?: Readonly<Record<string, string>>;
}

/** Findings of an environment of which every program is known but Grafana. */
function found({
  rules = "",
  queries = "",
  alert = "up",
  node = "{}",
  scrape = "[]",
  app = "",
  slo = "",
  sample = "",
  versions = VERSIONS,
}: Parts) {
  const environmentFile = `version: 1
name: lab
paging: sandbox
components:
  prometheus:
    scrape_configs: ${scrape}
  alertmanager:
    route: { receiver: default, group_by: [alertname, job] }
    receivers: [{ name: default }]
  node-exporter: ${node}
  grafana:
    alerting: { groups: [{ rules: [{ data: [{ model: { expr: '${alert}' } }] }] }] }
apps:
  - { name: tasks, app: task-processor, port: 8100${app} }
`;
  const sources = new Map([
    [`${FOLDER}/environment.yml`, environmentFile],
    [`${FOLDER}/rules/own.yml`, `groups:\n  - name: own\n    rules: [${rules}]\n`],
    [`${FOLDER}/queries.yml`, queries],
    ...(slo === "" ? [] : [[`${FOLDER}/slos/own.yml`, slo] as const]),
    ...(sample === "" ? [] : [[`${FOLDER}/metrics/api.txt`, sample] as const]),
  ]);
  const { environment, findings } = loadEnvironment(sources, FOLDER);
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  const site = nativeSite(environment, "/lab", (program) => versions[program] ?? "1.0.0");
  return checkEnvironment(environment, site)
    .filter(({ check }) => !/^(routing|alertmanager)\/|alert-texts|recorded-name/.test(check))
    .map(
      ({ file, line, column, severity, check, message }) =>
        `${file.slice(FOLDER.length + 1)}:${line}:${column} ${severity} ${check}: ${message}`,
    );
}

const ask = (expr: string): string => `- { name: a, expr: '${expr}', expect: any }\n`;
const rule = (expr: string): string => `{ alert: A, expr: '${expr}' }`;

describe("everybody who asks for a metric that nobody has is told", () => {
  test("a rule", () => {
    expect(found({ rules: rule("node_filesystem_avail_byte > 1e9") })).toEqual([
      'rules/own.yml:3:32 warning rules/unknown-metric: no job exposes the metric node_filesystem_avail_byte, and no rule records it; did you mean "node_filesystem_avail_bytes"?',
    ]);
  });
  test("a question", () => {
    expect(found({ queries: ask("sum(alertmanager_alertss)") })).toEqual([
      'queries.yml:1:25 warning query/unknown-metric: no job exposes the metric alertmanager_alertss, and no rule records it; did you mean "alertmanager_alerts"?',
    ]);
  });
  test("an alert of Grafana's", () => {
    expect(found({ alert: "rate(tasks_procesed_total[$__rate_interval])" })).toEqual([
      expect.stringMatching(/^environment\.yml:12:68 warning grafana-alert\/unknown-metric: .*"tasks_processed_total"/),
    ]);
  });
  test("an app whose settings name its metrics", () => {
    const app =
      ", request_metrics: { requests: taks_processed_total, errors: 'status=\"failed\"', duration: task_duration_seconds }";
    expect(found({ app }).map((line) => line.replace(/^.* (warning .*?:).*/, "$1"))).toContain(
      "warning component/unknown-metric:",
    );
  });
});

describe("what cannot be known is left alone", () => {
  test.each([
    ["a name of Grafana's, of which there is no sample", "grafana_alerting_rule_evaluations_total"],
    ["what other machines have", "node_hwmon_temp_celsius"],
    ["what other kernels say", "node_memory_DirectMap1G_bytes"],
    ["what is counted from the first time on", "alertmanager_notifications_suppressed_total"],
    ["what Prometheus makes itself", "scrape_samples_scraped"],
  ])("%s", (_, name) => {
    expect(found({ rules: rule(`absent(${name})`), queries: ask(name), alert: name })).toEqual([]);
  });
  test("what another version may have, unless it is misspelt", () => {
    const versions = { ...VERSIONS, node_exporter: "1.9.0" };
    expect(found({ rules: rule("absent(node_filesystem_news)") })).toHaveLength(1);
    expect(found({ versions, rules: rule("absent(node_filesystem_news)") })).toEqual([]);
    expect(found({ versions, rules: rule("absent(node_filesystem_sise_bytes)") })).toHaveLength(1);
    expect(found({ versions, rules: rule('absent(node_filesystem_size_bytes{disk="a"})') })).toEqual([]);
  });
  test("what a textfile may say, unless it is nearly what another says", () => {
    const textfile = "{ textfile_directory: /var/lib/x }";
    expect(found({ rules: rule("absent(task_processed_total)"), node: textfile })).toEqual([
      expect.stringContaining(
        'no job is known to expose the metric task_processed_total, and no rule records it; did you mean "tasks_processed_total"?',
      ),
    ]);
    expect(found({ rules: rule("absent(backup_age_seconds)") })).toHaveLength(1);
    expect(found({ rules: rule("absent(backup_age_seconds)"), node: "{ textfile_directory: /var/lib/x }" })).toEqual(
      [],
    );
  });
  test("a label that Prometheus renames, because the target has it too", () => {
    const scrape =
      '[{ job_name: more, static_configs: [{ targets: ["$(address:node-exporter)"], labels: { mode: x } }] }]';
    expect(found({ scrape, rules: rule('absent(node_cpu_seconds_total{exported_mode="idle"})') })).toEqual([]);
  });
});

test("a label that the metric does not have", () => {
  expect(found({ rules: rule('absent(node_cpu_seconds_total{moed="idle"})') })).toEqual([
    expect.stringContaining("warning promql/unknown-label: node_cpu_seconds_total has no label moed"),
  ]);
  expect(found({ queries: ask("sum by (cpus) (rate(node_cpu_seconds_total[5m]))") })).toEqual([
    expect.stringContaining("queries.yml:1:29 warning promql/unknown-label"),
  ]);
});

describe("a job of the user's own, once it was recorded", () => {
  const api = {
    scrape: '[{ job_name: api, static_configs: [{ targets: ["api:8080"] }] }]',
    sample: "# Written by scripts/record.mjs\napi_requests_total counter 6 code=3 handler=2\napi_load gauge 1\n",
  };
  test("makes labels and types known, its own and those of others", () => {
    const label = rule('absent(api_requests_total{cod="200"}) or absent(node_cpu_seconds_total{moed="idle"})');
    expect(found({ ...api, rules: label })).toHaveLength(2);
    expect(found({ scrape: api.scrape, rules: label })).toEqual([]);
    expect(found({ ...api, queries: ask("rate(api_load[5m])") })).toEqual([
      expect.stringContaining("promql/rate-of-gauge"),
    ]);
  });
  test("makes a misspelt name known, but not that it has no other", () => {
    expect(found({ ...api, rules: rule("absent(api_request_total)") })).toEqual([
      expect.stringContaining(
        'no job is known to expose the metric api_request_total, and no rule records it; did you mean "api_requests_total"?',
      ),
    ]);
    expect(found({ ...api, rules: rule("absent(api_errors_total)") })).toEqual([]);
  });
  test("does not speak for one that was not", () => {
    const scrape = `${api.scrape.slice(0, -1)}, { job_name: more, static_configs: [{ targets: ["more:1"] }] }]`;
    expect(found({ ...api, scrape, rules: rule("absent(api_request_total)") })).toEqual([]);
  });
});

test("an objective's query for a metric that nobody has", () => {
  const slo = `version: prometheus/v1
service: tasks
slos:
  - name: done
    objective: 99
    sli: { events: { error_query: 'rate(tasks_procesed_total{status="failed"}[{{.window}}])', total_query: 'rate(tasks_processed_total[{{.window}}])' } }
    alerting: { name: Tasks, page_alert: { disable: true }, ticket_alert: { disable: true } }
`;
  expect(found({ slo })).toEqual([
    expect.stringMatching(
      /^slos\/own\.yml:6:\d+ warning slo\/unknown-metric: no job exposes the metric tasks_procesed_total/,
    ),
  ]);
});

describe("a job that no target has", () => {
  test("is told, with the one that was meant", () => {
    expect(found({ rules: rule('up{job="task"} == 0') })).toEqual([
      'rules/own.yml:3:35 warning rules/unknown-job: no scrape job is called so; did you mean "tasks"?',
    ]);
    expect(found({ queries: ask('up{job=~"node|nodes"}') })).toEqual([
      expect.stringContaining("warning query/unknown-job"),
    ]);
  });
  test("but not where relabelling, an alert, or a dashboard's variable says what the job is", () => {
    const scrape = '[{ job_name: many, honor_labels: true, static_configs: [{ targets: ["a:1"] }] }]';
    expect(found({ scrape, rules: rule('up{job="task"} == 0') })).toEqual([]);
    expect(found({ rules: rule('ALERTS{job="task"}') })).toEqual([]);
    expect(found({ rules: rule('up{job!~".+"} or up{job=""}') })).toEqual([]);
    expect(found({ alert: 'up{job=~"$job"} + up{job="${job}"} + up{job=~"[[x]]s|tasks"}' })).toEqual([]);
  });
});

test("a rate of a gauge", () => {
  expect(found({ queries: ask("rate(node_load1[5m])") })).toEqual([expect.stringContaining("promql/rate-of-gauge")]);
});

describe("what relabelling drops (T7)", () => {
  const dropping = (regex: string): string => `[{ source_labels: [__name__], regex: '${regex}', action: drop }]`;
  const node = `{ metric_relabel_configs: ${dropping("node_(udp_queues|arp_entries)")} }`;

  test("and a rule or a question uses", () => {
    expect(found({ node, rules: rule("sum(node_udp_queues) > 1e5") })).toEqual([
      "rules/own.yml:3:36 error rules/dropped-metric: metric_relabel_configs of the job node_exporter drop the metric node_udp_queues",
    ]);
    expect(found({ node, queries: ask("node_arp_entries") })).toEqual([
      expect.stringContaining("error query/dropped-metric"),
    ]);
  });
  test("and what components bring uses, told where it is dropped", () => {
    const switches = `{ metric_relabel_configs: ${dropping("node_context_switches_.*")} }`;
    expect(found({ app: `, metric_relabel_configs: ${dropping("task_duration.*")}` })).toContainEqual(
      expect.stringMatching(
        /^environment\.yml:14:\d+ warning component\/dropped-metric: .* of the job tasks drop the metric task_duration/,
      ),
    );
    expect(found({ node: switches })).toEqual([
      expect.stringMatching(
        /^environment\.yml:10:\d+ warning component\/dropped-metric: metric_relabel_configs of the job node_exporter drop the metric node_context_switches_total, which is asked for by the dashboard/,
      ),
    ]);
  });
  test("is an error where an alert would never fire", () => {
    const scrape = `[]\n    metric_relabel_configs: ${dropping("prometheus_config_.*")}`;
    expect(found({ scrape })[0]).toMatch(
      /^environment\.yml:7:\d+ error component\/dropped-metric: .* prometheus_config_last_reload_successful, which is asked for by the alert/,
    );
  });
  test("in a job of the user's, also of metrics that nobody recorded", () => {
    const scrape = `[{ job_name: api, static_configs: [{ targets: ["api:8080"] }], metric_relabel_configs: ${dropping("go_.*")} }]`;
    expect(found({ scrape, rules: rule('go_goroutines{job="api"} > 1e5') })).toEqual([
      expect.stringContaining(
        "error rules/dropped-metric: metric_relabel_configs of the job api drop the metric go_goroutines",
      ),
    ]);
    expect(found({ scrape, rules: rule("go_goroutines > 1e5") })).toEqual([]);
    expect(found({ scrape, rules: rule('api_requests{job="api"} > 1e5') })).toEqual([]);
  });
  test("a fault in the steps is told where they stand", () => {
    expect(found({ node: "{ metric_relabel_configs: [{ action: delete }] }" })).toEqual([
      expect.stringMatching(/^environment\.yml:10:\d+ error prometheus\/relabel-action/),
    ]);
  });
});

describe("a rule of very many series, by what was recorded", () => {
  const targets = Array.from({ length: 100 }, () => '"$(address:node-exporter)"').join(", ");
  const scrape = `[{ job_name: many, static_configs: [{ targets: [${targets}] }] }]`;
  const record = (expr: string): string => `{ record: "a:b:c", expr: '${expr}' }`;
  const said = (rules: string): string[] =>
    found({ scrape, rules }).flatMap((line) => line.split(" rules/cardinality: ")[1] ?? []);

  test("a recording that keeps all labels", () => {
    expect(said(record("rate(node_cpu_seconds_total[5m])"))).toEqual([
      "this records about 1,616 series: instance takes 101 values, mode takes 8 values, job takes 2 values, cpu takes 2 values",
    ]);
    expect(said(record("sum by (instance, mode) (rate(node_cpu_seconds_total[5m]))"))).toEqual([]);
  });
  test("an alert for each of them, where it chooses its labels", () => {
    expect(said(`{ alert: A, expr: 'sum by (instance, cpu, mode) (rate(node_cpu_seconds_total[5m])) > 2' }`)).toEqual([
      expect.stringContaining("this is an alert for each of about 1,616 series"),
    ]);
    expect(said(`{ alert: A, expr: 'node_cpu_seconds_total > 2e9' }`)).toEqual([]);
  });
  test("and nothing where the estimate is small, or nobody counted", () => {
    expect(found({ rules: record("rate(node_cpu_seconds_total[5m])") })).toEqual([]);
    expect(said(record("rate(node_hwmon_temp_celsius[5m])"))).toEqual([]);
  });
});
