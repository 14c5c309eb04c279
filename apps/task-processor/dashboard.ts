import { dashboard, type Section } from "../../lib/dashboards/dashboard.ts";
import { type Series, stat, timeSeries } from "../../lib/dashboards/panels.ts";
import { processSection } from "../../lib/dashboards/process.ts";
import { atLeast, atMost } from "../../lib/dashboards/thresholds.ts";
import type { AppDashboard } from "../dashboards.ts";

/** The alert HighTaskFailureRate fires above 15 % of failures. */
const SUCCESS_PERCENT = atLeast({ critical: 85 });
const FAILING = ["HighTaskFailureRate"];

const now = (of: Selector): Section => ({
  title: "Now",
  panels: [
    stat({
      title: "Up",
      description: "1 while it answers Prometheus. At 0 no task is known to be processed: see its log, start it again.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(${of("up")})` }],
      alerts: ["TaskProcessorDown"],
    }),
    stat({
      title: "Success rate",
      description:
        "Share of the tasks of the last 5 minutes that succeeded. Below 85 % see which type fails, and what it depends on.",
      unit: "percent",
      decimals: 1,
      max: 100,
      thresholds: SUCCESS_PERCENT,
      series: [successPercent(of, "[5m]")],
      noValue: "no tasks",
      alerts: FAILING,
    }),
    stat({
      title: "Throughput",
      description: "Tasks a second, failed ones included. At 0 workers are stuck, or nobody makes tasks.",
      unit: "ops",
      decimals: 2,
      series: [{ expr: `sum(rate(${of("tasks_processed_total")}[5m]))` }],
    }),
    stat({
      title: "Tasks waiting",
      description: "5 to 50 under its own load. If it stays at the top, add workers or make fewer tasks.",
      unit: "none",
      series: [{ expr: `sum(${of("tasks_queue_size")})` }],
    }),
    stat({
      title: "Tasks being processed",
      description: "As many as there are workers while they have work.",
      unit: "none",
      series: [{ expr: `sum(${of("tasks_active")})` }],
    }),
    stat({
      title: "Duration, 95th percentile",
      description: "One task in twenty takes longer. A task takes up to 3 s: above that the machine is too busy.",
      unit: "s",
      decimals: 2,
      thresholds: atMost({ warning: 3, critical: 5 }),
      series: [quantile(of, 0.95, "[5m]")],
    }),
  ],
});

const work = (of: Selector): Section => ({
  title: "Throughput and errors",
  panels: [
    timeSeries({
      title: "Tasks a second",
      description:
        "By outcome. Failed ones that grow while all stays the same: something that tasks depend on is broken.",
      unit: "ops",
      stacked: true,
      series: [
        { expr: `sum by (status) (rate(${of("tasks_processed_total")}[$__rate_interval]))`, legend: "{{status}}" },
      ],
    }),
    timeSeries({
      title: "Success rate",
      description: "The alert fires when it is below the line for 5 minutes.",
      unit: "percent",
      max: 100,
      thresholds: SUCCESS_PERCENT,
      series: [{ ...successPercent(of, "[5m]"), legend: "success" }],
      alerts: FAILING,
    }),
    timeSeries({
      title: "Queue",
      description:
        "Tasks waiting and being processed. A queue that only grows means that tasks arrive faster than workers work.",
      unit: "none",
      series: [
        { expr: of("tasks_queue_size"), legend: "waiting" },
        { expr: of("tasks_active"), legend: "being processed" },
      ],
    }),
    timeSeries({
      title: "Retries a second",
      description:
        "Failed tasks put back into the queue. Each is work that is done again: mend the failures, not the queue.",
      unit: "ops",
      series: [
        { expr: `sum by (task_type) (rate(${of("tasks_retried_total")}[$__rate_interval]))`, legend: "{{task_type}}" },
      ],
    }),
  ],
});

const duration = (of: Selector): Section => ({
  title: "Duration",
  panels: [
    timeSeries({
      title: "Duration of a task",
      description: "Percentiles from the histogram, and the average. Far apart: a few slow tasks hold up the others.",
      unit: "s",
      series: [
        ...[0.5, 0.95, 0.99].map((q) => ({ ...quantile(of, q, "[$__rate_interval]"), legend: `p${q * 100}` })),
        {
          expr: `sum(rate(${of("task_duration_seconds_sum")}[$__rate_interval])) / sum(rate(${of("task_duration_seconds_count")}[$__rate_interval]))`,
          legend: "average",
        },
      ],
    }),
    timeSeries({
      title: "From creation to end",
      description:
        "Waiting and retries included, over the last ten minutes. If it grows and the duration does not, the queue is too long.",
      unit: "s",
      series: [{ expr: of("task_latency_seconds", 'quantile!=""'), legend: "p{{quantile}}" }],
    }),
  ],
});

const byType = (of: Selector): Section => ({
  title: "By type",
  panels: [
    timeSeries({
      title: "Tasks a second by type",
      description: "What there is to do. A type that is missing is not made, or not taken.",
      unit: "ops",
      width: 8,
      series: [
        {
          expr: `sum by (task_type) (rate(${of("tasks_processed_total")}[$__rate_interval]))`,
          legend: "{{task_type}}",
        },
      ],
    }),
    timeSeries({
      title: "Success rate by type",
      description: "One type below the others: look at what only that type does.",
      unit: "percent",
      max: 100,
      width: 8,
      thresholds: SUCCESS_PERCENT,
      series: [
        {
          expr: `sum by (task_type) (rate(${of("tasks_processed_total", 'status="success"')}[5m])) / sum by (task_type) (rate(${of("tasks_processed_total")}[5m])) * 100`,
          legend: "{{task_type}}",
        },
      ],
    }),
    timeSeries({
      title: "Average duration by type",
      description: "Slow tasks are meant to be slow; a fast one that becomes slow is not.",
      unit: "s",
      width: 8,
      series: [
        {
          expr: `sum by (task_type) (rate(${of("task_busy_seconds_total")}[5m])) / sum by (task_type) (rate(${of("tasks_processed_total")}[5m]))`,
          legend: "{{task_type}}",
        },
      ],
    }),
  ],
});

/** A selector of the app's series of a metric. */
type Selector = (metric: string, matchers?: string) => string;

const successPercent = (of: Selector, range: string): Series => ({
  expr: `sum(rate(${of("tasks_processed_total", 'status="success"')}${range})) / sum(rate(${of("tasks_processed_total")}${range})) * 100`,
});

const quantile = (of: Selector, q: number, range: string): Series => ({
  expr: `histogram_quantile(${q}, sum by (le) (rate(${of("task_duration_seconds_bucket")}${range})))`,
});

/** Queries: requirements, section task-processor. */
export const taskProcessorDashboard: AppDashboard = {
  title: "Task processor",
  make: ({ uid, title, job }) => {
    const of: Selector = (metric, matchers) =>
      `${metric}{job="${job}"${matchers === undefined ? "" : `, ${matchers}`}}`;
    return dashboard({
      uid,
      title,
      description:
        "A queue of tasks and its workers: is it up, does it succeed, how much waits, how long does it take?",
      alerts: `job="${job}"`,
      sections: [now(of), work(of), duration(of), byType(of), processSection(`{job="${job}"}`)],
    });
  },
};
