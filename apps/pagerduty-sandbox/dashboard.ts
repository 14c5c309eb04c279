import { dashboard } from "../../lib/dashboards/dashboard.ts";
import { stat, timeSeries } from "../../lib/dashboards/panels.ts";
import { processSection } from "../../lib/dashboards/process.ts";
import { atMost } from "../../lib/dashboards/thresholds.ts";

/** What reached the sandbox, and what it refused. `job`: the job label of its metrics. */
export const sandboxDashboard = (job: string) => {
  const here = `{job="${job}"}`;
  return dashboard({
    uid: "pagerduty-sandbox",
    title: "PagerDuty sandbox",
    description:
      "Which events arrive, what of them is refused, which incidents are open, and whether heartbeats still come.",
    alerts: `job="${job}"`,
    sections: [
      {
        title: "Incidents and heartbeats",
        panels: [
          stat({
            title: "Missing heartbeats",
            description:
              "Of environments whose Watchdog has stopped: none of their alerts can arrive. See their Prometheus and Alertmanager.",
            unit: "none",
            width: 6,
            height: 8,
            thresholds: atMost({ critical: 1 }),
            series: [{ expr: `pagerduty_sandbox_heartbeats{job="${job}", state="missing"}` }],
          }),
          timeSeries({
            title: "Open incidents",
            description:
              "By severity. Each has its timeline on the sandbox's own page; they close when the alert resolves.",
            unit: "none",
            width: 18,
            stacked: true,
            series: [{ expr: `sum by (severity) (pagerduty_sandbox_open_incidents${here})`, legend: "{{severity}}" }],
          }),
          timeSeries({
            title: "Events a minute",
            description: "By action. A trigger again and again for one incident is Alertmanager's repeat_interval.",
            unit: "none",
            series: [
              {
                expr: `sum by (action) (rate(pagerduty_sandbox_events_total{job="${job}", result="accepted"}[$__rate_interval])) * 60`,
                legend: "{{action}}",
              },
            ],
          }),
          timeSeries({
            title: "Refused events a minute",
            description:
              "invalid: a field is wrong, its answer says which. rate_limited: more than 120 a minute with one key.",
            unit: "none",
            series: [
              {
                expr: `sum by (result) (rate(pagerduty_sandbox_events_total{job="${job}", result!="accepted"}[$__rate_interval])) * 60`,
                legend: "{{result}}",
              },
            ],
            alerts: ["AlertmanagerNotificationsFailing"],
          }),
        ],
      },
      processSection(here),
    ],
  });
};
