import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "./eventually.ts";

/** A running fruit-shop. */
export interface Shop {
  ask(app: "frontend" | "traffic", path: string, init?: RequestInit): Promise<Response>;
  /** Ends a process of this name by SIGKILL. */
  kill(name: string): Promise<void>;
}

export interface Posts {
  readonly count: number;
  readonly perSecond: number;
  /** Who is killed, by the number of the post before which that happens. */
  readonly kills: ReadonlyMap<number, string>;
}

/** What is down for a while refuses posts; longer than any of it takes to come back. */
const PATIENCE_SECONDS = 120;
/** As a client waits: hundreds that try again at once would keep the machine from mending. */
const RETRY_MS = 500;
/** Whatever was on its way is stored by then, and whatever is stored twice as well. */
const SETTLE_MS = 6000;

/** Posts fruit while processes are killed, each post until it is accepted. Returns how many were stored: fewer are lost, more are there twice. */
export async function postThroughKills(shop: Shop, posts: Posts): Promise<number> {
  await silenceTraffic(shop);
  const before = await settled(shop);
  await postAll(shop, posts);
  await eventually(PATIENCE_SECONDS, async () => ((await total(shop)) >= before + posts.count ? true : undefined));
  await sleep(SETTLE_MS);
  return (await total(shop)) - before;
}

async function postAll(shop: Shop, { count, perSecond, kills }: Posts): Promise<void> {
  const accepted: Promise<true>[] = [];
  for (let number = 0; number < count; number += 1) {
    const victim = kills.get(number);
    if (victim !== undefined) await shop.kill(victim);
    accepted.push(postUntilAccepted(shop));
    await sleep(1000 / perSecond);
  }
  await Promise.all(accepted);
}

/** As a client does that must not lose its post: with the same key each time, so that a lost answer does not make two of it. */
function postUntilAccepted(shop: Shop): Promise<true> {
  const headers = { ...JSON_TYPE, "Idempotency-Key": randomUUID() };
  const post = async () => {
    const { status } = await shop.ask("frontend", "/fruit", { method: "POST", headers, body: '{"fruit":"kiwi"}' });
    return status === 202 ? true : undefined;
  };
  return eventually(PATIENCE_SECONDS, post, RETRY_MS);
}

async function silenceTraffic(shop: Shop): Promise<void> {
  const { status } = await shop.ask("traffic", "/settings", { method: "PUT", headers: JSON_TYPE, body: '{"RATE":0}' });
  if (status !== 200) throw new Error(`the traffic generator answers ${status}`);
}

/** How many are stored once nothing more comes: what the traffic posted before may still be on its way. */
async function settled(shop: Shop): Promise<number> {
  for (let before = -1; ; await sleep(SETTLE_MS)) {
    const now = await total(shop);
    if (now === before) return now;
    before = now;
  }
}

async function total(shop: Shop): Promise<number> {
  return ((await (await shop.ask("frontend", "/fruit")).json()) as { readonly total: number }).total;
}

const JSON_TYPE = { "Content-Type": "application/json" };
