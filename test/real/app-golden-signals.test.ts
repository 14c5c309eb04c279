import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { type RunningApp, startApp } from "../support/app.ts";

let app: RunningApp;
const start = async () => {
  app = await startApp("golden-signals");
};
const end = () => app?.end("SIGKILL");
const freshForEach = () => {
  beforeEach(start);
  afterEach(end);
};

const jsonOf = async (path: string) => (await app.get(path)).json();
const sample = async (name: string) => (await app.samples()).get(name);
const residentMib = async () => ((await sample("process_resident_memory_bytes")) ?? 0) / 1024 / 1024;
const put = (body: object) =>
  fetch(`${app.url}/settings`, {
    method: "PUT",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });

describe("end points", () => {
  freshForEach();

  test("each request is counted by method, path and status, those for metrics are not", async () => {
    const paths = [
      "/",
      "/health",
      "/business-metrics",
      "/delay?seconds=0",
      "/error?rate=0",
      "/cpu-intensive?iterations=10",
      "/memory-usage?size=1",
    ];
    for (const path of paths) expect((await app.get(path)).status).toBe(200);
    await app.get("/no/such/address");
    await fetch(`${app.url}/`, { method: "POST" });
    const samples = await app.samples();
    for (const path of paths.map((path) => path.split("?")[0])) {
      // One more of /health, by which the test knew that it runs.
      const count = path === "/health" ? 2 : 1;
      expect(samples.get(`flask_http_request_duration_seconds_count{method="GET",path="${path}",status="200"}`)).toBe(
        count,
      );
      expect(samples.get(`webapp_custom_requests_total{endpoint="${path}"}`)).toBe(count);
    }
    expect(samples.get('flask_http_request_duration_seconds_count{method="GET",path="unknown",status="404"}')).toBe(1);
    expect(samples.get('flask_http_request_duration_seconds_count{method="POST",path="unknown",status="405"}')).toBe(1);
    expect(samples.get('flask_http_request_total{method="GET",status="200"}')).toBe(8);
    expect([...samples.keys()].filter((name) => name.includes('path="/metrics"'))).toEqual([]);
  });

  test("business operations are counted by type, and told to StatsD", async () => {
    await app.end();
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    app = await startApp("golden-signals", { STATSD_ADDRESS: `127.0.0.1:${socket.address().port}` });
    const message = once(socket, "message");
    for (const query of ["?operation=payment", "?operation=user_login", "?operation=user_login", ""])
      await app.get(`/business-metrics${query}`);
    const types = ["payment", "user_login", "unknown"].map((type) =>
      sample(`webapp_business_operations_total{operation_type="${type}"}`),
    );
    expect(await Promise.all(types)).toEqual([1, 2, 1]);
    expect(String((await message)[0])).toMatch(
      /^webapp_statsd_operations_total:1\|c\|#operation_type:payment\nwebapp_statsd_operation_duration:[\d.]+\|ms\|#operation_type:payment$/,
    );
    socket.close();
  });

  test("/delay takes that long", async () => {
    const startedAt = performance.now();
    expect(await jsonOf("/delay?seconds=0.4")).toEqual({ delayed_seconds: 0.4 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(399);
    expect(
      await sample('flask_http_request_duration_seconds_bucket{le="0.25",method="GET",path="/delay",status="200"}'),
    ).toBe(0);
  });

  test("/error fails that often, with 400, 404 and 500 in turn", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 30; i++) statuses.push((await app.get("/error?rate=30")).status);
    const count = (status: number) => statuses.filter((one) => one === status).length;
    expect([200, 400, 404, 500].map(count)).toEqual([21, 3, 3, 3]);
  });

  test("/cpu-intensive computes, and /health answers meanwhile", async () => {
    const before = (await sample("process_cpu_seconds_total")) ?? 0;
    const computing = app.get("/cpu-intensive?iterations=500000");
    const first = await Promise.race([computing, app.get("/health")]);
    expect(new URL(first.url).pathname).toBe("/health");
    expect((await computing).status).toBe(200);
    expect(((await sample("process_cpu_seconds_total")) ?? 0) - before).toBeGreaterThan(0.2);
  });

  test("/memory-usage holds that much", async () => {
    const before = await residentMib();
    expect(await jsonOf("/memory-usage?size=80")).toEqual({ held_mib: 80, for_seconds: 20 });
    expect(await sample("webapp_held_memory_bytes")).toBe(80 * 1024 * 1024);
    expect((await residentMib()) - before).toBeGreaterThan(70);
  });
});

describe("faults at run time", () => {
  freshForEach();

  test("a disk that others need is not filled, and the reason is told", async () => {
    const refused = await put({ FAULT_DISK_PERCENT: 95 });
    expect([refused.status, await refused.json()]).toEqual([
      409,
      { error: expect.stringMatching(/^\/tmp lies on a disk of \d+ MiB that is not this application's own/) },
    ]);
    expect(await jsonOf("/settings")).toMatchObject({ FAULT_DISK_PERCENT: 0 });
  });

  test("errors and delay meet the pages, and neither health nor metrics", async () => {
    await put({ FAULT_ERROR_PERCENT: 100, FAULT_DELAY_SECONDS: 0.3 });
    const startedAt = performance.now();
    expect((await app.get("/")).status).toBe(500);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
    expect([(await app.get("/health")).status, (await app.get("/metrics")).status]).toEqual([200, 200]);
  });
});

describe("a parameter", () => {
  // Refusals change nothing: one application serves them all.
  beforeAll(start);
  afterAll(end);

  test.each([
    ["/delay?seconds=1e9", "<= 10"],
    ["/delay?seconds=-1", ">= 0"],
    ["/delay?seconds=NaN", "number"],
    ["/delay?seconds=", ""],
    ["/delay?seconds=1&seconds=2", "number"],
    ["/delay?second=1", "additional properties"],
    ["/memory-usage?size=101", "<= 100"],
    ["/memory-usage?size=0", ">= 1"],
    ["/memory-usage?size=1.5", "integer"],
    ["/cpu-intensive?iterations=1000001", "<= 1000000"],
    ["/cpu-intensive?iterations=1e999", "<= 1000000"],
    ["/delay?seconds=-1e999", ">= 0"],
    ["/error?rate=101", "<= 100"],
    ["/business-metrics?operation=rm", "allowed values"],
    ["/business-metrics?operation=__proto__", "allowed values"],
  ])("%s is refused: %s", async (path, reason) => {
    const response = await app.get(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(reason) });
  });
});

describe("bad input and load", () => {
  freshForEach();

  test("no address, verb or parameter makes a new series after the first refusal", async () => {
    const ask = async (i: number) => {
      await app.get(`/nothing-${i}`);
      await app.get(`/business-metrics?operation=o${i}`);
      await fetch(`${app.url}/delay?seconds=${i}`, { method: "DELETE" });
    };
    await ask(0);
    const series = (await app.samples()).size;
    for (let i = 1; i < 50; i++) await ask(i);
    // Garbage collections of another kind may be seen for the first time meanwhile.
    const kinds = [...(await app.samples()).keys()].filter((name) => name.startsWith("nodejs_gc"));
    expect((await app.samples()).size - kinds.length).toBeLessThanOrEqual(series);
  });

  test("load at once is bounded: some is refused, the rest is done, and it lives on", async () => {
    const hundred = (path: string) =>
      Promise.all(Array.from({ length: 100 }, async () => (await app.get(path)).status));
    const memory = await hundred("/memory-usage?size=50");
    expect([
      memory.filter((status) => status === 200).length,
      memory.filter((status) => status === 503).length,
    ]).toEqual([3, 97]);
    const cpu = await hundred("/cpu-intensive?iterations=100000");
    expect(cpu.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(new Set(cpu)).toEqual(new Set([200, 503]));
    expect((await app.get("/health")).status).toBe(200);
    expect(await residentMib()).toBeLessThan(400);
  });

  test("it stops within its grace while a long request runs, which is finished", async () => {
    const delayed = app.get("/delay?seconds=2");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await app.end()).toBe(0);
    expect((await delayed).status).toBe(200);
  });
});

describe("traffic", () => {
  freshForEach();

  test("visits the application, counts what became of it, and lives on without it", async () => {
    const traffic = await startApp("golden-signals-traffic", { TARGET_URL: app.url, RATE: "50" });
    try {
      const made = async (outcome: string) =>
        (await traffic.samples()).get(`traffic_requests_total{outcome="${outcome}"}`) ?? 0;
      await eventually(60, async () => (await made("success")) > 50 || undefined);
      expect((await traffic.samples()).get('traffic_phase{phase="mix"}')).toBe(1);
      expect(await made("unreachable")).toBe(0);
      expect(await sample('webapp_business_operations_total{operation_type="payment"}')).toBeGreaterThan(0);
      await app.end();
      await eventually(60, async () => (await made("unreachable")) > 10 || undefined);
      expect((await traffic.get("/health")).status).toBe(200);
    } finally {
      expect(await traffic.end()).toBe(0);
    }
  });
});
