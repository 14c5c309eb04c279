import type { RuleGroup } from "../component.ts";
import { alert } from "../settings.ts";

/** Who watches the watchers. Each of these conditions means that alerts may be lost, so all but the Watchdog page. */
export const selfMonitoring: readonly RuleGroup[] = [
  {
    name: "prometheus_self_monitoring",
    rules: [
      {
        alert: "Watchdog",
        expr: "vector(1)",
        // It takes Prometheus 5 s from its start to discover Alertmanager, and what fires before is dropped and sent again only
        // after a minute (requirements T25): so it fires at the second evaluation, and the heartbeat begins half a minute earlier.
        for: "10s",
        labels: { severity: "none" },
        annotations: {
          summary: "Always firing: the way from a rule to the receiver is open",
          description: "Its absence at the heartbeat receiver means that no alert can arrive.",
        },
      },
      alert("PrometheusConfigurationReloadFailed", {
        expr: "prometheus_config_last_reload_successful == 0",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Prometheus {{ $labels.instance }} runs an old configuration",
        description: "The last reload was refused. A restart would fail, and changed rules and targets have no effect.",
      }),
      alert("PrometheusRuleFailures", {
        expr: "increase(prometheus_rule_evaluation_failures_total[5m]) > 0",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Prometheus {{ $labels.instance }} fails to evaluate rules",
        description:
          "Group {{ $labels.rule_group }}: {{ $value | humanize }} failed evaluations in 5 minutes; its alerts cannot fire.",
      }),
      alert("PrometheusMissingRuleEvaluations", {
        expr: "increase(prometheus_rule_group_iterations_missed_total[5m]) > 0",
        for: "15m",
        severity: "warning",
        category: "performance",
        summary: "Prometheus {{ $labels.instance }} evaluates rules too slowly",
        description: "Group {{ $labels.rule_group }} missed {{ $value | humanize }} evaluations in 5 minutes.",
      }),
      alert("PrometheusNotConnectedToAlertmanagers", {
        expr: "prometheus_notifications_alertmanagers_discovered < 1",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Prometheus {{ $labels.instance }} knows no Alertmanager",
        description: "Alerts fire, and nobody is told.",
      }),
      alert("PrometheusNotificationsDropped", {
        expr: "increase(prometheus_notifications_dropped_total[5m]) > 0",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Prometheus {{ $labels.instance }} drops notifications",
        description: "{{ $value | humanize }} notifications to Alertmanager were dropped in 5 minutes.",
      }),
      alert("TargetDown", {
        expr: "up == 0",
        for: "5m",
        severity: "warning",
        category: "availability",
        summary: "{{ $labels.job }} {{ $labels.instance }} does not answer Prometheus",
        description: "The target has not been scraped for 5 minutes.",
      }),
    ],
  },
];
