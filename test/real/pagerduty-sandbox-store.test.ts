import { appendFile, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Incident } from "../../apps/pagerduty-sandbox/incident.ts";
import { Store, type StoreOptions } from "../../apps/pagerduty-sandbox/store.ts";
import { eventually } from "../../bench/support/eventually.ts";
import { run } from "../../host/run.ts";
import { type RunningApp, startApp } from "../support/app.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pagerduty-sandbox-store-"));
  file = join(folder, "journal.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

type Line = { readonly add: number } | { readonly sum: number };

/** A store whose state is a sum, so that a line that is lost, applied twice or torn shows. */
function openSum(more: Partial<StoreOptions<Line, number>> = {}) {
  const state = { sum: 0, warnings: [] as string[] };
  const store = new Store<Line, number>({
    folder,
    maxBytes: 1e6,
    snapshot: () => [{ sum: state.sum }],
    warn: (message) => state.warnings.push(message),
    apply: (line) => {
      state.sum = "sum" in line ? line.sum : state.sum + line.add;
      return state.sum;
    },
    ...more,
  });
  return { state, store };
}

describe("journal", () => {
  test("gives back what was kept, in its order, and its file is for its owner alone", async () => {
    const { store } = openSum();
    expect(await Promise.all([store.append({ add: 1 }), store.append({ add: 2 }), store.append({ add: 4 })])).toEqual([
      1, 3, 7,
    ]);
    await store.close();
    const { state, store: again } = openSum();
    expect(state).toEqual({ sum: 7, warnings: [] });
    await again.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("a torn last line is reported, and cut off before the next one", async () => {
    const { store } = openSum();
    await store.append({ add: 1 });
    await store.close();
    await appendFile(file, '{"add":10');
    const { state, store: second } = openSum();
    expect(state.sum).toBe(1);
    expect(state.warnings).toEqual([expect.stringMatching(/journal\.jsonl: ignored the last 9 bytes/)]);
    await second.append({ add: 2 });
    await second.close();
    expect(await readFile(file, "utf8")).toBe('{"add":1}\n{"add":2}\n');
  });

  test("a damaged line is reported with its number, and the others count", async () => {
    const { store } = openSum();
    await store.append({ add: 1 });
    await appendFile(file, "\0\0\0\n");
    await store.close();
    await appendFile(file, '{"add":2}\n');
    const { state, store: again } = openSum();
    expect(state.sum).toBe(3);
    expect(state.warnings).toEqual([expect.stringMatching(/journal\.jsonl:2: ignored a line/)]);
    await again.close();
  });

  test("is read when it is larger than a string can be", async () => {
    const mark = '\n{"add":1}\n';
    const handle = await open(file, "w");
    // Between the lines are holes, which take no room on the disk: 640 MiB in all.
    for (let i = 1; i <= 10; i++) await handle.write(mark, i * 64 * 1024 * 1024 - mark.length);
    await handle.close();
    const { state, store } = openSum();
    expect(state.sum).toBe(10);
    expect(state.warnings.at(-1)).toMatch(/journal\.jsonl:19: ignored a line/);
    await store.append({ add: 1 });
    await store.close();
    expect(await readFile(file, "utf8")).toBe('{"sum":11}\n');
  });

  test("stays small, and loses nothing when it is rewritten while lines come", async () => {
    const { state, store } = openSum({ maxBytes: 1000 });
    for (let i = 0; i < 50; i++) await Promise.all(Array.from({ length: 20 }, () => store.append({ add: 1 })));
    await store.close();
    expect(state).toEqual({ sum: 1000, warnings: [] });
    expect((await stat(file)).size).toBeLessThan(1500);
    const { state: restored, store: again } = openSum();
    expect(restored.sum).toBe(1000);
    await again.close();
  });
});

describe("process", () => {
  const KEY = "5ec2e7ab1e00000000000000deadbeef";
  const started: RunningApp[] = [];
  const start = async (variables: Readonly<Record<string, string>> = {}) => {
    const app = await startApp("pagerduty-sandbox", { DATA_DIR: folder, RATE_LIMIT: "0", ...variables });
    started.push(app);
    return app;
  };
  afterEach(async () => {
    for (const app of started.splice(0))
      if (app.child.exitCode === null && app.child.signalCode === null) await app.end("SIGKILL");
  });
  const enqueue = (app: RunningApp, event_action: string, dedup_key: string) =>
    fetch(`${app.url}/v2/enqueue`, {
      method: "POST",
      body: JSON.stringify({
        routing_key: KEY,
        event_action,
        dedup_key,
        payload: { summary: dedup_key, source: "s", severity: "info" },
      }),
    });

  const find = async (app: RunningApp, query = "") => {
    const { incidents } = (await (await app.get(`/api/incidents?${query}`)).json()) as { incidents: Incident[] };
    return incidents;
  };

  /** Sends triggers and resolves without a pause until the connection breaks; adds what was acknowledged. */
  async function flood(app: RunningApp, name: string, acknowledged: Map<string, string>): Promise<void> {
    try {
      for (let i = 0; ; i++) {
        const key = `${name}-${i}`;
        if ((await enqueue(app, "trigger", key)).status === 202) acknowledged.set(key, "open");
        if (i % 2 === 0 && (await enqueue(app, "resolve", key)).status === 202) acknowledged.set(key, "resolved");
      }
    } catch {
      // The process is gone: what is known by now is what it has promised.
    }
  }

  test("killed in the middle of writes, again and again, it has all that it acknowledged", async () => {
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 3; round++) {
      const app = await start();
      const floods = Array.from({ length: 8 }, (_, i) => flood(app, `${round}.${i}`, acknowledged));
      await eventually(60, () => (acknowledged.size > (round + 1) * 100 ? true : undefined));
      await app.end("SIGKILL");
      await Promise.all(floods);
    }
    const app = await start();
    const statusOf = async (key: string) => (await find(app, `dedup_key=${key}`))[0]?.status;
    const kept = await Promise.all(
      [...acknowledged].map(async ([key, status]) => ({ key, status, now: await statusOf(key) })),
    );
    // A resolve may have been kept without its answer having arrived.
    const lost = kept.filter(({ status, now }) => now !== status && now !== "resolved");
    expect(lost).toEqual([]);
  });

  /** All that it tells of what it keeps. */
  const told = (app: RunningApp) =>
    Promise.all(
      ["incidents", "changes", "counts", "heartbeats"].map(async (what) => (await app.get(`/api/${what}`)).json()),
    );

  test("a journal that was rewritten has short lines, and all that was kept", async () => {
    const app = await start({ MAX_JOURNAL_MIB: "1" });
    const change = { routing_key: KEY, payload: { summary: "deployed", custom_details: { text: "x".repeat(60_000) } } };
    for (let i = 0; i < 3; i++) await enqueue(app, "trigger", `k${i}`);
    await enqueue(app, "resolve", "k0");
    await fetch(`${app.url}/heartbeat/shop?every=1h`, { method: "POST" });
    for (let i = 0; i < 20; i++)
      await fetch(`${app.url}/v2/change/enqueue`, { method: "POST", body: JSON.stringify(change) });
    const before = await told(app);
    await app.end();
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(lines[0]).toContain('"type":"snapshot"');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(65_000);
    expect(await told(await start())).toEqual(before);
  });

  test("a journal of before, whose rewritten form is one line, is read", async () => {
    const at = "2026-11-21T03:00:00.000Z";
    const change = { type: "change", at, routing: "r", payload: { summary: "deployed" } };
    const none = { component: null, group: null, class: null, client: null, client_url: null, custom_details: null };
    const incident = {
      ...{ id: 7, status: "open", dedup_key: "k", routing: "r", summary: "s", severity: "info", source: "s", ...none },
      ...{ links: [], images: [], opened_at: at, updated_at: at, acknowledged_at: null, resolved_at: null },
      ...{ timeline: [{ at, action: "trigger", summary: "s", severity: "info", source: "s" }], timeline_omitted: 0 },
    };
    const events = { trigger: 7, acknowledge: 0, resolve: 6, dropped: 0 };
    const kept = { next_id: 8, events, incidents: [incident], changes: [change], changes_total: 5, heartbeats: [] };
    await writeFile(file, `${JSON.stringify({ type: "snapshot", ...kept })}\n`);
    const { dropped, ...counted } = events;
    expect(await told(await start())).toEqual([
      { total: 1, incidents: [incident] },
      { total: 5, changes: [change] },
      { open: 1, resolved: 6, events: counted, dropped, changes: 5, refused: {} },
      { heartbeats: [] },
    ]);
  });

  test("with a disk that is full it answers 500, and goes on when there is room again", async () => {
    const app = await start();
    expect((await enqueue(app, "trigger", "before")).status).toBe(202);
    const limit = async (bytes: number | "unlimited") =>
      expect(
        await run(["prlimit", `--pid=${app.child.pid}`, `--fsize=${bytes}:`], { timeoutSeconds: 10 }),
      ).toMatchObject({ code: 0 });
    // Room for half a line: the write itself is torn.
    await limit((await stat(file)).size + 100);
    expect((await enqueue(app, "trigger", "during")).status).toBe(500);
    expect((await app.get("/ready")).status).toBe(503);
    await limit("unlimited");
    expect((await enqueue(app, "trigger", "after")).status).toBe(202);
    expect((await app.get("/ready")).status).toBe(200);
    await app.end("SIGKILL");
    const again = await start();
    expect((await find(again)).map(({ dedup_key }) => dedup_key)).toEqual(["after", "before"]);
    expect(again.output()).not.toContain("ignored");
  });
});
