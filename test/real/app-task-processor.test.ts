import { existsSync } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { bundleApp } from "../../host/apps.ts";
import { CHECKOUT } from "../../host/checkout.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { freePort, type RunningApp, spawnApp, startApp } from "../support/app.ts";

const running: RunningApp[] = [];
const started = async (app: Promise<RunningApp>): Promise<RunningApp> => {
  running.push(await app);
  return app;
};
afterEach(async () => {
  for (const app of running.splice(0)) if (app.child.exitCode === null) await app.end("SIGKILL");
});

const put = (app: RunningApp, body: string, type = "application/json") =>
  fetch(`${app.url}/settings`, { method: "PUT", body, headers: { "Content-Type": type } });

describe("bundle", () => {
  beforeAll(() => bundleApp("task-processor"));

  test("is made again only when something has changed", async () => {
    const before = await bundleApp("task-processor");
    expect(existsSync(before.file)).toBe(true);
    const made = (await stat(before.file)).mtimeMs;
    expect(await bundleApp("task-processor")).toEqual(before);
    expect((await stat(before.file)).mtimeMs).toBe(made);

    const source = join(CHECKOUT, "apps/task-processor/queue.ts");
    const { mtime } = await stat(source);
    await utimes(source, mtime, new Date(mtime.getTime() + 1));
    // Made again from the same text: the same content, hence the same hash.
    expect(await bundleApp("task-processor")).toEqual(before);
    expect((await stat(before.file)).mtimeMs).not.toBe(made);
    await utimes(source, mtime, mtime);
  });

  test("of an app that is not there is refused", async () => {
    await expect(bundleApp("task-procesor")).rejects.toThrow("there is no app task-procesor");
  });
});

describe("process", () => {
  test("exposes metrics that promtool accepts, and does its work", async () => {
    const app = await started(startApp("task-processor"));
    const answer = await app.get("/metrics");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const promtool = await resolveProgram("promtool");
    const judged = await run([promtool.path, "check", "metrics"], { input: await answer.text(), timeoutSeconds: 30 });
    expect(judged).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await app.samples()).get("tasks_queue_size")).toBeGreaterThanOrEqual(5);

    await eventually(60, () => app.output().match(/^Task 1 (completed|failed).*$/m)?.[0]);
    expect(app.output()).toMatch(/^Metrics server started on :\d+\nProcessing task 1\n/);
    const samples = await app.samples();
    const processed = [...samples].filter(([name]) => name.startsWith("tasks_processed_total{"));
    expect(processed).toHaveLength(6);
    expect(processed.reduce((total, [, value]) => total + value, 0)).toBe(samples.get("task_duration_seconds_count"));
  });

  test("takes a success rate at run time, and says so", async () => {
    const app = await started(startApp("task-processor", { WORKERS: "10", TASK_RATE: "100" }));
    expect(await (await put(app, '{"SUCCESS_RATE":"0"}')).json()).toEqual({ SUCCESS_RATE: 0, TASK_RATE: 100 });
    expect(await (await app.get("/settings")).json()).toEqual({ SUCCESS_RATE: 0, TASK_RATE: 100 });
    await eventually(60, async () => {
      const retried = [...(await app.samples())].filter(([name]) => name.startsWith("tasks_retried_total"));
      return retried.some(([, value]) => value > 0) || undefined;
    });
    expect((await app.samples()).get("tasks_active")).toBe(10);
  });

  test("has the fine buckets by setting", async () => {
    const app = await started(startApp("task-processor", { FINE_BUCKETS: "true" }));
    const buckets = [...(await app.samples()).keys()].flatMap(
      (name) => name.match(/^task_duration_seconds_bucket{le="(.+)"}/)?.[1] ?? [],
    );
    expect(buckets).toEqual(["0.1", "0.5", "1", "1.5", "2", "2.5", "3", "5", "+Inf"]);
  });

  test("refuses what it cannot use, with the reason", async () => {
    const app = await started(startApp("task-processor"));
    const refusals = [
      [put(app, '{"SUCCESS_RATE":1.1}'), 400, "a number from 0 to 1"],
      [put(app, '{"WORKERS":2}'), 400, "cannot be changed while the app runs"],
      [put(app, "{"), 400, "JSON"],
      [put(app, "null"), 400, "must be object"],
      [put(app, "SUCCESS_RATE=1", "text/plain"), 415, "application/json"],
      [put(app, JSON.stringify({ SUCCESS_RATE: "1".repeat(100_000) })), 413, "too large"],
      [fetch(`${app.url}/metrics`, { method: "POST" }), 405, "GET"],
      [app.get("/nothing"), 404, "/metrics"],
    ] as const;
    for (const [answer, status, reason] of refusals) {
      const response = await answer;
      expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([
        status,
        expect.stringContaining(reason),
      ]);
    }
    expect(await (await app.get("/settings")).json()).toEqual({ SUCCESS_RATE: 0.9, TASK_RATE: 1 });
  });

  test("ends on SIGTERM after the task that it has begun, and its port is free", async () => {
    const app = await started(startApp("task-processor"));
    await eventually(60, () => app.output().includes("Processing task") || undefined);
    const startedAt = Date.now();
    expect(await app.end()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    const begun = app.output().match(/^Processing task/gm)?.length;
    expect(app.output().match(/^Task \d+ (completed|failed)/gm)?.length).toBe(begun);
    await expect(app.get("/health")).rejects.toThrow();
  });
});

describe("does not start", () => {
  test("with settings that cannot be, and tells all of them", async () => {
    const app = await started(spawnApp("task-processor", await freePort(), { SUCCESS_RATE: "90%", WORKERS: "0" }));
    expect(await app.ended).toBe(1);
    expect(app.output()).toBe(
      'SUCCESS_RATE is "90%", but must be a number from 0 to 1 (Share of tasks that succeed; default 0.9)\n' +
        'WORKERS is "0", but must be a whole number from 1 to 10 (Tasks processed at the same time; default 1)\n',
    );
  });

  test("on a port in use, and says which", async () => {
    const first = await started(startApp("task-processor"));
    const port = Number(new URL(first.url).port);
    const second = await started(spawnApp("task-processor", port));
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(`127.0.0.1:${port} is in use by another program: stop it, or set PORT\n`);
  });
});
