import type { FastifyInstance } from "fastify";
import type { Instruments } from "../kit/registry.ts";
import { addEventsApi, type EventAction, type EventResult } from "./events-api.ts";
import { FaultSwitch, RateLimit } from "./guards.ts";
import { addLiveUpdates } from "./live.ts";
import type { METRICS } from "./metrics.ts";
import { addOwnApi, heartbeatsOf } from "./own-api.ts";
import { CONTENT_SECURITY_POLICY, renderPage } from "./page.ts";
import type { Sandbox } from "./sandbox.ts";
import { SEVERITIES } from "./terms.ts";

export interface SandboxServerOptions {
  readonly sandbox: Sandbox;
  readonly instruments: Instruments<typeof METRICS>;
  readonly rateLimitPerMinute: number;
  readonly heartbeatMaxAgeSeconds: number;
  readonly log: (line: string) => void;
}

const REFUSED: ReadonlySet<EventResult> = new Set(["invalid", "too_large", "rate_limited", "fault", "failed"]);

function addPage(server: FastifyInstance, sandbox: Sandbox, faults: FaultSwitch): void {
  server.get("/", (request, reply) => {
    reply.headers({
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    });
    return renderPage({
      open: sandbox.incidents.list({ status: "open" }),
      resolved: sandbox.incidents.list({ status: "resolved" }),
      resolvedTotal: sandbox.incidents.counts.resolved,
      heartbeats: heartbeatsOf(sandbox),
      changes: sandbox.changes,
      fault: faults.current,
      baseUrl: `${request.protocol}://${request.host}`,
    });
  });
}

function observeRequests(server: FastifyInstance, instruments: Instruments<typeof METRICS>): void {
  server.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    instruments.pagerduty_sandbox_request_duration_seconds.observe(labels, reply.elapsedTime / 1000);
  });
}

/** Gauges say what the state is when somebody asks, so they cannot drift from it. */
function measure(sandbox: Sandbox, instruments: Instruments<typeof METRICS>): void {
  const open = sandbox.incidents.list({ status: "open" });
  for (const severity of SEVERITIES) {
    const count = open.filter((incident) => incident.severity === severity).length;
    instruments.pagerduty_sandbox_open_incidents.set({ severity }, count);
  }
  const missing = heartbeatsOf(sandbox).filter((heartbeat) => heartbeat.missing).length;
  instruments.pagerduty_sandbox_heartbeats.set({ state: "missing" }, missing);
  instruments.pagerduty_sandbox_heartbeats.set({ state: "beating" }, sandbox.heartbeats.list().length - missing);
}

/** Adds all that the sandbox answers to a server. */
export function addSandbox(server: FastifyInstance, options: SandboxServerOptions): void {
  const { sandbox, instruments, log } = options;
  const faults = new FaultSwitch(() => sandbox.emit("change"));
  const refused: Partial<Record<EventResult, number>> = {};
  const report = (action: EventAction, result: EventResult, line: string) => {
    if (REFUSED.has(result)) refused[result] = (refused[result] ?? 0) + 1;
    instruments.pagerduty_sandbox_events_total.inc({ action, result });
    log(`${action} ${result}: ${line}`);
  };
  observeRequests(server, instruments);
  server.addHook("onRequest", async (request) => {
    if (request.routeOptions.url === "/metrics") measure(sandbox, instruments);
  });
  addEventsApi(server, { sandbox, faults, rateLimit: new RateLimit(options.rateLimitPerMinute), report });
  addOwnApi(server, { sandbox, faults, refused, heartbeatMaxAgeSeconds: options.heartbeatMaxAgeSeconds, log });
  addLiveUpdates(server, sandbox);
  addPage(server, sandbox, faults);
}
