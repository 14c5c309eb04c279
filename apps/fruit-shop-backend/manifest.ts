import { dependencyMetric, serviceVariables } from "../fruit-shop/variables.ts";
import type { AppManifest } from "../manifest.ts";

/** Requirements, section fruit-shop. */
export const fruitShopBackend = {
  name: "fruit-shop-backend",
  summary: "Workers that take posted fruits from the queue, write them to the database, and send word of it",
  port: 5001,
  healthPath: "/health",
  readyPath: "/ready",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "worker_job_duration_seconds",
      type: "summary",
      help: "Time that a worker spent on a job",
      labels: [],
      quantiles: [0.5, 0.9, 0.99],
    },
    { name: "workers_busy", type: "gauge", help: "Number of workers that have a job at the moment", labels: [] },
    {
      name: "fruits_processed_total",
      type: "counter",
      help: "Total number of messages taken from the queue of posted fruits, by what became of them",
      labels: ["result"],
      values: { result: ["stored", "duplicate", "rejected"] },
    },
    {
      name: "job_failures_total",
      type: "counter",
      help: "Total number of attempts at a job that failed, and were made again",
      labels: [],
    },
    {
      name: "messages_produced_total",
      type: "counter",
      help: "Total number of messages that workers produced",
      labels: [],
    },
    {
      name: "cache_expired_total",
      type: "counter",
      help: "Total number of times that the cache was made to forget, by whether it answered",
      labels: ["result"],
      values: { result: ["expired", "unavailable"] },
    },
    dependencyMetric,
  ],
  queries: [
    { name: "fruits stored a second", expr: 'rate(fruits_processed_total{result="stored"}[5m])', expect: "one" },
    {
      name: "average duration of a job",
      expr: "rate(worker_job_duration_seconds_sum[5m]) / rate(worker_job_duration_seconds_count[5m])",
      expect: "number",
    },
    { name: "median duration of a job", expr: 'worker_job_duration_seconds{quantile="0.5"}', expect: "one" },
    { name: "messages produced a second", expr: "rate(messages_produced_total[5m])", expect: "one" },
    { name: "busy workers", expr: "workers_busy", expect: "one" },
  ],
  variables: {
    ...serviceVariables,
    WORKERS: {
      kind: "integer",
      minimum: 1,
      maximum: 7,
      default: "4",
      help: "Workers that take from the queue side by side",
    },
    RETENTION_HOURS: {
      kind: "integer",
      minimum: 1,
      maximum: 8760,
      default: "24",
      help: "How long fruits stay in the database, in hours",
    },
    FAULT_JOB_DELAY_SECONDS: {
      kind: "number",
      minimum: 0,
      maximum: 10,
      default: "0",
      runtime: true,
      help: "Time that every job takes longer, in seconds",
    },
  },
  resources: { memoryMiB: 192 },
  stopGraceSeconds: 20,
} as const satisfies AppManifest;
