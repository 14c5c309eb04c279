import type { RuleGroup } from "../component.ts";
import { alert } from "../settings.ts";

export const selfMonitoring: readonly RuleGroup[] = [
  {
    name: "alertmanager_self_monitoring",
    rules: [
      alert("AlertmanagerConfigurationReloadFailed", {
        expr: "alertmanager_config_last_reload_successful == 0",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Alertmanager {{ $labels.instance }} runs an old configuration",
        description: "The last reload was refused. A restart would fail, and changed routes have no effect.",
      }),
      alert("AlertmanagerNotificationsFailing", {
        expr: "sum by (job, instance, integration) (increase(alertmanager_notifications_failed_total[5m])) > 0",
        for: "2m",
        severity: "critical",
        category: "reliability",
        summary: "Alertmanager {{ $labels.instance }} cannot deliver to {{ $labels.integration }}",
        description:
          "{{ $value | humanize }} notifications failed in 5 minutes: a wrong key, or a receiver out of reach.",
      }),
    ],
  },
];
