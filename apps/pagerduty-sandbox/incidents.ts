import { advanced, type EventRecord, type Incident, opened } from "./incident.ts";

/** What an event did. Dropped: nothing was open under its dedup_key and routing key. */
export type Effect =
  | { readonly did: "opened" | "repeated" | "acknowledged" | "resolved"; readonly incident: Incident }
  | { readonly did: "dropped" };

export interface IncidentFilter {
  readonly status?: Incident["status"];
  readonly dedup_key?: string;
  /** Incidents that something happened to at or after this instant. */
  readonly since?: Date;
  /** Part of the summary, in any case. */
  readonly summary?: string;
}

export interface EventCounts {
  readonly trigger: number;
  readonly acknowledge: number;
  readonly resolve: number;
  /** Those of the acknowledge and resolve events that found nothing open. */
  readonly dropped: number;
}

export interface IncidentSnapshot {
  readonly next_id: number;
  readonly events: EventCounts;
  readonly incidents: readonly Incident[];
}

/** Resolved incidents that are kept; open ones always are. */
export const KEPT_RESOLVED = 1000;

const keyOf = ({ routing, dedup_key }: Pick<EventRecord, "routing" | "dedup_key">): string => `${routing} ${dedup_key}`;

const DID = { trigger: "repeated", acknowledge: "acknowledged", resolve: "resolved" } as const;

/**
 * The incidents that a sequence of events leads to, by PagerDuty's rules (02-Trigger-Events, "Alert De-Duplication" and "Event
 * Action Behavior"). Pure: no clock, no disk; the same events always give the same incidents.
 */
export class Incidents {
  #nextId = 1;
  #events = { trigger: 0, acknowledge: 0, resolve: 0, dropped: 0 };
  /** In the order in which they were opened; a resolved one moves to the end, so that the first of these is the first to be forgotten. */
  readonly #incidents = new Map<number, Incident>();
  readonly #openByKey = new Map<string, number>();

  apply(event: EventRecord): Effect {
    const effect = this.#apply(event);
    if (!event.own) {
      this.#events[event.action] += 1;
      if (effect.did === "dropped") this.#events.dropped += 1;
    }
    return effect;
  }

  #apply(event: EventRecord): Effect {
    const current = this.#incidents.get(this.#openByKey.get(keyOf(event)) ?? 0);
    if (current !== undefined) return { did: DID[event.action], incident: this.#put(advanced(current, event)) };
    if (event.action !== "trigger" || event.payload === undefined) return { did: "dropped" };
    const incident = this.#put(opened(this.#nextId, event, event.payload));
    this.#nextId += 1;
    return { did: "opened", incident };
  }

  #put(incident: Incident): Incident {
    if (incident.status === "open") this.#openByKey.set(keyOf(incident), incident.id);
    else {
      this.#openByKey.delete(keyOf(incident));
      this.#incidents.delete(incident.id);
    }
    this.#incidents.set(incident.id, incident);
    this.#forgetFirstResolved();
    return incident;
  }

  #forgetFirstResolved(): void {
    if (this.#incidents.size - this.#openByKey.size <= KEPT_RESOLVED) return;
    for (const { id, status } of this.#incidents.values()) {
      if (status === "open") continue;
      this.#incidents.delete(id);
      return;
    }
  }

  get(id: number): Incident | undefined {
    return this.#incidents.get(id);
  }

  /** The open incident of a dedup_key and a routing key's fingerprint. */
  open(key: Pick<EventRecord, "routing" | "dedup_key">): Incident | undefined {
    return this.get(this.#openByKey.get(keyOf(key)) ?? 0);
  }

  /** Newest first. */
  list({ status, dedup_key, since, summary }: IncidentFilter = {}): readonly Incident[] {
    const part = summary?.toLowerCase();
    return [...this.#incidents.values()]
      .sort((a, b) => b.id - a.id)
      .filter(
        (incident) =>
          (status === undefined || incident.status === status) &&
          (dedup_key === undefined || incident.dedup_key === dedup_key) &&
          (since === undefined || Date.parse(incident.updated_at) >= since.getTime()) &&
          (part === undefined || incident.summary.toLowerCase().includes(part)),
      );
  }

  get counts(): { readonly open: number; readonly resolved: number } {
    const open = this.#openByKey.size;
    return { open, resolved: this.#nextId - 1 - open };
  }

  /** Since the first start; also of incidents that are no longer kept. */
  get events(): EventCounts {
    return { ...this.#events };
  }

  snapshot(): IncidentSnapshot {
    return { next_id: this.#nextId, events: this.events, incidents: [...this.#incidents.values()] };
  }

  restore({ next_id, events, incidents }: IncidentSnapshot): void {
    this.#nextId = next_id;
    this.#events = { ...events };
    for (const incident of incidents) this.add(incident);
  }

  /** One of a snapshot's incidents, in their order. */
  add(incident: Incident): void {
    this.#put(incident);
  }
}
