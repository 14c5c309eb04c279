import { FRUITS } from "../fruit-shop/fruit.ts";
import { dependencyMetric, serviceVariables } from "../fruit-shop/variables.ts";
import { SCRATCH } from "../kit/scratch.ts";
import { faultVariables } from "../kit/variables.ts";
import type { AppManifest } from "../manifest.ts";

/** Names, help texts and end points: requirements, section fruit-shop. */
export const fruitShopFrontend = {
  name: "fruit-shop-frontend",
  summary: "Takes posted fruits into a queue, and answers what is in the database through a cache",
  port: 5000,
  healthPath: "/health",
  readyPath: "/ready",
  metricsPath: "/metrics",
  metrics: [
    { name: "hello_total", type: "counter", help: "Total number of hello requests", labels: [] },
    { name: "all_fruits", type: "gauge", help: "Total number of recent fruits in the database", labels: [] },
    {
      name: "recent_fruits",
      type: "gauge",
      help: "Number of recent fruits in the database by fruit",
      labels: ["fruit"],
      values: { fruit: FRUITS },
    },
    {
      name: "http_latency",
      type: "histogram",
      help: "Histogram of HTTP latencies",
      labels: ["method", "endpoint"],
      values: { method: ["GET", "POST"], endpoint: ["/hello", "/fruit"] },
      initial: [
        { method: "GET", endpoint: "/hello" },
        { method: "GET", endpoint: "/fruit" },
        { method: "POST", endpoint: "/fruit" },
      ],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
    {
      name: "http_errors_total",
      type: "counter",
      help: "Total number of requests that the shop could not serve",
      labels: ["method", "endpoint"],
      values: { method: ["GET", "POST"], endpoint: ["/hello", "/fruit"] },
      initial: [
        { method: "GET", endpoint: "/hello" },
        { method: "GET", endpoint: "/fruit" },
        { method: "POST", endpoint: "/fruit" },
      ],
    },
    {
      name: "cache_requests_total",
      type: "counter",
      help: "Total number of questions to the cache, by its answer",
      labels: ["result"],
      values: { result: ["hit", "miss", "unavailable"] },
    },
    dependencyMetric,
    ...SCRATCH.metrics,
  ],
  queries: [
    { name: "hello requests a second", expr: "rate(hello_total[1m])", expect: "some" },
    { name: "kinds of fruit", expr: "count(recent_fruits)", expect: "one" },
    { name: "recent fruits", expr: "sum(recent_fruits)", expect: "one" },
    { name: "all fruits", expr: "all_fruits", expect: "one" },
    { name: "bananas", expr: 'recent_fruits{fruit="banana"}', expect: "one" },
    { name: "requests", expr: "sum(http_latency_count)", expect: "one" },
    {
      name: "median latency",
      expr: "histogram_quantile(0.5, sum(rate(http_latency_bucket[5m])) by (le))",
      expect: "number",
    },
    {
      name: "latency, 95th percentile",
      expr: "histogram_quantile(0.95, sum(rate(http_latency_bucket[5m])) by (le))",
      expect: "number",
    },
    { name: "series by job", expr: 'count by(job) ({__name__=~".+"})', expect: "some" },
    { name: "series of the frontend", expr: '{job="frontend"}', expect: "some" },
  ],
  variables: {
    ...serviceVariables,
    RECENT_MINUTES: {
      kind: "integer",
      minimum: 1,
      maximum: 1440,
      default: "60",
      help: "How long a fruit counts as recent, in minutes",
    },
    CACHE_SECONDS: {
      kind: "integer",
      minimum: 1,
      maximum: 300,
      default: "5",
      help: "How long the cache keeps an answer, in seconds",
    },
    ...faultVariables,
    ...SCRATCH.variables,
  },
  resources: { memoryMiB: 384 },
  scratch: SCRATCH.fileSystem,
  stopGraceSeconds: 10,
} as const satisfies AppManifest;
