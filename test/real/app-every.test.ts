import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { APPS } from "../../apps/index.ts";
import { PROCESS_METRICS } from "../../apps/kit/process-metrics.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { freePort, type RunningApp, spawnApp, startApp } from "../support/app.ts";

let folder = "";
const running: RunningApp[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-apps-"));
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.end("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true }));

/** What an app needs to start at all, wherever it would otherwise write. */
const variables = () => ({ DATA_DIR: folder });
const started = async (name: string): Promise<RunningApp> => {
  const app = await startApp(name, variables());
  running.push(app);
  return app;
};
const reasonOf = async (response: Response) => ((await response.json()) as { error: unknown }).error;

describe.each(Object.values(APPS))("$name", (manifest) => {
  test("exposes exactly the metrics that it declares, as promtool wants them", async () => {
    const app = await started(manifest.name);
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
    const app = await started(manifest.name);
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

  test("refuses settings that cannot be before it starts", async () => {
    const bounded = Object.entries(manifest.variables).filter(
      ([, variable]) => variable.kind !== "text" && variable.kind !== "secretFile",
    );
    const wrong = Object.fromEntries(bounded.map(([name]) => [name, "not this"]));
    const app = await spawnApp(manifest.name, await freePort(), { ...variables(), ...wrong });
    expect(await app.ended).toBe(bounded.length === 0 ? 0 : 1);
    expect(
      app
        .output()
        .split("\n")
        .filter((line) => line.includes('is "not this", but must be')),
    ).toHaveLength(bounded.length);
  });

  test("ends on SIGTERM within its grace, with exit code 0", async () => {
    const app = await started(manifest.name);
    const startedAt = Date.now();
    expect(await app.end()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(manifest.stopGraceSeconds * 1000);
  });
});
