import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { jsonOf, takeAnyBody } from "./any-body.ts";
import {
  type AlertEvent,
  type ChangeEvent,
  invalidEvent,
  MAX_BODY_BYTES,
  type Validated,
  validateAlertEvent,
  validateChangeEvent,
} from "./events.ts";
import type { FaultSwitch, RateLimit } from "./guards.ts";
import type { EVENT_ACTIONS, EVENT_RESULTS } from "./metrics.ts";
import { fingerprint, type Sandbox } from "./sandbox.ts";

export type EventAction = (typeof EVENT_ACTIONS)[number];
export type EventResult = (typeof EVENT_RESULTS)[number];

export interface EventsApiOptions {
  readonly sandbox: Sandbox;
  readonly faults: FaultSwitch;
  readonly rateLimit: RateLimit;
  /** Told of each event, taken or not; `line` is for a person and holds no secret. */
  readonly report: (action: EventAction, result: EventResult, line: string) => void;
}

interface Answer {
  readonly code: number;
  readonly body: object;
  readonly action: EventAction;
  readonly result: EventResult;
  readonly line: string;
}

/** One address of the Events API. */
interface Endpoint<E extends { readonly routing_key: string }> {
  readonly path: string;
  readonly unknown: EventAction;
  readonly validate: (body: unknown) => Validated<E>;
  readonly actionOf: (event: E) => EventAction;
  readonly accept: (event: E) => Promise<Answer>;
}

const SUCCESS = { status: "success", message: "Event processed" };
/** 05-Rate-Limits gives the sentence; the API schema gives the form. */
const THROTTLED = { status: "throttle exceeded", message: "Request Limit Exceeded", errors: ["Retry after some time"] };
const FAILED = { status: "error", message: "Internal Server Error", errors: ["Retry after some time"] };

const alerts = (sandbox: Sandbox): Endpoint<AlertEvent> => ({
  path: "/v2/enqueue",
  unknown: "unknown",
  validate: validateAlertEvent,
  actionOf: (event) => event.event_action,
  accept: async (event) => {
    const { dedup_key, effect } = await sandbox.acceptEvent(event);
    const what = effect.did === "dropped" ? "nothing is open under it" : `${effect.did} incident ${effect.incident.id}`;
    const about =
      event.event_action === "trigger" ? ` (${event.payload.severity}) ${JSON.stringify(event.payload.summary)}` : "";
    return {
      code: 202,
      body: { ...SUCCESS, dedup_key },
      action: event.event_action,
      result: effect.did === "dropped" ? "dropped" : "accepted",
      line: `dedup_key ${JSON.stringify(dedup_key)} routing ${fingerprint(event.routing_key)}: ${what}${about}`,
    };
  },
});

const changes = (sandbox: Sandbox): Endpoint<ChangeEvent> => ({
  path: "/v2/change/enqueue",
  unknown: "change",
  validate: validateChangeEvent,
  actionOf: () => "change",
  accept: async (event) => {
    await sandbox.acceptChange(event);
    const line = `routing ${fingerprint(event.routing_key)}: ${JSON.stringify(event.payload.summary)}`;
    return { code: 202, body: SUCCESS, action: "change", result: "accepted", line };
  },
});

async function answerTo<E extends { readonly routing_key: string }>(
  endpoint: Endpoint<E>,
  body: unknown,
  options: EventsApiOptions,
): Promise<Answer> {
  const fault = options.faults.current;
  if (fault !== undefined) {
    const faultBody = fault.status === 429 ? THROTTLED : FAILED;
    return {
      code: fault.status,
      body: faultBody,
      action: endpoint.unknown,
      result: "fault",
      line: `answered ${fault.status}, as ordered`,
    };
  }
  const outcome = endpoint.validate(jsonOf(body));
  if ("refusal" in outcome) {
    const { refusal } = outcome;
    return { code: 400, body: refusal, action: endpoint.unknown, result: "invalid", line: refusal.errors.join("; ") };
  }
  const action = endpoint.actionOf(outcome.event);
  const routing = fingerprint(outcome.event.routing_key);
  if (!options.rateLimit.allows(routing, performance.now())) {
    return {
      code: 429,
      body: THROTTLED,
      action,
      result: "rate_limited",
      line: `routing ${routing}: too many calls within a minute`,
    };
  }
  try {
    return await endpoint.accept(outcome.event);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      code: 500,
      body: FAILED,
      action,
      result: "failed",
      line: `routing ${routing}: could not be kept: ${reason}`,
    };
  }
}

function addEndpoint<E extends { readonly routing_key: string }>(
  scope: FastifyInstance,
  endpoint: Endpoint<E>,
  options: EventsApiOptions,
): void {
  const send = (reply: FastifyReply, { code, body, action, result, line }: Answer) => {
    options.report(action, result, line);
    return reply.code(code).send(body);
  };
  const tooLarge = (error: Error & { code?: string }, _request: FastifyRequest, reply: FastifyReply) => {
    if (error.code !== "FST_ERR_CTP_BODY_TOO_LARGE") throw error;
    const body = invalidEvent([`Event is larger than ${MAX_BODY_BYTES / 1024} KB`]);
    return send(reply, { code: 413, body, action: endpoint.unknown, result: "too_large", line: body.errors.join() });
  };
  scope.post(endpoint.path, { bodyLimit: MAX_BODY_BYTES, errorHandler: tooLarge }, async (request, reply) =>
    send(reply, await answerTo(endpoint, request.body, options)),
  );
}

/** PagerDuty's Events API v2: `POST /v2/enqueue` and `POST /v2/change/enqueue`, JSON under whatever content type a client names. */
export function addEventsApi(server: FastifyInstance, options: EventsApiOptions): void {
  server.register(async (scope) => {
    takeAnyBody(scope);
    addEndpoint(scope, alerts(options.sandbox), options);
    addEndpoint(scope, changes(options.sandbox), options);
  });
}
