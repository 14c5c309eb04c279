import type { AppManifest } from "../manifest.ts";
import { PHASES } from "./plan.ts";

export const goldenSignalsTraffic = {
  name: "golden-signals-traffic",
  summary:
    "Visits golden-signals (quick: something of everything; demo: a story of eleven minutes) or web-instrumentation",
  port: 3002,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "traffic_requests_total",
      type: "counter",
      help: "Total number of requests made, by what became of them",
      labels: ["outcome"],
      values: { outcome: ["success", "client_error", "server_error", "unreachable", "skipped"] },
    },
    {
      name: "traffic_phase",
      type: "gauge",
      help: "1 for the phase of the plan that is on, 0 for the others",
      labels: ["phase"],
      values: { phase: PHASES },
    },
  ],
  queries: [
    {
      name: "requests made a second by outcome",
      expr: "sum by (outcome) (rate(traffic_requests_total[5m]))",
      expect: "some",
    },
    { name: "phase", expr: "traffic_phase == 1", expect: "one" },
  ],
  variables: {
    TARGET_URL: {
      kind: "url",
      protocols: ["http:", "https:"],
      default: "http://127.0.0.1:3001",
      help: "The application to visit",
    },
    MODE: {
      kind: "choice",
      choices: ["quick", "demo", "instruments"],
      default: "quick",
      runtime: true,
      help: "The plan to follow: instruments for web-instrumentation, the others for golden-signals",
    },
    RATE: { kind: "number", minimum: 0, maximum: 100, default: "5", runtime: true, help: "Requests a second" },
  },
  resources: { memoryMiB: 128 },
  stopGraceSeconds: 5,
} as const satisfies AppManifest;
