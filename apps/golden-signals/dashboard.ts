import { dashboard, type Section } from "../../lib/dashboards/dashboard.ts";
import { stat, timeSeries } from "../../lib/dashboards/panels.ts";
import { processSection, scratchPanel } from "../../lib/dashboards/process.ts";
import { atMost } from "../../lib/dashboards/thresholds.ts";
import type { AppDashboard } from "../dashboards.ts";

const ERRORS = 'status=~"4..|5.."';
const BUCKETS = "rate(flask_http_request_duration_seconds_bucket[5m])";
const errorPercent = (matchers: string): string =>
  `sum(rate(flask_http_request_total{${matchers}}[5m])) / sum(rate(flask_http_request_total[5m])) * 100`;

/** Titles, queries, legends, units and thresholds: requirements, section golden-signals. */
const signals: Section = {
  title: "Latency, traffic and errors",
  panels: [
    timeSeries({
      title: "Request Rate (req/s)",
      description: "Traffic, by path. It falls to 0 when nobody can reach the application, and before users complain.",
      unit: "reqps",
      series: [{ expr: "sum(rate(flask_http_request_duration_seconds_count[5m])) by (path)", legend: "{{path}}" }],
    }),
    timeSeries({
      title: "Response Time Percentiles",
      description:
        "Latency, by path. p99 far above p50: a few requests wait for something that the others do not need.",
      unit: "s",
      series: [0.5, 0.95, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum by (le, path) (${BUCKETS}))`,
        legend: `p${quantile * 100} - {{path}}`,
      })),
    }),
    stat({
      title: "Error Rate %",
      description:
        "Share of the requests of the last 5 minutes that ended in 4xx or 5xx. Above 5 % for 2 minutes it pages.",
      unit: "percent",
      decimals: 2,
      width: 6,
      height: 8,
      thresholds: atMost({ warning: 1, critical: 5 }),
      series: [{ expr: errorPercent(ERRORS) }],
      alerts: ["HighErrorRate"],
    }),
    timeSeries({
      title: "Errors by status",
      description: "4xx are what callers do wrong, 5xx what we do wrong. A jump of either after a deploy is ours.",
      unit: "reqps",
      width: 18,
      series: [{ expr: `sum by (status) (rate(flask_http_request_total{${ERRORS}}[5m]))`, legend: "{{status}}" }],
    }),
  ],
};

const containers = timeSeries({
  title: "Docker Container Resources",
  description: "Saturation of each container. Memory that only grows ends with the container being killed.",
  unit: "percent",
  series: [
    { expr: 'rate(container_cpu_usage_seconds_total{id=~"/docker/.*"}[5m]) * 100', legend: "CPU % - {{id}}" },
    {
      expr: 'container_memory_usage_bytes{id=~"/docker/.*"} / 1024 / 1024',
      legend: "Memory MB - {{id}}",
      unit: "mbytes",
    },
  ],
});

/** The same where there are no containers. */
const processes = timeSeries({
  title: "Process Resources",
  description: "Saturation of each process. Memory that only grows ends with the process being killed.",
  unit: "percent",
  series: [
    { expr: "rate(process_cpu_seconds_total[5m]) * 100", legend: "CPU % - {{instance}}" },
    { expr: "process_resident_memory_bytes / 1024 / 1024", legend: "Memory MB - {{instance}}", unit: "mbytes" },
  ],
});

const saturation = (hasContainers: boolean): Section => ({
  title: "Saturation and service level",
  panels: [
    hasContainers ? containers : processes,
    stat({
      title: "Saturation and SLA: p95 under 1 s",
      description:
        "Time within which 95 % of all requests are answered. From 1 s on the agreement is broken: see which path, and the load.",
      unit: "s",
      decimals: 3,
      width: 6,
      height: 8,
      thresholds: atMost({ warning: 0.8, critical: 1 }),
      series: [{ expr: `histogram_quantile(0.95, sum by (le) (${BUCKETS}))` }],
      alerts: ["Latency"],
    }),
    stat({
      title: "Server errors %",
      description: "5xx of the last 5 minutes. The agreement allows 5 %.",
      unit: "percent",
      decimals: 2,
      width: 6,
      height: 8,
      thresholds: atMost({ warning: 1, critical: 5 }),
      series: [{ expr: errorPercent('status=~"5.."') }],
    }),
  ],
});

const business = (job: string): Section => ({
  title: "Business",
  panels: [
    timeSeries({
      title: "Operations a second",
      description: "By type. Payments that stop while logins go on are an outage that no error rate shows.",
      unit: "ops",
      series: [
        {
          expr: `sum by (operation_type) (rate(webapp_business_operations_total{job="${job}"}[$__rate_interval]))`,
          legend: "{{operation_type}}",
        },
      ],
    }),
    timeSeries({
      title: "Memory held on request",
      description: "By /memory-usage and by the drill. It comes back by itself.",
      unit: "bytes",
      series: [{ expr: `webapp_held_memory_bytes{job="${job}"}`, legend: "{{instance}}" }],
      alerts: ["HighMemory"],
    }),
  ],
});

export const goldenSignalsDashboard: AppDashboard = {
  title: "Golden Signals Workshop",
  make: ({ uid, title, job, hasContainers }) =>
    dashboard({
      uid,
      title,
      description: "Latency, traffic, errors and saturation: the four signals that tell whether users are served.",
      alerts: `job="${job}"`,
      from: "now-15m",
      refresh: "5s",
      sections: [
        signals,
        saturation(hasContainers),
        business(job),
        processSection(`{job="${job}"}`, scratchPanel(`{job="${job}"}`)),
      ],
    }),
};
