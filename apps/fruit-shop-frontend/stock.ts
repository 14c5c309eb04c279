import { type Cache, RECENT_KEY } from "../fruit-shop/cache.ts";
import type { Counts, Database } from "../fruit-shop/database.ts";
import { FRUITS } from "../fruit-shop/fruit.ts";
import type { Instruments } from "../kit/registry.ts";
import type { fruitShopFrontend } from "./manifest.ts";

export interface StockOptions {
  readonly cache: Cache;
  readonly database: Database;
  readonly instruments: Instruments<typeof fruitShopFrontend.metrics>;
  readonly recentMinutes: number;
  readonly cacheSeconds: number;
}

/** What the database holds, asked through the cache. */
export class Stock {
  readonly #options: StockOptions;
  #loading: Promise<Counts> | undefined;

  constructor(options: StockOptions) {
    this.#options = options;
  }

  /** Recent fruits by kind. A cache that fails costs time, not the answer. */
  async recent(): Promise<Counts> {
    return (await this.#cached()) ?? (await this.load());
  }

  /** From the database, into the cache and the gauges. Many who ask at the same time cost one query. */
  load(): Promise<Counts> {
    this.#loading ??= this.#loadOnce().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #cached(): Promise<Counts | undefined> {
    const { cache, instruments } = this.#options;
    try {
      const text = await cache.get(RECENT_KEY);
      instruments.cache_requests_total.inc({ result: text === null ? "miss" : "hit" });
      return text === null ? undefined : (JSON.parse(text) as Counts);
    } catch {
      instruments.cache_requests_total.inc({ result: "unavailable" });
      return undefined;
    }
  }

  async #loadOnce(): Promise<Counts> {
    const { cache, database, instruments, recentMinutes, cacheSeconds } = this.#options;
    const counts = await database.recent(recentMinutes);
    for (const fruit of FRUITS) instruments.recent_fruits.set({ fruit }, counts[fruit] ?? 0);
    instruments.all_fruits.set(totalOf(counts));
    // Without the cache the next reader asks the database again.
    await cache.set(RECENT_KEY, JSON.stringify(counts), cacheSeconds).catch(() => undefined);
    return counts;
  }
}

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
