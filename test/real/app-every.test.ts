import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { APPS } from "../../apps/index.ts";
import { PROCESS_METRICS } from "../../apps/kit/process-metrics.ts";
import { eventually } from "../../bench/support/eventually.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { freePort, type RunningApp, spawnApp, startApp } from "../support/app.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-apps-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What an app needs to start at all, wherever it would otherwise write. */
const variables = () => ({ DATA_DIR: folder });
const reasonOf = async (response: Response) => ((await response.json()) as { error: string }).error;

describe.each(Object.values(APPS))("$name", (manifest) => {
  const scratch = () => join(folder, `${manifest.name}-scratch`);
  let app: RunningApp;
  beforeAll(async () => {
    const own = manifest.scratch && { path: scratch(), ...manifest.scratch };
    app = await startApp(manifest.name, { ...variables(), SCRATCH_DIR: scratch() }, own);
  });
  afterAll(() => app?.end("SIGKILL"));

  test("exposes exactly the metrics that it declares, as promtool wants them", async () => {
    const answer = await app.get(manifest.metricsPath);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const exposed = [...text.matchAll(/^# HELP (\S+) (.+)\n# TYPE \S+ (\S+)$/gm)].map(([, name, help, type]) => ({
      name,
      help,
      type,
    }));
    const declared = [...manifest.metrics, ...PROCESS_METRICS].map(({ name, help, type }) => ({ name, help, type }));
    expect(exposed).toEqual(declared);
    const promtool = await resolveProgram("promtool");
    expect(await run([promtool.path, "check", "metrics"], { input: text, timeoutSeconds: 30 })).toMatchObject({
      code: 0,
      stderr: "",
    });
  });

  test("refuses unknown addresses, wrong verbs and long ones with a reason", async () => {
    const unknown = await app.get("/no/such/address");
    expect([unknown.status, await reasonOf(unknown)]).toEqual([404, expect.stringContaining(manifest.metricsPath)]);
    const wrong = await fetch(`${app.url}${manifest.metricsPath}`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow"), await reasonOf(wrong)]).toEqual([
      405,
      "GET, HEAD",
      expect.stringContaining("DELETE"),
    ]);
    expect((await app.get(`/${"x".repeat(60_000)}`)).status).toBe(431);
  });

  test("refuses a wrong verb at every end point, with those that are right", async () => {
    const [, patterns = ""] = /there are (.*)/.exec(await reasonOf(await app.get("/no/such/address"))) ?? [];
    expect(patterns.split(" ")).toEqual(expect.arrayContaining([manifest.metricsPath, manifest.healthPath]));
    for (const pattern of patterns.split(" ")) {
      const path = pattern.replaceAll(/:\w+/g, "1");
      const answer = await fetch(`${app.url}${path}`, { method: "PATCH" });
      expect([path, answer.status, await reasonOf(answer)]).toEqual([path, 405, expect.stringContaining("PATCH")]);
      expect(answer.headers.get("allow")).toMatch(/GET|POST|PUT/);
    }
  });

  test("says at its root what there is to see", async () => {
    const answer = await app.get("/");
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(/\w/)]);
  });

  test("takes no settings that it cannot use", async () => {
    const changeable = Object.entries(manifest.variables).filter(([, { runtime }]) => runtime === true);
    // Who has none to change has no such address, and still reads no more than that.
    const code = changeable.length === 0 ? 404 : 400;
    const bodies = [
      ['{"NO_SUCH_VARIABLE":1}', code],
      ["[]", code],
      ['{"__proto__":1}', 400],
      ["{", 400],
      [JSON.stringify({ X: "x".repeat(100_000) }), 413],
      ...changeable
        .filter(([, { kind }]) => kind === "number" || kind === "integer")
        .flatMap(([name]) => [1e12, -1, "many"].map((value) => [JSON.stringify({ [name]: value }), 400] as const)),
    ] as const;
    for (const [body, status] of bodies) {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${app.url}/settings`, { method: "PUT", headers, body });
      expect([body.slice(0, 50), answer.status]).toEqual([body.slice(0, 50), status]);
      expect(await reasonOf(answer)).toMatch(/\w/);
    }
  });

  const put = (name: string, value: number) =>
    fetch(`${app.url}/settings`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ [name]: value }),
    });

  // Not every app has these faults.
  if (Object.hasOwn(manifest.variables, "FAULT_MEMORY_MIB"))
    test("holds memory as long as the fault is set, and gives it back", async () => {
      const residentMib = async () => ((await app.samples()).get("process_resident_memory_bytes") ?? 0) / 1024 / 1024;
      const hold = (mib: number) => put("FAULT_MEMORY_MIB", mib);
      const before = await residentMib();
      expect((await hold(150)).status).toBe(200);
      await eventually(60, async () => (await residentMib()) - before > 140 || undefined);
      await hold(0);
      await eventually(60, async () => (await residentMib()) - before < 30 || undefined);
    });

  if (Object.hasOwn(manifest.variables, "FAULT_DISK_PERCENT"))
    test("fills its own small file system as long as the fault is set, and empties it", async () => {
      const share = async () => {
        const samples = await app.samples();
        return (samples.get("scratch_avail_bytes") ?? 0) / (samples.get("scratch_size_bytes") ?? 1);
      };
      await eventually(60, async () => (await share()) === 1 || undefined);
      expect((await put("FAULT_DISK_PERCENT", 95)).status).toBe(200);
      await eventually(60, async () => (await share()) < 0.06 || undefined);
      // Seen by the application alone, and gone with it.
      expect(await readdir(scratch())).toEqual([]);
      await put("FAULT_DISK_PERCENT", 0);
      await eventually(60, async () => (await share()) === 1 || undefined);
    });

  test("refuses settings that cannot be before it starts", async () => {
    const bounded = Object.entries(manifest.variables).filter(
      ([, variable]) => variable.kind !== "text" && variable.kind !== "secretFile",
    );
    const wrong = Object.fromEntries(bounded.map(([name]) => [name, "not this"]));
    const refused = await spawnApp(manifest.name, await freePort(), { ...variables(), ...wrong });
    expect(await refused.ended).toBe(bounded.length === 0 ? 0 : 1);
    expect(
      refused
        .output()
        .split("\n")
        .filter((line) => line.includes('is "not this", but must be')),
    ).toHaveLength(bounded.length);
  });

  test("ends on SIGTERM within its grace, with exit code 0, also while a connection says nothing", async () => {
    const silent = connect(Number(new URL(app.url).port), "127.0.0.1");
    await once(silent, "connect");
    const startedAt = Date.now();
    expect(await app.end()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(manifest.stopGraceSeconds * 1000);
  });
});
