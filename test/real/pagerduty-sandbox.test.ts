import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Incident } from "../../apps/pagerduty-sandbox/incident.ts";
import { eventually } from "../../bench/support/eventually.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { freePort, type RunningApp, spawnApp, startApp } from "../support/app.ts";

const KEY = "5ec2e7ab1e00000000000000deadbeef";
const payload = { summary: "TaskProcessorDown: it is down", source: "alertmanager", severity: "critical" };
const trigger = { routing_key: KEY, event_action: "trigger", dedup_key: "k", payload };
/** Values of Content-Type that name no type. */
const NO_TYPES = ["", "foo", "a/b/c", "text/plain,application/json"];

let folder: string;
let running: RunningApp[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pagerduty-sandbox-"));
});
afterEach(async () => {
  for (const app of running) if (app.child.exitCode === null && app.child.signalCode === null) await app.end("SIGKILL");
  running = [];
  await rm(folder, { recursive: true });
});

async function start(variables: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const app = await startApp("pagerduty-sandbox", { DATA_DIR: folder, ...variables });
  running.push(app);
  return app;
}

const send = (app: RunningApp, path: string, body: string | object, init: RequestInit = {}) =>
  fetch(`${app.url}${path}`, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), ...init });
const enqueue = (app: RunningApp, body: string | object, init?: RequestInit) => send(app, "/v2/enqueue", body, init);
const json = async (app: RunningApp, path: string) => (await app.get(path)).json() as Promise<Record<string, unknown>>;
const incidents = async (app: RunningApp, query = "") =>
  (await json(app, `/api/incidents${query}`)).incidents as Incident[];

describe("Events API v2", () => {
  test("answers a trigger, an acknowledge and a resolve as PagerDuty does, and shows what they did", async () => {
    const app = await start();
    const before = Date.now();
    const answer = await enqueue(app, trigger);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ status: "success", message: "Event processed", dedup_key: "k" });
    await enqueue(app, { ...trigger, event_action: "acknowledge" });
    const resolved = await enqueue(app, { routing_key: KEY, event_action: "resolve", dedup_key: "k" });
    expect(await resolved.json()).toEqual({ status: "success", message: "Event processed", dedup_key: "k" });

    const [incident] = await incidents(app, "?status=resolved&dedup_key=k&summary=taskprocessor");
    expect(incident).toMatchObject({ id: 1, severity: "critical", source: "alertmanager" });
    expect(incident?.timeline.map(({ action }) => action)).toEqual(["trigger", "acknowledge", "resolve"]);
    expect(incident?.opened_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Date.parse(incident?.opened_at ?? "")).toBeGreaterThanOrEqual(before);
    expect(await json(app, "/api/incidents/1")).toEqual(incident);
    expect(await incidents(app, "?status=open")).toEqual([]);
    expect(await incidents(app, `?since=${encodeURIComponent(new Date(Date.now() + 1000).toISOString())}`)).toEqual([]);
    expect(await json(app, "/api/counts")).toEqual({
      open: 0,
      resolved: 1,
      events: { trigger: 1, acknowledge: 1, resolve: 1 },
      dropped: 0,
      changes: 0,
      refused: {},
    });
  });

  test("makes a dedup_key where there is none, each time another", async () => {
    const app = await start();
    const { dedup_key: _without, ...anonymous } = trigger;
    const keys = [];
    for (let i = 0; i < 2; i++)
      keys.push(((await (await enqueue(app, anonymous)).json()) as { dedup_key: string }).dedup_key);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((await incidents(app, "?status=open")).map(({ dedup_key }) => dedup_key)).toEqual(keys.reverse());
  });

  test("takes JSON under any content type, and says what is wrong with a body", async () => {
    const app = await start();
    for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain", ...NO_TYPES]) {
      const answer = await enqueue(app, trigger, { headers: { "Content-Type": type } });
      expect([type, answer.status]).toEqual([type, 202]);
    }
    const invalid = await enqueue(app, { ...trigger, routing_key: "short" });
    expect(invalid.status).toBe(400);
    expect(await invalid.json()).toEqual({
      status: "invalid event",
      message: "Event object is invalid",
      errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"],
    });
    for (const body of ["", "{", "[]", '"text"']) expect((await enqueue(app, body)).status).toBe(400);
    expect((await enqueue(app, `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`)).status).toBe(400);
  });

  test("takes 512 KB and refuses more with 413", async () => {
    const app = await start();
    const sized = (bytes: number) => {
      const empty = JSON.stringify({ ...trigger, payload: { ...payload, custom_details: { text: "" } } });
      return empty.replace('"text":""', `"text":"${"x".repeat(bytes - empty.length)}"`);
    };
    expect((await enqueue(app, sized(512 * 1024))).status).toBe(202);
    expect((await enqueue(app, sized(512 * 1024 + 1))).status).toBe(413);
    // Kept short, so that memory stays bounded; the page that it is stays whole.
    expect((await incidents(app))[0]).toMatchObject({
      summary: payload.summary,
      custom_details: { not_kept: expect.any(String) },
    });
    expect(await json(app, "/api/counts")).toMatchObject({ refused: { too_large: 1 } });
  });

  test("keeps its page small, however deep the details of an event are nested", async () => {
    const app = await start();
    const nested = `"custom_details":{"deep":${"[".repeat(3500)}${"]".repeat(3500)}}`;
    const body = JSON.stringify({ ...trigger, payload: { ...payload, custom_details: {} } });
    expect((await enqueue(app, body.replace('"custom_details":{}', nested))).status).toBe(202);
    const page = await (await app.get("/")).text();
    expect(page.length).toBeLessThan(20_000);
    expect(page).toContain(`<pre>${"[".repeat(2500)}… all of it: /api/incidents/1</pre>`);
  });

  test("keeps no more of a large event than what it is about", async () => {
    const app = await start();
    const large = { ...payload, source: "s".repeat(400_000), timestamp: `2026-11-21T03:00:00.${"0".repeat(70_000)}Z` };
    const links = [{ href: "https://a.example" }];
    const note = { not_kept: expect.stringMatching(/^the event had 4\d{5} bytes$/) };
    const { summary, severity } = payload;
    await enqueue(app, { ...trigger, payload: large, links });
    await send(app, "/v2/change/enqueue", { routing_key: KEY, payload: large, links });
    const source = `${"s".repeat(1024)}…`;
    const [incident] = await incidents(app);
    expect(incident).toMatchObject({ summary, severity, source, links: [], custom_details: note });
    expect((await json(app, "/api/changes")).changes).toEqual([
      {
        type: "change",
        at: expect.any(String),
        routing: incident?.routing,
        payload: { summary, source, custom_details: note },
      },
    ]);
    expect((await stat(join(folder, "journal.jsonl"))).size).toBeLessThan(5000);
  });

  test("takes fields that the journal has of its own for nothing", async () => {
    const app = await start();
    const own = { at: "then", own: true, action: "resolve", routing: "sandbox" };
    const empty = { next_id: 1, events: {}, incidents: [], changes: [], heartbeats: [] };
    await enqueue(app, { ...trigger, ...own });
    await enqueue(app, { ...trigger, ...own, ...empty, type: "snapshot", dedup_key: "other" });
    expect((await incidents(app)).map(({ id, status }) => [id, status])).toEqual([
      [2, "open"],
      [1, "open"],
    ]);
    expect((await app.get("/")).status).toBe(200);
    expect(await json(app, "/api/counts")).toMatchObject({ open: 2, events: { trigger: 2 } });
  });

  test("answers 429 to a routing key that sends too much, and to no other", async () => {
    const app = await start({ RATE_LIMIT: "3" });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await enqueue(app, trigger)).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
    expect((await enqueue(app, { ...trigger, routing_key: KEY.replace("5ec2", "0000") })).status).toBe(202);
  });

  test("knows wrong addresses and wrong verbs", async () => {
    const app = await start();
    expect((await app.get("/v2/enqueue")).status).toBe(405);
    expect((await app.get("/v2/nothing")).status).toBe(404);
    expect((await app.get("/api/incidents/7")).status).toBe(404);
    for (const query of ["?status=closed", "?since=yesterday", "?stauts=open"])
      expect((await app.get(`/api/incidents${query}`)).status).toBe(400);
  });

  test("records change events, which open nothing", async () => {
    const app = await start();
    const answer = await send(app, "/v2/change/enqueue", {
      routing_key: KEY,
      payload: { summary: "deployed" },
      links: [{ href: "https://a.example" }],
    });
    expect([answer.status, await answer.json()]).toEqual([202, { status: "success", message: "Event processed" }]);
    expect((await send(app, "/v2/change/enqueue", { routing_key: KEY })).status).toBe(400);
    expect(await json(app, "/api/changes")).toMatchObject({
      total: 1,
      changes: [{ payload: { summary: "deployed" } }],
    });
    expect(await json(app, "/api/counts")).toMatchObject({ open: 0, changes: 1, refused: { invalid: 1 } });
    await send(app, "/v2/change/enqueue", { routing_key: KEY, payload: { summary: "undone" } });
    expect(await json(app, "/api/changes?limit=1")).toMatchObject({
      total: 2,
      changes: [{ payload: { summary: "undone" } }],
    });
    expect((await app.get("/api/changes?limit=0")).status).toBe(400);
  });

  test("fails as long as it is told to", async () => {
    const app = await start();
    const order = (body: object) =>
      fetch(`${app.url}/api/faults`, {
        method: "PUT",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      });
    expect((await order({ status: 500, for_seconds: 60 })).status).toBe(200);
    expect((await enqueue(app, trigger)).status).toBe(500);
    await order({ status: 429, for_seconds: 0 });
    expect((await enqueue(app, trigger)).status).toBe(202);
    for (const wrong of [{ status: 200, for_seconds: 1 }, { status: 500, for_seconds: 1e9 }, { status: 500 }])
      expect((await order(wrong)).status).toBe(400);
    expect(await json(app, "/api/counts")).toMatchObject({ open: 1, refused: { fault: 1 } });
  });
});

describe("heartbeats", () => {
  test("one that stays away opens an incident, which resolves when it is back", async () => {
    const app = await start();
    expect((await send(app, "/heartbeat/shop?every=1s", { version: "4", status: "firing" })).status).toBe(200);
    const [missing] = await eventually(60, async () => {
      const open = await incidents(app, "?status=open");
      return open.length > 0 ? open : undefined;
    });
    expect(missing).toMatchObject({ summary: "Heartbeat shop is missing", severity: "critical" });
    // Alertmanager's word that the alert which always fires has stopped is no sign of life.
    await send(app, "/heartbeat/shop?every=1s", { version: "4", status: "resolved" });
    expect(await incidents(app, "?status=open")).toHaveLength(1);
    await send(app, "/heartbeat/shop?every=1h", "anything");
    expect(await incidents(app, "?status=open")).toEqual([]);
    expect(await json(app, "/api/heartbeats")).toMatchObject({
      heartbeats: [{ name: "shop", max_age_seconds: 3600, beats: 2, missing: false }],
    });
    expect(await json(app, "/api/counts")).toMatchObject({ events: { trigger: 0, resolve: 0 } });
  });

  test("one that was known before a restart is missed after it", async () => {
    const first = await start({ HEARTBEAT_MAX_AGE: "2" });
    await send(first, "/heartbeat/shop", "");
    await first.end();
    const second = await start();
    await eventually(60, async () => ((await incidents(second, "?status=open")).length > 0 ? true : undefined));
  });

  test("anything is a sign of life, under whatever content type and as large as an event may be", async () => {
    const app = await start();
    for (const type of NO_TYPES) {
      const answer = await send(app, "/heartbeat/shop", "anything", { headers: { "Content-Type": type } });
      expect([type, answer.status]).toEqual([type, 200]);
    }
    expect((await send(app, "/heartbeat/shop", "x".repeat(512 * 1024))).status).toBe(200);
    const { heartbeats } = await json(app, "/api/heartbeats");
    expect(heartbeats).toMatchObject([{ name: "shop", beats: NO_TYPES.length + 1 }]);
  });

  test("a wrong name or age is refused", async () => {
    const app = await start();
    expect((await send(app, "/heartbeat/a%20b", "")).status).toBe(400);
    expect((await send(app, "/heartbeat/a?every=often", "")).status).toBe(400);
    expect(await json(app, "/api/heartbeats")).toEqual({ heartbeats: [] });
  });
});

describe("process", () => {
  test("shows the routing key nowhere: no file, no log, no answer", async () => {
    const app = await start({ RATE_LIMIT: "2" });
    await enqueue(app, trigger);
    await enqueue(app, { ...trigger, payload: {} });
    await enqueue(app, `${JSON.stringify(trigger)}}`);
    await enqueue(app, trigger);
    await enqueue(app, trigger);
    await send(app, "/v2/change/enqueue", { routing_key: KEY, payload: { summary: "deployed" } });
    const paths = ["/", "/metrics", "/api/incidents", "/api/changes", "/api/counts"];
    const answers = await Promise.all(paths.map(async (path) => (await app.get(path)).text()));
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    expect(files.join()).toContain(payload.summary);
    expect(app.output()).toContain(payload.summary);
    for (const text of [...answers, ...files, app.output()]) expect(text).not.toContain(KEY.slice(0, 16));
  });

  test("exposes metrics that promtool accepts", async () => {
    const app = await start();
    await enqueue(app, trigger);
    await enqueue(app, "{");
    const samples = await app.samples();
    expect(samples.get('pagerduty_sandbox_events_total{action="trigger",result="accepted"}')).toBe(1);
    expect(samples.get('pagerduty_sandbox_events_total{action="unknown",result="invalid"}')).toBe(1);
    expect(samples.get('pagerduty_sandbox_open_incidents{severity="critical"}')).toBe(1);
    expect(
      samples.get('pagerduty_sandbox_request_duration_seconds_count{method="POST",route="/v2/enqueue",status="202"}'),
    ).toBe(1);
    const promtool = await resolveProgram("promtool");
    const input = await (await app.get("/metrics")).text();
    expect(await run([promtool.path, "check", "metrics"], { input, timeoutSeconds: 30 })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("ends at SIGTERM with 0, also while somebody watches", async () => {
    const app = await start();
    const watching = new Promise<string>((resolve, reject) => {
      const stream = request(`${app.url}/api/stream`, (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
      });
      stream.on("error", reject).end();
    });
    await eventually(60, async () => ((await enqueue(app, trigger)).ok ? true : undefined));
    expect(await app.end()).toBe(0);
    expect(await watching).toContain("event: change");
  });

  test("says why it cannot keep events, without a stack", async () => {
    const app = await spawnApp("pagerduty-sandbox", await freePort(), { DATA_DIR: "/dev/null/sandbox" });
    expect(await app.ended).toBe(1);
    expect(app.output()).toMatch(
      /^DATA_DIR is "\/dev\/null\/sandbox", but events cannot be kept there: ENOTDIR[^\n]*\n$/,
    );
  });
});
