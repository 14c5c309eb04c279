import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atLeast, atMost } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "Last reload",
      description:
        "1 when the files that lie there are the ones that run. At 0 a restart would fail: mend the file, or deploy.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(prometheus_config_last_reload_successful${HERE})` }],
      alerts: ["PrometheusConfigurationReloadFailed"],
    }),
    stat({
      title: "Alertmanagers",
      description: "That it knows. At 0 alerts fire, and nobody is told.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(prometheus_notifications_alertmanagers_discovered${HERE})` }],
      alerts: ["PrometheusNotConnectedToAlertmanagers"],
    }),
    stat({
      title: "Failed rules",
      description:
        "Evaluations that failed within the hour. Not 0: the page /rules says which and why; their alerts cannot fire.",
      unit: "none",
      decimals: 0,
      thresholds: atMost({ critical: 1 }),
      series: [{ expr: `sum(increase(prometheus_rule_evaluation_failures_total${HERE}[1h]))` }],
      alerts: ["PrometheusRuleFailures"],
    }),
    stat({
      title: "Series",
      description:
        "In memory, about 3 KiB each. Twice what it was: a label got too many values; the page /tsdb-status says which.",
      unit: "short",
      series: [{ expr: `sum(prometheus_tsdb_head_series${HERE})` }],
    }),
    stat({
      title: "Samples a second",
      description: "Taken in. 1 to 2 bytes each on disk, so this times the retention is the room that it needs.",
      unit: "ops",
      series: [{ expr: `sum(rate(prometheus_tsdb_head_samples_appended_total${HERE}[5m]))` }],
    }),
    stat({
      title: "Blocks on disk",
      description: "Compare with the disk's size: retention by time alone does not stop at a full disk.",
      unit: "bytes",
      series: [{ expr: `sum(prometheus_tsdb_storage_blocks_bytes${HERE})` }],
    }),
  ],
};

const targets: Section = {
  title: "Targets",
  panels: [
    timeSeries({
      title: "Targets that are down",
      description:
        "By job. See /targets for the reason that Prometheus gives; all of a job at once is the network or the address.",
      unit: "none",
      series: [{ expr: "count by (job) (up == 0)", legend: "{{job}}" }],
      alerts: ["TargetDown"],
    }),
    timeSeries({
      title: "Time to scrape",
      description:
        "The slowest target of each job. Near the scrape timeout it will soon be down: let it expose less, or be asked less often.",
      unit: "s",
      series: [{ expr: "max by (job) (scrape_duration_seconds)", legend: "{{job}}" }],
    }),
    timeSeries({
      title: "Samples by scrape",
      description: "By job, of all its targets. A job that grows alone has a label with too many values.",
      unit: "short",
      series: [{ expr: "sum by (job) (scrape_samples_post_metric_relabeling)", legend: "{{job}}" }],
    }),
    timeSeries({
      title: "Series added and removed",
      description:
        "A second. Many of both all the time is churn: a label whose values change with each restart or request.",
      unit: "ops",
      series: [
        { expr: `sum(rate(prometheus_tsdb_head_series_created_total${HERE}[$__rate_interval]))`, legend: "added" },
        { expr: `sum(rate(prometheus_tsdb_head_series_removed_total${HERE}[$__rate_interval]))`, legend: "removed" },
      ],
    }),
  ],
};

const rules: Section = {
  title: "Rules and notifications",
  panels: [
    timeSeries({
      title: "Time to evaluate, as a share of the interval",
      description:
        "By group. Above 1 evaluations are missed and alerts are late: split the group, or record what is expensive.",
      unit: "percentunit",
      thresholds: atMost({ warning: 0.5, critical: 1 }),
      series: [
        {
          expr: `max by (rule_group) (prometheus_rule_group_last_duration_seconds${HERE} / prometheus_rule_group_interval_seconds${HERE})`,
          legend: "{{rule_group}}",
        },
      ],
      alerts: ["PrometheusMissingRuleEvaluations"],
    }),
    timeSeries({
      title: "Failed and missed evaluations",
      description:
        "A second, by group. Failed: the expression meets series that it cannot match. Missed: the one before took too long.",
      unit: "ops",
      series: [
        {
          expr: `sum by (rule_group) (rate(prometheus_rule_evaluation_failures_total${HERE}[$__rate_interval])) > 0`,
          legend: "failed - {{rule_group}}",
        },
        {
          expr: `sum by (rule_group) (rate(prometheus_rule_group_iterations_missed_total${HERE}[$__rate_interval])) > 0`,
          legend: "missed - {{rule_group}}",
        },
      ],
      alerts: ["PrometheusRuleFailures", "PrometheusMissingRuleEvaluations"],
    }),
    timeSeries({
      title: "Alerts sent a second",
      description: "To all Alertmanagers. Errors and dropped ones are alerts that somebody did not get, or got late.",
      unit: "ops",
      series: [
        { expr: `sum(rate(prometheus_notifications_sent_total${HERE}[$__rate_interval]))`, legend: "sent" },
        { expr: `sum(rate(prometheus_notifications_errors_total${HERE}[$__rate_interval]))`, legend: "errors" },
        { expr: `sum(rate(prometheus_notifications_dropped_total${HERE}[$__rate_interval]))`, legend: "dropped" },
      ],
      alerts: ["PrometheusNotificationsDropped"],
    }),
    timeSeries({
      title: "Queries",
      description:
        "Time to evaluate, 90th percentile, and how many run. At the limit further ones wait: see the query log for who asks.",
      unit: "s",
      series: [
        {
          expr: `max(prometheus_engine_query_duration_seconds{instance=~"$instance", slice="inner_eval", quantile="0.9"})`,
          legend: "p90",
        },
        { expr: `sum(prometheus_engine_queries${HERE})`, legend: "running", unit: "none" },
      ],
    }),
  ],
};

const program: Section = {
  title: "The program",
  panels: [
    timeSeries({
      title: "Memory",
      description:
        "Resident. It follows the series; near the limit of its container it is ended, and replays its log for minutes.",
      unit: "bytes",
      width: 8,
      series: [{ expr: `process_resident_memory_bytes${HERE}`, legend: "{{instance}}" }],
    }),
    timeSeries({
      title: "CPU",
      description: "In cores. Rules and dashboards cost most: record the expressions that are asked often.",
      unit: "none",
      width: 8,
      series: [{ expr: `rate(process_cpu_seconds_total${HERE}[$__rate_interval])`, legend: "{{instance}}" }],
    }),
    timeSeries({
      title: "Failed compactions and log writes",
      description: "A second. Not 0: the disk is full or broken, and samples are being lost.",
      unit: "ops",
      width: 8,
      thresholds: atMost({ critical: 0.001 }),
      series: [
        { expr: `sum(rate(prometheus_tsdb_compactions_failed_total${HERE}[$__rate_interval]))`, legend: "compactions" },
        { expr: `sum(rate(prometheus_tsdb_wal_writes_failed_total${HERE}[$__rate_interval]))`, legend: "log writes" },
      ],
    }),
  ],
};

/** Who watches the watchers: can alerts fire and leave, are all targets seen, is there room? */
export const prometheusDashboard = dashboard({
  uid: "prometheus",
  title: "Prometheus",
  description: "Can alerts fire and leave, are all targets seen, how much is taken in, and is there room for it?",
  variables: [instanceVariable("prometheus_build_info")],
  alerts: 'alertname=~"Prometheus.*|TargetDown"',
  sections: [now, targets, rules, program],
});
