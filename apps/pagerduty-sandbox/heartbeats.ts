/** A sign of life as the journal keeps it. */
export interface HeartbeatRecord {
  readonly type: "heartbeat";
  /** Arrival, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly name: string;
  readonly max_age_seconds: number;
}

export interface Heartbeat {
  readonly name: string;
  readonly max_age_seconds: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly beats: number;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration in Prometheus's form (`90s`, `1h30m`) or in plain seconds (`90`); undefined when it is none or not from 1 s to 7 days. */
export function parseMaxAge(text: string): number | undefined {
  const parts = /^(?:\d+[dhms])+$/.test(text)
    ? text.matchAll(/(\d+)([dhms])/g)
    : /^\d+$/.test(text)
      ? [["", text, "s"]]
      : [];
  const seconds = [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? "s"] ?? 1),
    0,
  );
  return seconds >= 1 && seconds <= 7 * 86_400 ? seconds : undefined;
}

/**
 * Alertmanager posts to its webhook also when the alert that is meant to fire for ever has stopped to fire: that is the
 * opposite of a sign of life. Source: Alertmanager's documentation, webhook_config, field `status`.
 */
export const isSignOfLife = (body: unknown): boolean =>
  !(typeof body === "object" && body !== null && "status" in body && body.status === "resolved");

/**
 * Which heartbeats stay away for too long. Ages are measured on a clock that only runs on while the machine runs, from the
 * last beat or the start of the sandbox: neither a restart, nor a suspended laptop, nor a corrected clock is a missing heart.
 */
export class Heartbeats {
  readonly #heartbeats = new Map<string, Heartbeat>();
  readonly #seen = new Map<string, number>();
  readonly #now: () => number;

  /** `now`: seconds of a monotonic clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  apply({ name, at, max_age_seconds }: HeartbeatRecord): void {
    const known = this.#heartbeats.get(name);
    this.restore([
      { name, max_age_seconds, first_at: known?.first_at ?? at, last_at: at, beats: (known?.beats ?? 0) + 1 },
    ]);
  }

  restore(heartbeats: readonly Heartbeat[]): void {
    for (const heartbeat of heartbeats) {
      this.#heartbeats.set(heartbeat.name, heartbeat);
      this.#seen.set(heartbeat.name, this.#now());
    }
  }

  isMissing({ name, max_age_seconds }: Heartbeat): boolean {
    return this.#now() - (this.#seen.get(name) ?? 0) > max_age_seconds;
  }

  list(): readonly Heartbeat[] {
    return [...this.#heartbeats.values()];
  }
}
