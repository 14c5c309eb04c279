import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../support/app.ts";
import { testEngine } from "../../support/engine.ts";
import { type Workshop, whyNot, workshop } from "./workshop.ts";

const PORTS = [9090, 9093, 9094, 9100, 8099, 5672, 15_692, 25_672, 4369, 5432, 6379, 9187, 9121, 5000, 5001, 5002];
const POSTS = 120;
const A_SECOND = 20;

const engine = await testEngine();
const TARGETS = [{ kind: "native", at: undefined }, ...(engine === undefined ? [] : [{ kind: "docker", at: engine }])];

describe.each(TARGETS)("fruit-shop on $kind", ({ at }) => {
  let shop: Workshop;

  beforeAll(async () => {
    shop = await workshop("fruit-shop", at, PORTS);
  });
  afterAll(() => shop?.remove());

  test("is deployed and verified by one command", async () => {
    const { code, stdout, stderr } = await shop.command(["up"]);
    expect([code, code === 0 ? "" : whyNot(stdout + stderr)]).toEqual([0, ""]);
    expect(stdout).toMatch(/^\d+ checks: /m);
    for (const subject of ["postgres answers", "redis answers", "rabbitmq is up", "bananas"]) {
      expect(stdout).toMatch(new RegExp(`^ok +queries +${subject} `, "m"));
    }
  });

  test("what is posted is stored once, though broker, workers and frontend are killed on the way", async () => {
    await settings("traffic", { RATE: 0 });
    await eventually(30, async () =>
      (await samples("rabbitmq")).get("rabbitmq_queue_messages") === 0 ? true : undefined,
    );
    await sleep(6000);
    const before = await total();
    const kills = new Map([
      [20, "backend"],
      [50, "rabbitmq"],
      [80, "frontend"],
    ]);
    const posts: Promise<void>[] = [];
    for (let number = 0; number < POSTS; number++) {
      const victim = kills.get(number);
      if (victim !== undefined) await shop.hands.kill(victim);
      posts.push(postUntilAccepted());
      await sleep(1000 / A_SECOND);
    }
    await Promise.all(posts);
    await eventually(60, async () => ((await total()) >= before + POSTS ? true : undefined));
    // Had one come twice, it would have come by now.
    await sleep(6000);
    expect((await total()) - before).toBe(POSTS);
  });

  test("is taken away without a trace", async () => {
    expect((await shop.command(["cdktf", "destroy", "fruit-shop", "--auto-approve"])).code).toBe(0);
    expect(await shop.hands.everything()).toEqual([]);
  });

  /** The same key each time, so that a lost answer does not make two of it. */
  async function postUntilAccepted(): Promise<void> {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
    await eventually(90, async () => {
      const { status } = await shop.ask("frontend", "/fruit", { method: "POST", headers, body: '{"fruit":"kiwi"}' });
      return status === 202 ? true : undefined;
    });
  }

  async function total(): Promise<number> {
    return ((await (await shop.ask("frontend", "/fruit")).json()) as { readonly total: number }).total;
  }

  async function settings(app: string, values: Readonly<Record<string, number>>): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const { status } = await shop.ask(app, "/settings", { method: "PUT", headers, body: JSON.stringify(values) });
    expect(status).toBe(200);
  }

  async function samples(name: string): Promise<ReadonlyMap<string, number>> {
    const text = await (await shop.ask(name, "/metrics")).text();
    return new Map([...text.matchAll(/^(\S+) (\S+)$/gm)].map(([, metric = "", value]) => [metric, Number(value)]));
  }
});
