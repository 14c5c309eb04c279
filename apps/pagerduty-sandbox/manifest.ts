import type { AppManifest } from "../manifest.ts";
import { METRICS } from "./metrics.ts";

export const pagerdutySandbox = {
  name: "pagerduty-sandbox",
  summary: "Stands in for PagerDuty: takes its Events API v2, keeps incidents, and notices missing heartbeats",
  port: 8099,
  healthPath: "/health",
  readyPath: "/ready",
  metricsPath: "/metrics",
  metrics: METRICS,
  queries: [
    { name: "events by action and result", expr: "pagerduty_sandbox_events_total", expect: "some" },
    { name: "open incidents", expr: "sum(pagerduty_sandbox_open_incidents)", expect: "one" },
    { name: "missing heartbeats", expr: 'pagerduty_sandbox_heartbeats{state="missing"}', expect: "one" },
  ],
  variables: {
    DATA_DIR: { kind: "text", default: "data/pagerduty-sandbox", help: "Folder that keeps events, made when absent" },
    HEARTBEAT_MAX_AGE: {
      kind: "integer",
      minimum: 1,
      maximum: 604_800,
      default: "180",
      help: "Seconds that a heartbeat may stay away when it does not say so itself by ?every=",
    },
    RATE_LIMIT: {
      kind: "integer",
      minimum: 0,
      maximum: 10_000,
      default: "120",
      help: "Events that one routing key may send within a minute, as at PagerDuty; 0 for no limit",
    },
    MAX_JOURNAL_MIB: {
      kind: "integer",
      minimum: 1,
      maximum: 1024,
      default: "16",
      help: "Size of the journal from which on it is rewritten without what is no longer kept",
    },
  },
  resources: { memoryMiB: 256 },
  stopGraceSeconds: 10,
} as const satisfies AppManifest;
