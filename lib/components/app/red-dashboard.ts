import { dashboard } from "../../dashboards/dashboard.ts";
import { stat, timeSeries, upTiles } from "../../dashboards/panels.ts";
import { atMost } from "../../dashboards/thresholds.ts";
import { labelVariable } from "../../dashboards/variables.ts";
import type { Dashboard } from "../component.ts";
import { errorRatio, latency, type RequestMetrics, requestRate } from "./red.ts";

const JOBS = 'job=~"$job"';

const now = (metrics: RequestMetrics) => ({
  title: "Now",
  panels: [
    stat({
      title: "Requests a second",
      description: "Of all that are chosen. 0 while they are up: nobody can reach them.",
      unit: "reqps",
      width: 8,
      decimals: 1,
      series: [{ expr: `sum(${requestRate(JOBS, metrics)})` }],
    }),
    stat({
      title: "Most errors",
      description:
        "Share of the requests that fail, of the application with most. Its log and its latest deploy say why.",
      unit: "percentunit",
      width: 8,
      decimals: 2,
      thresholds: atMost({ warning: 0.01, critical: 0.05 }),
      noValue: "none",
      series: [{ expr: `max(${errorRatio(JOBS, metrics)})` }],
      alerts: ["ErrorRatio"],
    }),
    stat({
      title: "Slowest, 95th percentile",
      description: "Of the slowest application. Compare with its processor and with what it waits for.",
      unit: "s",
      width: 8,
      decimals: 3,
      thresholds: atMost({ warning: 0.5, critical: 1 }),
      series: [{ expr: `max(${latency(JOBS, metrics, 0.95)})` }],
      alerts: ["Latency"],
    }),
    upTiles({
      title: "Up",
      description: "Red: an instance does not answer Prometheus. See its log, start it again.",
      series: [{ expr: `min by (job) (up{${JOBS}})`, legend: "{{job}}" }],
      alerts: ["Down"],
    }),
  ],
});

const overTime = (metrics: RequestMetrics) => ({
  title: "Rate, errors, duration",
  panels: [
    timeSeries({
      title: "Rate",
      description: "Requests a second. A fall that the hour does not explain: something before it fails.",
      unit: "reqps",
      width: 8,
      series: [{ expr: requestRate(JOBS, metrics), legend: "{{job}}" }],
    }),
    timeSeries({
      title: "Errors",
      description: "Share of the requests that fail. The line is the alert's default; an app may have its own.",
      unit: "percentunit",
      width: 8,
      thresholds: atMost({ critical: 0.05 }),
      series: [{ expr: errorRatio(JOBS, metrics), legend: "{{job}}" }],
      alerts: ["ErrorRatio"],
    }),
    timeSeries({
      title: "Duration",
      description:
        "Within which half, 95 % and 99 % of the requests are answered. p99 alone rises: a few wait for something.",
      unit: "s",
      width: 8,
      series: [0.5, 0.95, 0.99].map((quantile) => ({
        expr: latency(JOBS, metrics, quantile),
        legend: `p${quantile * 100} {{job}}`,
      })),
      alerts: ["Latency"],
    }),
  ],
});

/** Rate, errors and duration of all applications whose request metrics have these names. */
export const redDashboard = (uid: string, title: string, metrics: RequestMetrics): Dashboard =>
  dashboard({
    uid,
    title,
    description: "How many requests come, how many fail, and how long they take, of each application.",
    variables: [
      labelVariable("job", metrics.requests, "Applications with these request metrics; all unless some are chosen."),
    ],
    alerts: JOBS,
    sections: [now(metrics), overTime(metrics)],
  });
