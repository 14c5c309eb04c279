import type { AppManifest } from "../manifest.ts";

const TASK_TYPES = ["fast", "slow", "normal"] as const;

/** Names, help texts and buckets: requirements, section task-processor. */
export const taskProcessor = {
  name: "task-processor",
  summary: "A queue of tasks and the workers that process them",
  port: 8100,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      // Every attempt counts, so that the share of failures is what workers see, however often a task is tried again.
      name: "tasks_processed_total",
      type: "counter",
      help: "Total number of tasks processed",
      labels: ["status", "task_type"],
      values: { status: ["success", "failed"], task_type: TASK_TYPES },
    },
    {
      name: "tasks_retried_total",
      type: "counter",
      help: "Total number of tasks put back into the queue after a failure",
      labels: ["task_type"],
      values: { task_type: TASK_TYPES },
    },
    { name: "tasks_active", type: "gauge", help: "Number of tasks currently being processed", labels: [] },
    { name: "tasks_queue_size", type: "gauge", help: "Number of tasks waiting in queue", labels: [] },
    {
      name: "task_duration_seconds",
      type: "histogram",
      help: "Time spent processing tasks",
      labels: [],
      buckets: [0.1, 0.5, 1, 2, 5],
    },
    {
      name: "task_latency_seconds",
      type: "summary",
      help: "Time from the creation of a task to its end, waiting and retries included",
      labels: [],
      quantiles: [0.5, 0.9, 0.99],
    },
    {
      // The histogram has no task_type, so that its quantile is one number; this one compares the types.
      name: "task_busy_seconds_total",
      type: "counter",
      help: "Total time that workers spent on tasks",
      labels: ["task_type"],
      values: { task_type: TASK_TYPES },
    },
  ],
  queries: [
    { name: "tasks processed", expr: "tasks_processed_total", expect: "some" },
    {
      name: "success rate in per cent",
      expr: 'sum(rate(tasks_processed_total{status="success"}[5m])) / sum(rate(tasks_processed_total[5m])) * 100',
      expect: "number",
    },
    { name: "tasks waiting", expr: "tasks_queue_size", expect: "one" },
    { name: "tasks a second", expr: "rate(tasks_processed_total[1m])", expect: "some" },
    { name: "tasks in the last minute", expr: "increase(tasks_processed_total[1m])", expect: "some" },
    {
      name: "duration, 95th percentile",
      expr: "histogram_quantile(0.95, rate(task_duration_seconds_bucket[5m]))",
      expect: "number",
    },
    {
      name: "average duration",
      expr: "rate(task_duration_seconds_sum[5m]) / rate(task_duration_seconds_count[5m])",
      expect: "number",
    },
    { name: "tasks being processed", expr: "tasks_active", expect: "one" },
    { name: "tasks a second by type", expr: "sum by (task_type) (rate(tasks_processed_total[5m]))", expect: "some" },
    {
      name: "average duration by type",
      expr: "sum by (task_type) (rate(task_busy_seconds_total[5m])) / sum by (task_type) (rate(tasks_processed_total[5m]))",
      expect: "some",
    },
    { name: "retries a second by type", expr: "sum by (task_type) (rate(tasks_retried_total[5m]))", expect: "some" },
    { name: "median latency", expr: 'task_latency_seconds{quantile="0.5"}', expect: "one" },
  ],
  variables: {
    SUCCESS_RATE: {
      kind: "number",
      minimum: 0,
      maximum: 1,
      default: "0.9",
      runtime: true,
      help: "Share of tasks that succeed",
    },
    TASK_RATE: {
      kind: "number",
      minimum: 0,
      maximum: 100,
      default: "1",
      runtime: true,
      help: "Tasks a second that the producer makes while the queue is half full; more when it is emptier, none when it is full",
    },
    WORKERS: { kind: "integer", minimum: 1, maximum: 10, default: "1", help: "Tasks processed at the same time" },
    MAX_RETRIES: {
      kind: "integer",
      minimum: 0,
      maximum: 10,
      default: "3",
      help: "How often a failed task is tried again",
    },
    FINE_BUCKETS: {
      kind: "boolean",
      default: "false",
      help: "Whether task_duration_seconds has the buckets 0.1 0.5 1 1.5 2 2.5 3 5 instead of 0.1 0.5 1 2 5",
    },
  },
  resources: { memoryMiB: 128 },
  stopGraceSeconds: 5,
} as const satisfies AppManifest;
