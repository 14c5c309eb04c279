import type { AlertPayload, Image, Link } from "./events.ts";
import type { Action, Severity } from "./terms.ts";

/** An accepted event as the journal keeps it. It holds no routing key, only its fingerprint. */
export interface EventRecord {
  readonly type: "event";
  /** Arrival, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly action: Action;
  readonly routing: string;
  readonly dedup_key: string;
  readonly payload?: AlertPayload;
  readonly client?: string;
  readonly client_url?: string;
  readonly links?: readonly Link[];
  readonly images?: readonly Image[];
  /** Made by the sandbox itself: it is no event of a sender, and is not counted as one. */
  readonly own?: true;
}

export interface TimelineEntry {
  readonly at: string;
  readonly action: Action;
  readonly summary?: string;
  readonly severity?: Severity;
  readonly source?: string;
}

/** What one dedup_key of one routing key opened. Names are PagerDuty's; `status` says open where PagerDuty says triggered or acknowledged. */
export interface Incident {
  readonly id: number;
  readonly status: "open" | "resolved";
  readonly dedup_key: string;
  readonly routing: string;
  /** Of the event that opened it, as at PagerDuty: later triggers do not rename an incident. */
  readonly summary: string;
  readonly severity: Severity;
  readonly source: string;
  readonly component: string | null;
  readonly group: string | null;
  readonly class: string | null;
  /** Of the newest trigger. */
  readonly client: string | null;
  readonly client_url: string | null;
  readonly custom_details: Readonly<Record<string, unknown>> | null;
  readonly links: readonly Link[];
  readonly images: readonly Image[];
  readonly opened_at: string;
  readonly updated_at: string;
  readonly acknowledged_at: string | null;
  readonly resolved_at: string | null;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Entries after the first that the timeline no longer holds. */
  readonly timeline_omitted: number;
}

/** Entries of a timeline. */
export const KEPT_ENTRIES = 500;

const entryOf = ({ at, action, payload }: EventRecord): TimelineEntry => ({
  at,
  action,
  ...(payload && { summary: payload.summary, severity: payload.severity, source: payload.source }),
});

type Context = Pick<Incident, "client" | "client_url" | "custom_details" | "links" | "images">;

const NO_CONTEXT: Context = { client: null, client_url: null, custom_details: null, links: [], images: [] };

/** What the newest trigger says; where it says nothing, what was said before stays. */
const contextOf = (event: EventRecord, before: Context): Context => ({
  client: event.client ?? before.client,
  client_url: event.client_url ?? before.client_url,
  custom_details: event.payload?.custom_details ?? before.custom_details,
  links: event.links ?? before.links,
  images: event.images ?? before.images,
});

/** The incident that a trigger opens. `payload` is the event's. */
export const opened = (id: number, event: EventRecord, payload: AlertPayload): Incident => ({
  id,
  status: "open",
  dedup_key: event.dedup_key,
  routing: event.routing,
  summary: payload.summary,
  severity: payload.severity,
  source: payload.source,
  component: payload.component ?? null,
  group: payload.group ?? null,
  class: payload.class ?? null,
  ...contextOf(event, NO_CONTEXT),
  opened_at: event.at,
  updated_at: event.at,
  acknowledged_at: null,
  resolved_at: null,
  timeline: [entryOf(event)],
  timeline_omitted: 0,
});

/** The first entry says when it began, so it stays; the oldest of the others go. */
function extended(incident: Incident, event: EventRecord): Incident {
  const [first, ...others] = [...incident.timeline, entryOf(event)];
  const kept = others.slice(-(KEPT_ENTRIES - 1));
  return {
    ...incident,
    updated_at: event.at,
    timeline: first === undefined ? kept : [first, ...kept],
    timeline_omitted: incident.timeline_omitted + others.length - kept.length,
  };
}

/** The next state of an open incident. Once acknowledged it stays so, whatever triggers come. */
export function advanced(incident: Incident, event: EventRecord): Incident {
  const next = extended(incident, event);
  switch (event.action) {
    case "trigger":
      return { ...next, ...contextOf(event, incident) };
    case "acknowledge":
      return { ...next, acknowledged_at: incident.acknowledged_at ?? event.at };
    case "resolve":
      return { ...next, status: "resolved", resolved_at: event.at };
  }
}
