import { expect, test } from "vitest";
import type { Incident } from "../../../apps/pagerduty-sandbox/incident.ts";
import type { SandboxClient } from "../../../host/clients/pagerduty-sandbox.ts";
import { groupIsGone } from "../../../host/drill/watch.ts";

/** How long is waited after pages about `summary` that were resolved so many seconds ago, in ms. */
async function waited(summary: string, ...secondsAgo: readonly number[]): Promise<number> {
  const resolved = secondsAgo.map((seconds) => ({
    summary,
    custom_details: {},
    resolved_at: new Date(Date.now() - seconds * 1000).toISOString(),
  }));
  const sandbox = { incidents: async () => resolved as unknown as readonly Incident[] } as unknown as SandboxClient;
  const begin = performance.now();
  await groupIsGone(sandbox, "WorkerDown", new AbortController().signal);
  return performance.now() - begin;
}

test("a drill waits until Alertmanager has removed the group of an earlier page", async () => {
  expect(await waited("WorkerDown: worker", 40, 29.7)).toBeGreaterThan(250);
  expect(await waited("WorkerDown: worker")).toBeLessThan(200);
  expect(await waited("OtherDown: worker", 29)).toBeLessThan(200);
});

test("and stops waiting when it is interrupted", async () => {
  const page = { summary: "WorkerDown", custom_details: {}, resolved_at: new Date().toISOString() };
  const sandbox = { incidents: async () => [page] as unknown as readonly Incident[] } as unknown as SandboxClient;
  const controller = new AbortController();
  const waiting = groupIsGone(sandbox, "WorkerDown", controller.signal);
  setTimeout(() => controller.abort(new Error("Ctrl-C")), 20);
  await expect(waiting).rejects.toThrow("Ctrl-C");
});
