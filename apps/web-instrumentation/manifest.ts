import { SCRATCH } from "../kit/scratch.ts";
import { faultVariables } from "../kit/variables.ts";
import type { AppManifest } from "../manifest.ts";

/** missing: GitHub did not answer when it was asked last. */
export const STATES = ["loading", "missing", "running", "stopped"] as const;
export const OUTCOMES = [
  "found",
  "not_found",
  "rate_limited",
  "timeout",
  "unreachable",
  "refused",
  "unusable",
] as const;

/** Names, help texts, label values and buckets: requirements, section web-instrumentation. */
export const webInstrumentation = {
  name: "web-instrumentation",
  summary: "One metric of each kind: counters, gauges, a histogram, a summary, an info and a state",
  port: 5000,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    { name: "home_page_visits_total", type: "counter", help: "Number of visits to the home page", labels: [] },
    { name: "about_page_visits_total", type: "counter", help: "Number of visits to the about page", labels: [] },
    { name: "list_size", type: "gauge", help: "Size of a list", labels: ["list"], values: { list: ["my_list"] } },
    {
      name: "request_duration_seconds",
      type: "histogram",
      help: "Time taken to process a request",
      labels: ["method", "endpoint"],
      values: { method: ["GET"], endpoint: ["/repos"] },
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
    {
      name: "request_processing_seconds",
      type: "summary",
      help: "Time spent processing request",
      labels: ["method", "endpoint"],
      values: { method: ["get"], endpoint: ["/repos"] },
      quantiles: [0.5, 0.9, 0.99],
    },
    {
      // An Info of the Python client gets _info appended to its name, which had it already (T12).
      name: "application_info_info",
      type: "gauge",
      help: "Version and author of the application",
      labels: ["version", "author"],
      values: { version: ["1.0.0"], author: ["watchkeeper"] },
    },
    {
      // An Enum of the Python client is one series for each state, with a label of the metric's own name (T12).
      name: "application_state",
      type: "gauge",
      help: "State of the application",
      labels: ["application_state"],
      values: { application_state: STATES },
    },
    {
      name: "github_requests_total",
      type: "counter",
      help: "Total number of requests to the GitHub API, by what became of them",
      labels: ["outcome"],
      values: { outcome: OUTCOMES },
    },
    ...SCRATCH.metrics,
  ],
  queries: [
    { name: "visits to the home page", expr: "home_page_visits_total", expect: "one" },
    { name: "visits to the about page", expr: "about_page_visits_total", expect: "one" },
    { name: "size of the list", expr: 'list_size{list="my_list"}', expect: "one" },
    {
      name: "duration, 90th percentile",
      expr: 'histogram_quantile(0.9, rate(request_duration_seconds_bucket{job="python-app-server1"}[10m]))',
      expect: "any",
    },
    { name: "state", expr: "application_state == 1", expect: "one" },
    { name: "version and author", expr: "application_info_info", expect: "one" },
    {
      name: "requests to GitHub by outcome",
      expr: "sum by (outcome) (rate(github_requests_total[5m]))",
      expect: "some",
    },
  ],
  variables: {
    GITHUB_API_URL: {
      kind: "url",
      protocols: ["http:", "https:"],
      default: "https://api.github.com",
      help: "Where /repos asks",
    },
    GITHUB_TIMEOUT_SECONDS: {
      kind: "number",
      minimum: 0.1,
      maximum: 30,
      default: "5",
      help: "How long GitHub may take to answer, in seconds",
    },
    BUCKETS: {
      kind: "choice",
      choices: ["default", "linear"],
      default: "default",
      help: "Buckets of request_duration_seconds: the usual ones, or 0.1 to 1.0 by 0.1",
    },
    ...faultVariables,
    ...SCRATCH.variables,
  },
  resources: { memoryMiB: 384 },
  scratch: SCRATCH.fileSystem,
  stopGraceSeconds: 10,
} as const satisfies AppManifest;
