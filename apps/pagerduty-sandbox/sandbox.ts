import { createHash, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { AlertEvent, ChangeEvent } from "./events.ts";
import { type Heartbeat, type HeartbeatRecord, Heartbeats } from "./heartbeats.ts";
import type { EventRecord, Incident } from "./incident.ts";
import { type Effect, type IncidentSnapshot, Incidents } from "./incidents.ts";
import { keptOfAlert, keptOfChange } from "./kept.ts";
import { Store } from "./store.ts";

/** An accepted change event as the journal keeps it. */
export interface ChangeRecord extends Pick<ChangeEvent, "payload" | "links"> {
  readonly type: "change";
  /** Arrival, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly routing: string;
}

/**
 * Begins a journal that was rewritten. Incidents and changes follow on lines of their own, since all in one may be longer than a
 * string can be; here they stand in journals of before.
 */
interface SnapshotRecord extends IncidentSnapshot {
  readonly type: "snapshot";
  readonly changes: readonly ChangeRecord[];
  readonly changes_total: number;
  readonly heartbeats: readonly Heartbeat[];
}

interface IncidentRecord {
  readonly type: "incident";
  readonly incident: Incident;
}

type JournalLine = EventRecord | ChangeRecord | HeartbeatRecord | SnapshotRecord | IncidentRecord;

export interface SandboxOptions {
  readonly folder: string;
  readonly maxJournalBytes: number;
  /** One line for a person. */
  readonly log: (line: string) => void;
}

const KEPT_CHANGES = 1000;

/** What stands for a routing key in files, answers and logs: enough to tell keys apart, useless to send with. */
export const fingerprint = (routingKey: string): string =>
  createHash("sha256").update(routingKey).digest("hex").slice(0, 12);

/** Never the fingerprint of a key: these are hexadecimal. */
const OWN_ROUTING = "sandbox";

const missingHeartbeat = ({ name, last_at, max_age_seconds }: Heartbeat) => ({
  payload: {
    summary: `Heartbeat ${name} is missing`,
    source: name,
    severity: "critical" as const,
    class: "heartbeat",
    custom_details: { last_seen: last_at, allowed_age_seconds: max_age_seconds },
  },
  client: "PagerDuty sandbox",
});

/** All that the stand-in knows and does, apart from HTTP. Emits `change` whenever something that a person may look at has changed. */
export class Sandbox extends EventEmitter<{ change: [] }> {
  readonly incidents = new Incidents();
  readonly heartbeats = new Heartbeats(() => performance.now() / 1000);
  readonly #store: Store<JournalLine, Effect | undefined>;
  readonly #log: (line: string) => void;
  #changes: readonly ChangeRecord[] = [];
  #changesTotal = 0;
  #settling: Promise<void> = Promise.resolve();

  /** Restores what the folder holds. Throws the file system's errors. */
  constructor({ folder, maxJournalBytes, log }: SandboxOptions) {
    super();
    this.#log = log;
    this.#store = new Store<JournalLine, Effect | undefined>({
      folder,
      maxBytes: maxJournalBytes,
      apply: (line) => this.#apply(line),
      snapshot: () => this.#snapshot(),
      warn: log,
    });
  }

  #apply(line: JournalLine): Effect | undefined {
    switch (line.type) {
      case "event":
        return this.incidents.apply(line);
      case "change":
        this.#changes = [...this.#changes, line].slice(-KEPT_CHANGES);
        this.#changesTotal += 1;
        return undefined;
      case "heartbeat":
        this.heartbeats.apply(line);
        return undefined;
      case "snapshot":
        this.incidents.restore(line);
        this.heartbeats.restore(line.heartbeats);
        this.#changes = line.changes;
        this.#changesTotal = line.changes_total;
        return undefined;
      case "incident":
        this.incidents.add(line.incident);
        return undefined;
    }
  }

  *#snapshot(): Iterable<JournalLine> {
    const { incidents, ...rest } = this.incidents.snapshot();
    yield {
      type: "snapshot",
      ...rest,
      incidents: [],
      changes: [],
      // The changes that follow are counted when they are read.
      changes_total: this.#changesTotal - this.#changes.length,
      heartbeats: this.heartbeats.list(),
    };
    for (const incident of incidents) yield { type: "incident", incident };
    yield* this.#changes;
  }

  async #append(line: JournalLine): Promise<Effect | undefined> {
    const effect = await this.#store.append(line);
    this.emit("change");
    return effect;
  }

  /** Resolves when the event is on disk; rejects when it could not be kept. A trigger without a dedup_key gets a UUID. */
  async acceptEvent(event: AlertEvent): Promise<{ readonly dedup_key: string; readonly effect: Effect }> {
    const dedup_key = event.dedup_key ?? randomUUID();
    const effect = await this.#record({
      ...keptOfAlert(event),
      action: event.event_action,
      routing: fingerprint(event.routing_key),
      dedup_key,
    });
    return { dedup_key, effect };
  }

  async #record(event: Omit<EventRecord, "type" | "at">): Promise<Effect> {
    const effect = await this.#append({ type: "event", at: new Date().toISOString(), ...event });
    return effect ?? { did: "dropped" };
  }

  async acceptChange(event: ChangeEvent): Promise<void> {
    const at = new Date().toISOString();
    await this.#append({ type: "change", at, routing: fingerprint(event.routing_key), ...keptOfChange(event) });
  }

  /** Newest first. */
  get changes(): readonly ChangeRecord[] {
    return [...this.#changes].reverse();
  }

  /** Since the first start. */
  get changesTotal(): number {
    return this.#changesTotal;
  }

  async beat(name: string, max_age_seconds: number): Promise<void> {
    await this.#append({ type: "heartbeat", at: new Date().toISOString(), name, max_age_seconds });
    await this.settleHeartbeats();
  }

  /** Opens an incident for each heartbeat that stays away, and resolves it when it is back. One at a time, so that a beat and a look at the clock do not cross. */
  settleHeartbeats(): Promise<void> {
    const next = this.#settling.then(async () => {
      for (const heartbeat of this.heartbeats.list()) await this.#settle(heartbeat);
    });
    this.#settling = next.catch(() => {}); // the caller is told; the next look at the clock tries again
    return next;
  }

  async #settle(heartbeat: Heartbeat): Promise<void> {
    const key = { routing: OWN_ROUTING, dedup_key: `heartbeat/${heartbeat.name}` };
    const isMissing = this.heartbeats.isMissing(heartbeat);
    if (isMissing === (this.incidents.open(key) !== undefined)) return;
    const action = isMissing ? "trigger" : "resolve";
    const effect = await this.#record({ ...key, action, ...missingHeartbeat(heartbeat), own: true });
    if (effect.did !== "dropped")
      this.#log(
        `heartbeat ${heartbeat.name} ${isMissing ? "is missing" : "is back"}: ${effect.did} incident ${effect.incident.id}`,
      );
  }

  /** Why events cannot be kept at present; undefined when they can. */
  get failure(): string | undefined {
    return this.#store.failure;
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#settling;
    await this.#store.close();
  }
}
