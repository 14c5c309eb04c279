import type { FastifyInstance } from "fastify";
import { jsonOf, takeAnyBody } from "./any-body.ts";
import { MAX_BODY_BYTES } from "./events.ts";
import type { EventResult } from "./events-api.ts";
import { type FaultSwitch, isInside } from "./guards.ts";
import { isSignOfLife, parseMaxAge } from "./heartbeats.ts";
import type { Incident } from "./incident.ts";
import type { Sandbox } from "./sandbox.ts";

export interface OwnApiOptions {
  readonly sandbox: Sandbox;
  readonly faults: FaultSwitch;
  /** Refused events by reason, since the start. */
  readonly refused: Readonly<Partial<Record<EventResult, number>>>;
  /** For heartbeats that do not say how often they come. */
  readonly heartbeatMaxAgeSeconds: number;
  readonly log: (line: string) => void;
}

const MAX_LISTED = 1000;

interface IncidentQuery {
  readonly status?: Incident["status"];
  readonly dedup_key?: string;
  readonly since?: string;
  readonly summary?: string;
  readonly limit: number;
}

const limit = { type: "integer", minimum: 1, maximum: MAX_LISTED, default: MAX_LISTED };

const incidentQuery = {
  type: "object",
  additionalProperties: false,
  properties: {
    status: { enum: ["open", "resolved"] },
    dedup_key: { type: "string" },
    since: { type: "string", format: "date-time" },
    summary: { type: "string" },
    limit,
  },
};

function addIncidents(server: FastifyInstance, sandbox: Sandbox): void {
  server.get<{ Querystring: IncidentQuery }>(
    "/api/incidents",
    { schema: { querystring: incidentQuery } },
    ({ query }) => {
      const { since, limit, ...filter } = query;
      const found = sandbox.incidents.list({ ...filter, ...(since !== undefined && { since: new Date(since) }) });
      return { total: found.length, incidents: found.slice(0, limit) };
    },
  );
  const params = { type: "object", properties: { id: { type: "integer" } } };
  server.get<{ Params: { id: number } }>("/api/incidents/:id", { schema: { params } }, ({ params: { id } }, reply) => {
    const incident = sandbox.incidents.get(id);
    if (incident !== undefined) return incident;
    return reply.code(404).send({ error: `there is no incident ${id}; GET /api/incidents lists those that are kept` });
  });
}

function addChanges(server: FastifyInstance, sandbox: Sandbox): void {
  const querystring = { type: "object", additionalProperties: false, properties: { limit } };
  server.get<{ Querystring: Pick<IncidentQuery, "limit"> }>(
    "/api/changes",
    { schema: { querystring } },
    ({ query }) => ({
      total: sandbox.changesTotal,
      changes: sandbox.changes.slice(0, query.limit),
    }),
  );
}

/** Numbers of now, and since the first start where they only grow; `refused` since this start. */
function countsOf({ sandbox, refused }: Pick<OwnApiOptions, "sandbox" | "refused">) {
  const { incidents, changesTotal } = sandbox;
  const { dropped, ...events } = incidents.events;
  return { ...incidents.counts, events, dropped, changes: changesTotal, refused };
}

export const heartbeatsOf = ({ heartbeats }: Sandbox) =>
  heartbeats.list().map((heartbeat) => ({ ...heartbeat, missing: heartbeats.isMissing(heartbeat) }));

const heartbeatParams = {
  type: "object",
  properties: { name: { type: "string", pattern: "^[A-Za-z0-9._-]{1,100}$" } },
};
const heartbeatQuery = { type: "object", additionalProperties: false, properties: { every: { type: "string" } } };

function addHeartbeats(server: FastifyInstance, { sandbox, heartbeatMaxAgeSeconds }: OwnApiOptions): void {
  server.get("/api/heartbeats", () => ({ heartbeats: heartbeatsOf(sandbox) }));
  server.register(async (scope) => {
    takeAnyBody(scope);
    scope.post<{ Params: { name: string }; Querystring: { every?: string } }>(
      "/heartbeat/:name",
      { bodyLimit: MAX_BODY_BYTES, schema: { params: heartbeatParams, querystring: heartbeatQuery } },
      async ({ params: { name }, query: { every }, body }, reply) => {
        const maxAge = every === undefined ? heartbeatMaxAgeSeconds : parseMaxAge(every);
        if (maxAge === undefined) {
          const error = `every is "${every}", but must be a duration from 1s to 7d, as 90s, 3m or 1h30m`;
          return reply.code(400).send({ error });
        }
        const isAlive = isSignOfLife(jsonOf(body));
        if (isAlive) await sandbox.beat(name, maxAge);
        return {
          name,
          max_age_seconds: maxAge,
          status: isAlive ? "beating" : "ignored: its alert is resolved, which is no sign of life",
        };
      },
    );
  });
}

const faultBody = {
  type: "object",
  additionalProperties: false,
  required: ["status", "for_seconds"],
  properties: {
    status: { type: "integer", minimum: 400, maximum: 599 },
    for_seconds: { type: "number", minimum: 0, maximum: 3600 },
  },
};

function addFaults(server: FastifyInstance, { faults, log }: OwnApiOptions): void {
  const current = () => ({ fault: faults.current ?? null });
  server.get("/api/faults", current);
  server.put<{ Body: { status: number; for_seconds: number } }>(
    "/api/faults",
    { schema: { body: faultBody } },
    (request, reply) => {
      if (!isInside(request.ip))
        return reply.code(403).send({ error: "faults are ordered from this machine or its private network only" });
      faults.set(request.body.status, request.body.for_seconds);
      log(`fault ordered: events are answered ${request.body.status} for ${request.body.for_seconds} s`);
      return current();
    },
  );
}

/** What PagerDuty does not have: questions about what arrived, heartbeats, and the fault switch. */
export function addOwnApi(server: FastifyInstance, options: OwnApiOptions): void {
  addIncidents(server, options.sandbox);
  server.get("/api/counts", () => countsOf(options));
  addChanges(server, options.sandbox);
  addHeartbeats(server, options);
  addFaults(server, options);
}
