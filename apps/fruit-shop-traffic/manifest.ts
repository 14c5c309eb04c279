import type { AppManifest } from "../manifest.ts";

export const fruitShopTraffic = {
  name: "fruit-shop-traffic",
  summary: "Visits the fruit shop at random: says hello, asks for fruits, and posts some",
  port: 5002,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "traffic_requests_total",
      type: "counter",
      help: "Total number of requests made, by what became of them",
      labels: ["request", "outcome"],
      values: { request: ["hello", "list", "post"], outcome: ["success", "failure"] },
    },
    { name: "traffic_posts_begun_total", type: "counter", help: "Total number of fruits to post", labels: [] },
    {
      name: "traffic_posts_accepted_total",
      type: "counter",
      help: "Total number of fruits that the shop accepted",
      labels: [],
    },
    {
      name: "traffic_posts_waiting",
      type: "gauge",
      help: "Number of fruits that the shop has not accepted yet, and that are posted again",
      labels: [],
    },
  ],
  queries: [
    {
      name: "requests made a second",
      expr: "sum by (request, outcome) (rate(traffic_requests_total[5m]))",
      expect: "some",
    },
    { name: "fruits waiting to be accepted", expr: "traffic_posts_waiting", expect: "one" },
  ],
  variables: {
    TARGET_URL: {
      kind: "url",
      protocols: ["http:", "https:"],
      default: "http://127.0.0.1:5000",
      help: "The shop to visit",
    },
    RATE: { kind: "number", minimum: 0, maximum: 200, default: "5", runtime: true, help: "Requests a second" },
    POST_SHARE: {
      kind: "number",
      minimum: 0,
      maximum: 1,
      default: "0.3",
      runtime: true,
      help: "Share of the requests that post a fruit; the others say hello and list in equal parts",
    },
    POST_LIMIT: {
      kind: "integer",
      minimum: 0,
      maximum: 1_000_000_000,
      default: "0",
      help: "How many fruits to post in all; 0 for no end",
    },
  },
  resources: { memoryMiB: 128 },
  stopGraceSeconds: 5,
} as const satisfies AppManifest;
