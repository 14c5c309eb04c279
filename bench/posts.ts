import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Clone, makeClone, PORT_OFFSET } from "./support/clone.ts";
import { elapsed, loadNow, seconds } from "./support/measure.ts";

const POSTS = 500;
const A_SECOND = 50;
/** Whose process is ended by SIGKILL, by the number of the post before which that happens. */
const KILLS = new Map([
  [125, "backend"],
  [250, "rabbitmq"],
  [375, "frontend"],
]);
const PATIENCE_SECONDS = 120;
/** Whatever is stored twice would be so by then: RabbitMQ has long delivered again what was not acknowledged. */
const SETTLE_MS = 10_000;
const FRONTEND = `http://127.0.0.1:${5000 + PORT_OFFSET}`;
const TRAFFIC = `http://127.0.0.1:${5002 + PORT_OFFSET}`;

/** `bench.mjs posts`: fruit-shop on native, 500 posts at 50 a second with three kills on the way: how many are stored, lost, twice. */
export async function main(): Promise<number> {
  const clone = await makeClone({ warm: true, environment: "fruit-shop" });
  try {
    await clone.up("native");
    await silenceTraffic();
    const before = await settled();
    const took = await elapsed(() => postAll(clone));
    await eventually(async () => (await total()) >= before + POSTS);
    await sleep(SETTLE_MS);
    const stored = (await total()) - before;
    const [lost, twice] = [Math.max(0, POSTS - stored), Math.max(0, stored - POSTS)];
    console.log(
      `${POSTS} posts at ${A_SECOND} a second, accepted within ${seconds(took)}, kills: ${[...KILLS.values()].join(", ")}; ${loadNow()}`,
    );
    console.log(`${stored} stored, ${lost} lost, ${twice} twice; goal 500 stored, 0 lost, 0 twice`);
    return stored === POSTS ? 0 : 1;
  } finally {
    await clone.remove();
  }
}

async function postAll(clone: Clone): Promise<void> {
  const posts: Promise<void>[] = [];
  for (let number = 0; number < POSTS; number += 1) {
    const victim = KILLS.get(number);
    if (victim !== undefined) await kill(clone, victim);
    posts.push(postUntilAccepted());
    await sleep(1000 / A_SECOND);
  }
  await Promise.all(posts);
}

async function kill({ home }: Clone, name: string): Promise<void> {
  const pid = await readFile(join(home, "fruit-shop-bench", "service", name, "supervise", "pid"), "utf8");
  process.kill(Number(pid), "SIGKILL");
}

/** As a client does that must not lose its post: again until it is accepted, with the same key each time. */
async function postUntilAccepted(): Promise<void> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
  await eventually(async () => {
    const { status } = await ask(`${FRONTEND}/fruit`, { method: "POST", headers, body: '{"fruit":"kiwi"}' });
    return status === 202;
  });
}

async function silenceTraffic(): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const { status } = await ask(`${TRAFFIC}/settings`, { method: "PUT", headers, body: '{"RATE":0}' });
  if (status !== 200) throw new Error(`the traffic generator answers ${status}`);
}

/** How many are stored once nothing more comes: what the traffic posted before may still be on its way. */
async function settled(): Promise<number> {
  for (let before = -1; ; await sleep(SETTLE_MS)) {
    const now = await total();
    if (now === before) return now;
    before = now;
  }
}

async function total(): Promise<number> {
  return ((await (await ask(`${FRONTEND}/fruit`)).json()) as { readonly total: number }).total;
}

const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { signal: AbortSignal.timeout(5000), ...init });

/** Asks until it is so; an error counts as not yet. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_SECONDS * 1000; ; await sleep(200)) {
    if (await isSo().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`not within ${PATIENCE_SECONDS} s`);
  }
}
