import { SCRATCH } from "../kit/scratch.ts";
import { faultVariables } from "../kit/variables.ts";
import type { AppManifest } from "../manifest.ts";

export const ENDPOINTS = [
  "/",
  "/health",
  "/business-metrics",
  "/delay",
  "/error",
  "/cpu-intensive",
  "/memory-usage",
] as const;
export const OPERATIONS = ["unknown", "user_login", "payment"] as const;
const ERROR_STATUSES = ["400", "404", "500"] as const;

/** Names and end points: requirements, section golden-signals. */
export const goldenSignals = {
  name: "golden-signals",
  summary: "A web application whose latency, traffic, errors and saturation can be asked for",
  port: 3001,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "flask_http_request_duration_seconds",
      type: "histogram",
      help: "Duration of HTTP requests in seconds",
      labels: ["method", "path", "status"],
      initial: [
        ...ENDPOINTS.map((path) => ({ method: "GET", path, status: "200" })),
        ...ERROR_STATUSES.map((status) => ({ method: "GET", path: "/error", status })),
      ],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
    {
      name: "flask_http_request_total",
      type: "counter",
      help: "Total number of HTTP requests",
      labels: ["method", "status"],
      initial: ["200", ...ERROR_STATUSES].map((status) => ({ method: "GET", status })),
    },
    {
      name: "webapp_custom_requests_total",
      type: "counter",
      help: "Total number of requests to each end point",
      labels: ["endpoint"],
      values: { endpoint: ENDPOINTS },
    },
    {
      name: "webapp_business_operations_total",
      type: "counter",
      help: "Total number of business operations",
      labels: ["operation_type"],
      values: { operation_type: OPERATIONS },
    },
    { name: "webapp_held_memory_bytes", type: "gauge", help: "Memory held on request", labels: [] },
    ...SCRATCH.metrics,
  ],
  queries: [
    { name: "requests", expr: "flask_http_request_duration_seconds_count", expect: "some" },
    { name: "requests a second", expr: "sum(rate(flask_http_request_duration_seconds_count[5m]))", expect: "one" },
    {
      name: "requests a second by path",
      expr: "sum(rate(flask_http_request_duration_seconds_count[5m])) by (path)",
      expect: "some",
    },
    {
      name: "95th percentile by path",
      expr: "histogram_quantile(0.95, sum by (le, path) (rate(flask_http_request_duration_seconds_bucket[5m])))",
      expect: "some",
    },
    {
      name: "99th percentile",
      expr: "histogram_quantile(0.99, sum by (le) (rate(flask_http_request_duration_seconds_bucket[5m])))",
      expect: "number",
    },
    { name: "errors", expr: 'flask_http_request_total{status=~"4..|5.."}', expect: "some" },
    {
      name: "errors in per cent",
      expr: 'sum(rate(flask_http_request_total{status=~"4..|5.."}[5m])) / sum(rate(flask_http_request_total[5m])) * 100',
      expect: "number",
    },
    {
      name: "errors a second by status",
      expr: 'sum by (status) (rate(flask_http_request_total{status=~"4..|5.."}[5m]))',
      expect: "some",
    },
    {
      name: "share of server errors",
      expr: 'sum(rate(flask_http_request_total{status=~"5.."}[5m])) / sum(rate(flask_http_request_total[5m]))',
      expect: "number",
    },
    { name: "business operations", expr: "webapp_business_operations_total", expect: "some" },
    { name: "requests by end point", expr: "webapp_custom_requests_total", expect: "some" },
  ],
  variables: {
    STATSD_ADDRESS: {
      kind: "address",
      default: "127.0.0.1:9125",
      help: "host:port of a StatsD server that hears of each business operation, by UDP",
    },
    ...faultVariables,
    ...SCRATCH.variables,
  },
  resources: { memoryMiB: 512 },
  scratch: SCRATCH.fileSystem,
  stopGraceSeconds: 15,
} as const satisfies AppManifest;
