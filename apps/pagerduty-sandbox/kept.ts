import { cut } from "./cut.ts";
import type { AlertEvent, ChangeEvent } from "./events.ts";
import type { EventRecord } from "./incident.ts";

/** An event larger than this is kept without its details, links and images, so that memory stays bounded. */
const KEPT_EVENT_BYTES = 64 * 1024;
/** As long as a summary may be. */
const KEPT_SOURCE = 1024;
const ALERT_FIELDS = ["payload", "client", "client_url", "links", "images"] as const;

type Note = Readonly<Record<string, string>>;

/**
 * The named fields of an event, or what stands for them where they are too large. What else a sender writes beside them is left
 * out: in a record it would pass for the journal's own.
 */
function kept<E extends object, N extends keyof E & string>(
  event: E,
  names: readonly N[],
  reduced: (note: Note) => Pick<E, N>,
): Pick<E, N> {
  const given = names.filter((name) => event[name] !== undefined).map((name) => [name, event[name]] as const);
  const fields = Object.fromEntries(given) as Pick<E, N>;
  const size = Buffer.byteLength(JSON.stringify(fields));
  return size <= KEPT_EVENT_BYTES ? fields : reduced({ not_kept: `the event had ${size} bytes` });
}

/** What is kept of an event besides its identity. Only triggers say something that is used. */
export function keptOfAlert(event: AlertEvent): Pick<EventRecord, (typeof ALERT_FIELDS)[number]> {
  if (event.event_action !== "trigger") return {};
  const { summary, source, severity } = event.payload;
  return kept(event, ALERT_FIELDS, (custom_details) => ({
    payload: { summary, source: cut(source, KEPT_SOURCE), severity, custom_details },
  }));
}

/** What is kept of a change event besides its routing. */
export function keptOfChange(event: ChangeEvent): Pick<ChangeEvent, "payload" | "links"> {
  const { summary, source } = event.payload;
  return kept(event, ["payload", "links"], (custom_details) => ({
    payload: { summary, ...(source !== undefined && { source: cut(source, KEPT_SOURCE) }), custom_details },
  }));
}
