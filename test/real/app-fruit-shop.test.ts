import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { freePort, type RunningApp, spawnApp, startApp } from "../support/app.ts";
import { type Service, startPostgres, startRabbitMq, startRedis } from "../support/services.ts";

let rabbit: Service;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let redis: Service;
let services: Service[] = [];
const apps: RunningApp[] = [];

beforeAll(async () => {
  [rabbit, postgres, redis] = await Promise.all([startRabbitMq(), startPostgres(), startRedis()]);
  services = [rabbit, postgres, redis];
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.end("SIGKILL");
});
afterAll(async () => {
  for (const service of services) await service.remove();
});

const variables = (): Record<string, string> => ({
  RABBITMQ_URL: `amqp://${rabbit.user}@127.0.0.1:${rabbit.port}`,
  RABBITMQ_PASSWORD_FILE: rabbit.passwordFile,
  DATABASE_URL: `postgres://${postgres.user}@127.0.0.1:${postgres.port}/demo`,
  DATABASE_PASSWORD_FILE: postgres.passwordFile,
  REDIS_URL: `redis://127.0.0.1:${redis.port}`,
  REDIS_PASSWORD_FILE: redis.passwordFile,
});

async function ready(app: RunningApp): Promise<void> {
  await eventually(60, async () => {
    const response = await app.get("/ready");
    if (!response.ok) throw new Error(await response.text());
    return true;
  });
}

async function start(name: string, extra: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const app = await startApp(name, { ...variables(), ...extra });
  apps.push(app);
  return app;
}

async function startShop(): Promise<{ frontend: RunningApp; backend: RunningApp }> {
  const [frontend, backend] = await Promise.all([start("fruit-shop-frontend"), start("fruit-shop-backend")]);
  await Promise.all([ready(frontend), ready(backend)]);
  return { frontend, backend };
}

const post = (app: RunningApp, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${app.url}/fruit`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...headers },
    signal: AbortSignal.timeout(10_000),
  });
/** Before anything was read or written there is no table yet. */
const count = async () =>
  (await postgres.query("SELECT to_regclass('fruit')")) === ""
    ? 0
    : Number(await postgres.query("SELECT count(*) FROM fruit"));
const stored = (expected: number) => eventually(60, async () => ((await count()) === expected ? expected : undefined));
const sample = async (app: RunningApp, name: string) => (await app.samples()).get(name);

describe("work", () => {
  test("a posted fruit goes through queue and database to the reader, and the cache forgets its old answer", async () => {
    const { frontend, backend } = await startShop();
    const before = await count();
    const first = (await (await frontend.get("/fruit")).json()) as { total: number };
    const answer = await post(frontend, { fruit: "banana" });
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), fruit: "banana" },
    ]);
    await stored(before + 1);
    // Well before the five seconds that the cache would keep its answer.
    await eventually(
      3,
      async () =>
        ((await (await frontend.get("/fruit")).json()) as typeof first).total === first.total + 1 || undefined,
    );
    await frontend.get("/fruit");
    expect((await frontend.get("/hello")).status).toBe(200);

    const front = await frontend.samples();
    expect(front.get("hello_total")).toBe(1);
    expect(front.get("all_fruits")).toBe(first.total + 1);
    expect(front.get('recent_fruits{fruit="banana"}')).toBeGreaterThanOrEqual(1);
    expect(front.get('http_latency_count{method="POST",endpoint="/fruit"}')).toBe(1);
    expect(front.get('http_latency_count{method="GET",endpoint="/hello"}')).toBe(1);
    expect(front.get('cache_requests_total{result="hit"}')).toBeGreaterThanOrEqual(1);
    expect(front.get('cache_requests_total{result="miss"}')).toBeGreaterThanOrEqual(2);
    const back = await backend.samples();
    expect(back.get('fruits_processed_total{result="stored"}')).toBe(1);
    expect(back.get("messages_produced_total")).toBe(1);
    expect(back.get("worker_job_duration_seconds_count")).toBe(1);
    expect(back.get('cache_expired_total{result="expired"}')).toBe(1);
  });

  test("the same key twice is stored once", async () => {
    const { frontend, backend } = await startShop();
    const before = await count();
    const key = { "Idempotency-Key": randomUUID() };
    for (let i = 0; i < 3; i++) expect((await post(frontend, { fruit: "kiwi" }, key)).status).toBe(202);
    await eventually(
      10,
      async () => (await sample(backend, 'fruits_processed_total{result="duplicate"}')) === 2 || undefined,
    );
    expect(await count()).toBe(before + 1);
  });

  test("slow jobs, by setting at run time, let the queue grow, and stopping gives back what is not done", async () => {
    const { frontend, backend } = await startShop();
    const before = await count();
    await fetch(`${backend.url}/settings`, {
      method: "PUT",
      body: '{"FAULT_JOB_DELAY_SECONDS": 10}',
      headers: { "Content-Type": "application/json" },
    });
    for (let i = 0; i < 8; i++) await post(frontend, { fruit: "plum" });
    await eventually(60, async () => (await sample(backend, "workers_busy")) === 4 || undefined);
    const startedAt = Date.now();
    expect(await backend.end()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(8000);
    expect(await count()).toBe(before);
    await start("fruit-shop-backend");
    await stored(before + 8);
  });
});

describe("dependencies", () => {
  const NEEDS = { rabbitmq: () => rabbit, postgres: () => postgres, redis: () => redis };

  test.each(["rabbitmq", "postgres", "redis"] as const)(
    "without %s it lives, says what is missing, and mends itself",
    async (name) => {
      const { frontend, backend } = await startShop();
      const before = await count();
      await NEEDS[name]().kill();
      for (const app of [frontend, backend]) {
        await eventually(60, async () => ((await app.get("/ready")).status === 503 ? true : undefined));
        const { missing } = (await (await app.get("/ready")).json()) as { missing: Record<string, string> };
        expect(Object.keys(missing)).toEqual([name]);
        expect(missing[name]).toMatch(/\w{5}/);
        expect((await app.get("/health")).status).toBe(200);
        expect(await sample(app, `dependency_up{dependency="${name}"}`)).toBe(0);
      }
      if (name !== "postgres") expect((await frontend.get("/fruit")).status).toBe(200);
      expect(frontend.output()).toMatch(new RegExp(`^${name} is out of reach: `, "m"));
      const accepted = (await post(frontend, { fruit: "pear" })).status;
      expect(accepted).toBe(name === "rabbitmq" ? 503 : 202);
      await NEEDS[name]().start();
      await Promise.all([ready(frontend), ready(backend)]);
      await post(frontend, { fruit: "lemon" });
      await stored(before + (name === "rabbitmq" ? 1 : 2));
      expect([frontend.child.exitCode, backend.child.exitCode]).toEqual([null, null]);
    },
  );

  test("without the database and the cache, reading is refused with the reason", async () => {
    const frontend = await start("fruit-shop-frontend", {
      DATABASE_URL: "postgres://shop@127.0.0.1:1/demo",
      REDIS_URL: "redis://127.0.0.1:1",
    });
    const answer = await frontend.get("/fruit");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await answer.json()).toEqual({ error: expect.stringContaining("the database is out of reach") });
    expect(await sample(frontend, 'http_errors_total{method="GET",endpoint="/fruit"}')).toBe(1);
    expect(await sample(frontend, 'cache_requests_total{result="unavailable"}')).toBe(1);
  });

  test("a missing or wrong password is named, the password is not, and the right one needs no restart", async () => {
    const file = `${rabbit.passwordFile}.other`;
    const files = { RABBITMQ_PASSWORD_FILE: file, DATABASE_PASSWORD_FILE: file, REDIS_PASSWORD_FILE: file };
    const backend = await start("fruit-shop-backend", files);
    const missing = async () =>
      ((await (await backend.get("/ready")).json()) as { missing: Record<string, string> }).missing;
    for (const name of ["rabbitmq", "postgres", "redis"]) {
      await eventually(
        10,
        async () => (await missing())[name]?.includes(`cannot read the password from ${file} (ENOENT)`) || undefined,
      );
    }
    await writeFile(file, "wrong-secret");
    await eventually(60, async () => (await missing()).rabbitmq?.includes("403") || undefined);
    expect(Object.keys(await missing()).sort()).toEqual(["postgres", "rabbitmq", "redis"]);
    expect(JSON.stringify(await missing()) + backend.output()).not.toContain("wrong-secret");
    await writeFile(file, "pass:word/with@signs");
    await ready(backend);
  });
});

describe("bad input", () => {
  test.each([
    ["nothing", "{}", 400, "fruit"],
    ["what is no fruit", '{"fruit":"potato"}', 400, "allowed values"],
    ["a list", '{"fruit":["apple"]}', 400, "must be"],
    ["more than a fruit", '{"fruit":"apple","count":5}', 400, "additional properties"],
    ["an array", "[]", 400, "object"],
    ["half a text", "{", 400, "JSON"],
    ["far too much", JSON.stringify({ fruit: "x".repeat(100_000) }), 413, "too large"],
  ])("to post %s is refused", async (_what, body, status, reason) => {
    const frontend = await start("fruit-shop-frontend");
    const answer = await post(frontend, body);
    expect([answer.status, await answer.json()]).toEqual([status, { error: expect.stringContaining(reason) }]);
  });

  test("a key that is none, and wrong verbs, are refused", async () => {
    const frontend = await start("fruit-shop-frontend");
    expect((await post(frontend, { fruit: "apple" }, { "Idempotency-Key": "1" })).status).toBe(400);
    expect((await fetch(`${frontend.url}/fruit`, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(`${frontend.url}/hello`, { method: "POST" })).status).toBe(405);
    expect([...(await frontend.samples()).keys()].filter((name) => name.startsWith("http_latency_count"))).toHaveLength(
      3,
    );
  });
});

test("500 posts at 50 a second with worker, broker and frontend killed on the way: all stored, none twice", async () => {
  const before = await count();
  const port = await freePort();
  const startOn = async (name: string, on: number) => {
    const app = await spawnApp(name, on, variables());
    apps.push(app);
    return app;
  };
  const frontend = await startOn("fruit-shop-frontend", port);
  const backend = await start("fruit-shop-backend");
  await eventually(60, async () => ((await frontend.get("/ready")).ok ? true : undefined));
  const traffic = await start("fruit-shop-traffic", {
    TARGET_URL: frontend.url,
    RATE: "50",
    POST_SHARE: "1",
    POST_LIMIT: "500",
  });
  const begun = async () => (await sample(traffic, "traffic_posts_begun_total")) ?? 0;
  const after = (posts: number) => eventually(60, async () => ((await begun()) >= posts ? true : undefined));

  await after(100);
  await backend.end("SIGKILL");
  // A hundred wait in the queue when the broker dies.
  await after(200);
  await rabbit.kill();
  await rabbit.start();
  await after(300);
  await start("fruit-shop-backend");
  await after(350);
  await frontend.end("SIGKILL");
  await sleep(500);
  await startOn("fruit-shop-frontend", port);

  await eventually(120, async () =>
    (await sample(traffic, "traffic_posts_accepted_total")) === 500 ? true : undefined,
  );
  expect(await begun()).toBe(500);
  await stored(before + 500);
  // What would come twice, would come now.
  await sleep(2000);
  expect(await count()).toBe(before + 500);
  expect(await sample(traffic, "traffic_posts_waiting")).toBe(0);
  expect(await sample(traffic, 'traffic_requests_total{request="post",outcome="failure"}')).toBeGreaterThan(0);
});
