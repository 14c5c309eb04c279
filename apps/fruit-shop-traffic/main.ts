import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { FRUITS } from "../fruit-shop/fruit.ts";
import { atRate } from "../kit/pace.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { fruitShopTraffic } from "./manifest.ts";

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** Beyond these no new post is begun: an outage must not fill the memory. */
const MAX_WAITING = 2000;

class Visitor {
  readonly #context: AppContext<typeof fruitShopTraffic>;
  readonly #stopping = new AbortController();
  #waiting = 0;
  #begun = 0;

  constructor(context: AppContext<typeof fruitShopTraffic>) {
    this.#context = context;
  }

  visit(): void {
    const { settings } = this.#context;
    const share = settings.get("POST_SHARE");
    const chance = Math.random();
    if (chance < share) this.#begin(settings.get("POST_LIMIT"));
    else if (chance < (1 + share) / 2) void this.#request("hello", "/hello");
    else void this.#request("list", "/fruit");
  }

  stop(): void {
    this.#stopping.abort();
  }

  #begin(limit: number): void {
    if (this.#waiting >= MAX_WAITING || (limit > 0 && this.#begun >= limit)) return;
    this.#begun += 1;
    this.#context.instruments.traffic_posts_begun_total.inc();
    void this.#post();
  }

  /** Posts a fruit until the shop has accepted it, with the same key each time, so that it counts once. */
  async #post(): Promise<void> {
    const { instruments } = this.#context;
    const fruit = FRUITS[Math.floor(Math.random() * FRUITS.length)];
    const headers = { "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
    instruments.traffic_posts_waiting.set(++this.#waiting);
    for (let pause = FIRST_PAUSE_MS; !this.#stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      if (await this.#request("post", "/fruit", { method: "POST", headers, body: JSON.stringify({ fruit }) })) {
        instruments.traffic_posts_accepted_total.inc();
        break;
      }
      await sleep(pause);
    }
    instruments.traffic_posts_waiting.set(--this.#waiting);
  }

  async #request(request: "hello" | "list" | "post", path: string, init: RequestInit = {}): Promise<boolean> {
    const { settings, instruments } = this.#context;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const ok = await fetch(new URL(path, settings.get("TARGET_URL")), { ...init, signal }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    instruments.traffic_requests_total.inc({ request, outcome: ok ? "success" : "failure" });
    return ok;
  }
}

function create(context: AppContext<typeof fruitShopTraffic>): AppPart {
  const visitor = new Visitor(context);
  let stopVisiting = () => {};
  return {
    begin() {
      stopVisiting = atRate(
        () => context.settings.get("RATE"),
        () => visitor.visit(),
      );
    },
    async stop() {
      stopVisiting();
      visitor.stop();
    },
  };
}

await run({ manifest: fruitShopTraffic, create });
