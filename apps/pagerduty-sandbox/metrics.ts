import type { AppMetric } from "../manifest.ts";
import { ACTIONS, SEVERITIES } from "./terms.ts";

/** `change`: a change event; `unknown`: refused before its action was known to be one. */
export const EVENT_ACTIONS = [...ACTIONS, "change", "unknown"] as const;
/** `dropped`: taken, but nothing was open under its dedup_key; the ones after it were refused. */
export const EVENT_RESULTS = [
  "accepted",
  "dropped",
  "invalid",
  "too_large",
  "rate_limited",
  "fault",
  "failed",
] as const;

export const METRICS = [
  {
    name: "pagerduty_sandbox_events_total",
    type: "counter",
    help: "Total number of events received by the Events API",
    labels: ["action", "result"],
    values: { action: EVENT_ACTIONS, result: EVENT_RESULTS },
  },
  {
    name: "pagerduty_sandbox_open_incidents",
    type: "gauge",
    help: "Number of incidents that are not resolved",
    labels: ["severity"],
    values: { severity: SEVERITIES },
  },
  {
    name: "pagerduty_sandbox_heartbeats",
    type: "gauge",
    help: "Number of heartbeats that have been seen once, by whether they still come",
    labels: ["state"],
    values: { state: ["beating", "missing"] },
  },
  {
    name: "pagerduty_sandbox_request_duration_seconds",
    type: "histogram",
    help: "Time from the arrival of a request to the end of its answer",
    labels: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  },
] as const satisfies readonly AppMetric[];
