import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atLeast, atMost, NEUTRAL } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';
const FAILING = ["AlertmanagerNotificationsFailing"];

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "Last reload",
      description:
        "1 when the files that lie there are the ones that run. At 0 a restart would fail: mend the file, or deploy.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(alertmanager_config_last_reload_successful${HERE})` }],
      alerts: ["AlertmanagerConfigurationReloadFailed"],
    }),
    stat({
      title: "Active alerts",
      description: "Alerts that are neither silenced nor inhibited: somebody is being told of them.",
      unit: "none",
      series: [{ expr: `sum(alertmanager_alerts{instance=~"$instance", state="active"})` }],
    }),
    stat({
      title: "Suppressed alerts",
      description: "Silenced or inhibited: nobody is told. Many for long: see whether the silences are still meant.",
      unit: "none",
      series: [{ expr: `sum(alertmanager_alerts{instance=~"$instance", state="suppressed"})` }],
    }),
    stat({
      title: "Silences",
      description: "In force now. Each hides alerts until it ends; end those that nobody needs.",
      unit: "none",
      series: [{ expr: `sum(alertmanager_silences{instance=~"$instance", state="active"})` }],
    }),
    stat({
      title: "Failed within the hour",
      description:
        "Notifications that could not be delivered. Not 0: a wrong key, or a receiver out of reach; the log says which.",
      unit: "none",
      decimals: 0,
      thresholds: atMost({ critical: 1 }),
      series: [{ expr: `sum(increase(alertmanager_notifications_failed_total${HERE}[1h]))` }],
      alerts: FAILING,
    }),
    stat({
      title: "Groups",
      description:
        "Groups of alerts that are notified together. Thousands: group_by names a label with too many values.",
      unit: "none",
      series: [{ expr: `sum(alertmanager_dispatcher_aggregation_groups${HERE})` }],
      thresholds: NEUTRAL,
    }),
  ],
};

const notifications: Section = {
  title: "Notifications",
  panels: [
    timeSeries({
      title: "Notifications a second",
      description:
        "By integration. The heartbeat's webhook never stops; a flood of pages is a route that groups too little.",
      unit: "ops",
      series: [
        {
          expr: `sum by (integration) (rate(alertmanager_notifications_total${HERE}[$__rate_interval])) > 0`,
          legend: "{{integration}}",
        },
      ],
    }),
    timeSeries({
      title: "Failed notifications a second",
      description: "By integration. Nobody is told what these said: prove the key and the way with verify.",
      unit: "ops",
      series: [
        {
          expr: `sum by (integration) (rate(alertmanager_notifications_failed_total${HERE}[$__rate_interval]))`,
          legend: "{{integration}}",
        },
      ],
      alerts: FAILING,
    }),
    timeSeries({
      title: "Time to deliver",
      description:
        "95th percentile by integration. It adds to how late a page is; PagerDuty usually takes less than a second.",
      unit: "s",
      series: [
        {
          expr: `histogram_quantile(0.95, sum by (integration, le) (rate(alertmanager_notification_latency_seconds_bucket${HERE}[$__rate_interval]))) >= 0`,
          legend: "{{integration}}",
        },
      ],
    }),
    timeSeries({
      title: "Alerts received a second",
      description:
        "Firing and resolved ones, from all that send. 0 while Prometheus runs: it does not know this Alertmanager.",
      unit: "ops",
      series: [
        {
          expr: `sum by (status) (rate(alertmanager_alerts_received_total${HERE}[$__rate_interval]))`,
          legend: "{{status}}",
        },
        { expr: `sum(rate(alertmanager_alerts_invalid_total${HERE}[$__rate_interval]))`, legend: "invalid" },
      ],
      alerts: ["PrometheusNotConnectedToAlertmanagers"],
    }),
  ],
};

const itself: Section = {
  title: "Alerts, silences and the program",
  panels: [
    timeSeries({
      title: "Alerts",
      description: "By state, over time: when did it begin, and when was it silenced?",
      unit: "none",
      width: 8,
      stacked: true,
      series: [{ expr: `sum by (state) (alertmanager_alerts${HERE})`, legend: "{{state}}" }],
    }),
    timeSeries({
      title: "Silences",
      description: "By state. Expired ones stay for the retention and hide nothing.",
      unit: "none",
      width: 8,
      series: [{ expr: `sum by (state) (alertmanager_silences${HERE})`, legend: "{{state}}" }],
    }),
    timeSeries({
      title: "Memory",
      description: "Resident. It grows with alerts and groups, and must come back when they are gone.",
      unit: "bytes",
      width: 8,
      series: [{ expr: `process_resident_memory_bytes${HERE}`, legend: "{{instance}}" }],
    }),
  ],
};

/** Who is told, whether it arrives, and what is silenced. */
export const alertmanagerDashboard = dashboard({
  uid: "alertmanager",
  title: "Alertmanager",
  description:
    "Do notifications go out and arrive, what is silenced, and does the program run the files that lie there?",
  variables: [instanceVariable("alertmanager_build_info")],
  alerts: 'alertname=~"Alertmanager.*"',
  sections: [now, notifications, itself],
});
