import { describe, expect, test } from "vitest";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import { declared } from "../../../lib/check/across/exposition.ts";
import { worldOf } from "../../../lib/check/across/world.ts";
import type { Metric } from "../../../lib/components/component.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const FOLDER = "configs/lab";

/** Findings of an environment with one app of ours, whose metrics are all known, and rules of the user's. */
function found(rules: string, { scrape = "", dashboard = "", more = "", others = "" } = {}): string[] {
  const environmentFile = `version: 1
name: lab
paging: sandbox
components:
  prometheus:
    scrape_interval: 15s
    evaluation_interval: 30s
${scrape}
  alertmanager:
    route: { receiver: default, group_by: [alertname, job] }
    receivers: [{ name: default }]
apps:
  - { name: task-processor, app: task-processor, port: 8100 }
${more}`;
  const sources = new Map([
    [`${FOLDER}/environment.yml`, environmentFile],
    [`${FOLDER}/rules/own.yml`, `groups:\n${rules}`],
    ...(others === "" ? [] : [[`${FOLDER}/rules/others.yml`, `groups:\n${others}`] as const]),
    ...(dashboard === "" ? [] : [[`${FOLDER}/dashboards/own.json`, dashboard] as const]),
  ]);
  const { environment, findings } = loadEnvironment(sources, FOLDER);
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  const site = nativeSite(environment, "/lab", () => "3.15.0");
  return checkEnvironment(environment, site)
    .filter(({ check }) => !/alert-texts|recorded-name|^routing\//.test(check))
    .map(
      ({ file, line, column, severity, check, message }) =>
        `${file.slice(FOLDER.length + 1)}:${line}:${column} ${severity} ${check}: ${message}`,
    );
}

const alert = (expr: string, more = ""): string => `  - name: own
    rules:
      - alert: A
        expr: ${expr}
${more}`;

describe("metrics", () => {
  test("that the app exposes are fine, histogram and summary series among them", () => {
    const all = [
      "tasks_processed_total",
      "task_duration_seconds_bucket",
      "task_duration_seconds_count",
      "task_latency_seconds_sum",
      "up",
      "ALERTS",
    ];
    const queries = all.map((name) => `absent(${name}{job="task-processor"})`);
    expect(queries.flatMap((query) => found(alert(query)))).toEqual([]);
  });
  test("that no job exposes are told, with the one that was meant", () => {
    expect(found(alert('tasks_procesed_total{job="task-processor"} > 1e9'))).toEqual([
      'rules/own.yml:5:15 warning rules/unknown-metric: no job exposes the metric tasks_procesed_total, and no rule records it; did you mean "tasks_processed_total"?',
    ]);
  });
  test("of targets of which nobody recorded the metrics are left alone", () => {
    const watched = '  - { name: billing, targets: ["billing:8080"] }\n';
    expect(found(alert("anything_total > 1e9"))).toHaveLength(1);
    expect(found(alert("anything_total > 1e9"), { more: watched })).toEqual([]);
    expect(found(alert('anything_total{job="billing"} > 1e9'), { more: watched })).toEqual([]);
    expect(found(alert('anything_total{job="prometheus"} > 1e9'), { more: watched })).toHaveLength(1);
  });
  test("that are misspelt are told all the same, where the name is a known program's", () => {
    const watched = '  - { name: billing, targets: ["billing:8080"] }\n';
    expect(found(alert("promtheus_tsdb_head_series > 1e9"), { more: watched })).toEqual([]);
    expect(found(alert("prometheus_tsdb_head_serie > 1e9"), { more: watched })).toEqual([
      'rules/own.yml:5:15 warning rules/unknown-metric: no job is known to expose the metric prometheus_tsdb_head_serie, and no rule records it; did you mean "prometheus_tsdb_head_series"?',
    ]);
  });
  test("may be written into Prometheus by others", () => {
    expect(
      found(alert("anything_total > 1e9"), { scrape: "    flags: { web.enable-remote-write-receiver: true }" }),
    ).toEqual([]);
  });
  test("that another rule records are fine", () => {
    expect(
      found(`${alert('job:tasks:rate5m{job="task-processor"} > 1e9')}  - name: more
    rules: [{ record: "a:b:c", expr: up }]\n`),
    ).toHaveLength(1);
    expect(
      found(`  - name: own
    rules:
      - { record: "job:tasks:rate5m", expr: "sum by (job) (rate(tasks_processed_total[5m]))" }
      - { alert: A, expr: 'job:tasks:rate5m{job="task-processor"} > 1e9' }
`),
    ).toEqual([]);
  });
});

describe("recorded series (T6)", () => {
  test("have the labels that their expression leaves", () => {
    const text = `  - name: own
    rules:
      - { record: "instance:tasks:rate5m", expr: "sum by (instance) (rate(tasks_processed_total[5m]))" }
      - { record: "job:tasks:rate5m", expr: "avg by (job) (instance:tasks:rate5m)" }
`;
    expect(found(text)).toEqual([
      "rules/own.yml:5:54 warning promql/unknown-label: no series that is grouped here has the label job",
    ]);
    expect(found(text.replace("by (instance)", "by (instance, job)"))).toEqual([]);
  });
  test("must not be read before they are recorded", () => {
    expect(
      found(`  - name: own
    rules:
      - { record: "a:b:c", expr: "d:e:f * 2" }
      - { record: "d:e:f", expr: "tasks_active * 2" }
`),
    ).toEqual([
      "rules/own.yml:4:34 warning rules/recording-order: this reads d:e:f, which is recorded further down in this group, so its value is one evaluation old",
    ]);
    expect(
      found(`  - name: own
    rules: [{ record: "a:b:c", expr: "d:e:f * 2" }]
  - name: later
    rules: [{ record: "d:e:f", expr: "tasks_active * 2" }]
`),
    ).toEqual([expect.stringContaining('in the later group "later"')]);
  });
  test("are told from those of a group of the same name in another file", () => {
    const recording = `  - name: own\n    rules: [{ record: "d:e:f", expr: "tasks_active * 2" }]\n`;
    const reading = `  - name: own\n    rules: [{ record: "a:b:c", expr: "d:e:f * 2" }]\n`;
    expect(found(reading, { others: recording })).toEqual([]);
    expect(found(recording, { others: reading })).toEqual([
      expect.stringMatching(/^rules\/others.yml:3:38 .*in the later group "own"/),
    ]);
  });
  test("must not be read by an alert before they are recorded", () => {
    const [reading, recording] = ['{ alert: A, expr: "d:e:f > 2" }', '{ record: "d:e:f", expr: "tasks_active * 2" }'];
    const group = (first: string, second: string) => `  - name: own\n    rules: [${first}, ${second}]\n`;
    expect(found(group(recording, reading))).toEqual([]);
    expect(found(group(reading, recording))).toEqual([
      expect.stringMatching(/recording-order: this reads d:e:f, which is recorded further down/),
    ]);
  });
  test("must not record themselves by way of others", () => {
    expect(
      found(`  - name: own
    rules:
      - { record: "a:b:c", expr: "d:e:f * 2" }
      - { record: "d:e:f", expr: "a:b:c * 2" }
`),
    ).toEqual(
      expect.arrayContaining([
        "rules/own.yml:4:19 warning rules/recording-cycle: this records what it reads: a:b:c → d:e:f → a:b:c",
        "rules/own.yml:5:19 warning rules/recording-cycle: this records what it reads: d:e:f → a:b:c → d:e:f",
      ]),
    );
  });
});

test("an environment silences a check everywhere", () => {
  const more = "ignore: [{ check: rules/for-interval, reason: on purpose }]\n";
  expect(found(alert("tasks_active > 1e9", "        for: 10s\n"), { more })).toEqual([]);
});

test("a label that the metric lacks", () => {
  expect(found(alert('tasks_active{status="failed"} > 1e9'))).toEqual([
    expect.stringContaining("warning promql/unknown-label: tasks_active has no label status"),
  ]);
});

test("a range shorter than four scrape intervals", () => {
  expect(found(alert('rate(tasks_processed_total{job="task-processor"}[30s]) > 1e9'))).toEqual([
    expect.stringContaining("promql/short-range"),
  ]);
});

test("a for that is shorter than the evaluation interval", () => {
  expect(found(alert("tasks_active > 1e9", "        for: 10s\n"))).toEqual([
    "rules/own.yml:6:14 warning rules/for-interval: this is shorter than the evaluation interval of 30s, so the alert fires 30s after the first time it holds",
  ]);
});

test("a template that shows a label which the expression drops", () => {
  const more =
    '        labels: { severity: critical }\n        annotations: { summary: "{{ $labels.job }} {{ $labels.instance }} {{ .Labels.severity }}" }\n';
  expect(
    found(alert("sum by (job) (tasks_active) > 1e9", more)).map((line) => line.split(": ").slice(1).join(": ")),
  ).toEqual([
    "the result of the expression has no label instance, so nothing is shown here",
    "the result of the expression has no label severity, so nothing is shown here",
  ]);
});

describe("what lies in environment.yml", () => {
  const scrape = (steps: string): string => `    scrape_configs:
      - job_name: extra
        static_configs: [{ targets: [extra:9090] }]
        metric_relabel_configs: ${steps}`;
  test("is judged as Prometheus judges it, at its place", () => {
    expect(found(alert("tasks_active > 1e9"), { scrape: scrape("[{ action: delete }]") })).toEqual([
      expect.stringMatching(/^environment\.yml:11:44 error prometheus\/relabel-action/),
    ]);
  });
});

describe("dashboards", () => {
  const dashboard = (expr: string): string => JSON.stringify({ title: "Own", panels: [{ targets: [{ expr }] }] });
  test("ask for metrics that are there, variables and all", () => {
    const expr =
      'sum by (job) (rate(tasks_processed_total{job=~"$job", instance="${instance:raw}"}[$__rate_interval]))';
    expect(found("  []\n", { dashboard: dashboard(expr) })).toEqual([]);
  });
  test("and it is told when they are not", () => {
    expect(found("  []\n", { dashboard: dashboard('tasks_actve{job="task-processor"}') })).toEqual([
      expect.stringMatching(
        /^dashboards\/own\.json:1:\d+ warning dashboard\/unknown-metric: .*did you mean "tasks_active"/,
      ),
    ]);
  });
});

describe("what relabelling makes of metrics (T7)", () => {
  const metric = (name: string): Metric => ({ name, type: "counter", help: "", labels: ["mode"] });
  const scrape = (steps: object[]) => ({
    job_name: "node",
    static_configs: [{ targets: ["a:9100"], labels: { zone: "eu" } }],
    metric_relabel_configs: steps,
  });
  const world = (...steps: object[]) =>
    worldOf({
      file: { scrape_configs: [scrape(steps)] },
      groups: [],
      expositionsOf: () => [declared([metric("node_context_switches_total"), metric("node_cpu_seconds_total")])],
    });
  const fate = (name: string, of = world()) => {
    const { tree } = parsePromQL(name);
    return tree?.type === "selector" ? of.fateOf(name, tree)?.kind : "no selector";
  };

  test("dropped by name", () => {
    const dropping = world({
      source_labels: ["__name__"],
      regex: "node_(context_switches_total|arp_entries)",
      action: "drop",
    });
    expect(fate("node_context_switches_total", dropping)).toBe("dropped");
    expect(fate("node_cpu_seconds_total", dropping)).toBe("stored");
    expect(fate("node_cpu_secs_total", dropping)).toBe("unknown");
  });
  test("renamed", () => {
    const renaming = world({
      source_labels: ["__name__"],
      regex: "node_(.*)",
      target_label: "__name__",
      replacement: "host_$1",
    });
    expect(fate("host_cpu_seconds_total", renaming)).toBe("stored");
    expect(fate("node_cpu_seconds_total", renaming)).toBe("dropped");
  });
  test("what depends on a label's value may be there", () => {
    expect(fate("node_cpu_seconds_total", world({ source_labels: ["mode"], regex: "idle", action: "drop" }))).toBe(
      "stored",
    );
  });
  test("its labels are those of the metric, of every target, and of this one", () => {
    expect(world().knowledge.metric?.("node_cpu_seconds_total")).toEqual({
      type: "counter",
      labels: ["mode", "job", "instance", "zone"],
    });
    expect(
      world({ action: "labeldrop", regex: "mode" }).knowledge.metric?.("node_cpu_seconds_total")?.labels,
    ).not.toContain("mode");
  });
  test("a summary has the label quantile", () => {
    const summary: Metric = { name: "task_latency_seconds", type: "summary", help: "", labels: [] };
    const { knowledge } = worldOf({
      file: { scrape_configs: [scrape([])] },
      groups: [],
      expositionsOf: () => [declared([summary])],
    });
    expect(knowledge.metric?.("task_latency_seconds")?.labels).toContain("quantile");
  });
});
