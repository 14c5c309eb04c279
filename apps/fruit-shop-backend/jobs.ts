import { setTimeout as sleep } from "node:timers/promises";
import { type Handler, type Publisher, QUEUES } from "../fruit-shop/broker.ts";
import { type Cache, RECENT_KEY } from "../fruit-shop/cache.ts";
import type { Database } from "../fruit-shop/database.ts";
import { type FruitMessage, parseMessage } from "../fruit-shop/fruit.ts";
import { reasonOf } from "../kit/dependencies.ts";
import type { Instruments } from "../kit/registry.ts";
import type { fruitShopBackend } from "./manifest.ts";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

export interface JobContext {
  readonly database: Database;
  readonly cache: Cache;
  readonly instruments: Instruments<typeof fruitShopBackend.metrics>;
  readonly delaySeconds: () => number;
  /** Ends waiting for a database that does not answer; the message then goes back to the queue. */
  readonly stopping: AbortSignal;
}

/** Writes the message as soon as the database takes it, however long that is. */
async function store(message: FruitMessage, { database, instruments, stopping }: JobContext): Promise<boolean> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await database.store(message);
    } catch (error) {
      instruments.job_failures_total.inc();
      console.error(`Fruit ${message.id} is not stored yet: ${reasonOf(error)}`);
      await sleep(pause, undefined, { signal: stopping });
    }
  }
}

async function storeAndTell(text: string, publisher: Publisher, context: JobContext): Promise<"done" | "rejected"> {
  const { instruments } = context;
  const message = parseMessage(text);
  if (message === undefined) {
    instruments.fruits_processed_total.inc({ result: "rejected" });
    return "rejected";
  }
  await sleep(context.delaySeconds() * 1000, undefined, { signal: context.stopping });
  const stored = await store(message, context);
  instruments.fruits_processed_total.inc({ result: stored ? "stored" : "duplicate" });
  await publisher.publish(QUEUES.stored, message.id, { id: message.id });
  instruments.messages_produced_total.inc();
  return "done";
}

/** The job of a worker: a posted fruit into the database, and word of it into the other queue. */
export const storing =
  (context: JobContext): Handler =>
  async (text, publisher) => {
    const { workers_busy, worker_job_duration_seconds } = context.instruments;
    workers_busy.inc();
    const startedAt = performance.now();
    try {
      return await storeAndTell(text, publisher, context);
    } finally {
      workers_busy.dec();
      worker_job_duration_seconds.observe((performance.now() - startedAt) / 1000);
    }
  };

/** What was stored makes the cache's answer old. A cache that does not answer forgets by itself soon. */
export const expiring =
  ({ cache, instruments }: JobContext): Handler =>
  async () => {
    const answer = await cache.expire(RECENT_KEY).then(
      () => "expired" as const,
      () => "unavailable" as const,
    );
    instruments.cache_expired_total.inc({ result: answer });
    return "done";
  };
