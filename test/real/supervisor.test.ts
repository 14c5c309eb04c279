import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { awaitAlive } from "../../host/deploy/alive.ts";
import type { ComponentPlan } from "../../host/deploy/plan.ts";
import { resolvePrograms } from "../../host/programs/index.ts";
import { nativeTarget } from "../../host/targets/native/index.ts";
import { layout as layoutOf } from "../../host/targets/native/layout.ts";
import {
  askUp,
  awaitSupervised,
  ensureSupervisor,
  removeService,
  serviceState,
  stopProgram,
  stopSupervisor,
} from "../../host/targets/native/supervisor.ts";
import { componentPlan } from "../support/component-plan.ts";
import { type Process, processes } from "../support/processes.ts";

const GRACE_SECONDS = 5;

let home: string;
let layout: ReturnType<typeof layoutOf>;

const SLEEPS = "#!/bin/sh\nexec sleep 600\n";

/** Services, which sleep unless it is said what they do, supervised and up. */
async function started(names: readonly string[], script = SLEEPS): Promise<void> {
  for (const name of names) {
    await mkdir(join(home, name));
    await writeFile(join(home, name, "run"), script, { mode: 0o755 });
    await rename(join(home, name), layout.service(name));
  }
  await ensureSupervisor(layout);
  for (const name of names) await awaitSupervised(layout, name);
}

beforeEach(async () => {
  await resolvePrograms(["runsvdir", "runsv", "sv", "svlogd"]);
  home = await mkdtemp(join(tmpdir(), "watchkeeper-supervisor-"));
  process.env.WATCHKEEPER_HOME = home;
  layout = layoutOf(join(home, "stack"));
  await mkdir(layout.services, { recursive: true });
});

afterEach(async () => {
  await stopSupervisor(layout, GRACE_SECONDS);
  expect((await processes()).filter(({ folder }) => folder.startsWith(home))).toEqual([]);
  delete process.env.WATCHKEEPER_HOME;
  await rm(home, { recursive: true });
});

test("services are removed for good at whatever moment runsvdir looks, which it does every five seconds", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `sleeper-${index}`);
  await started(names);
  await Promise.all(
    names.map(async (name, index) => {
      await sleep(index * 100);
      await removeService(layout, name, GRACE_SECONDS);
      expect(await serviceState(layout, name)).toBeUndefined();
    }),
  );
  expect(await readdir(layout.services)).toEqual([]);
});

test("what ends soon after each start runs for moments only, and what stays for longer and longer", async () => {
  await started(["stays"]);
  await started(["crashes"], "#!/bin/sh\nexec sleep 0.1\n");
  await sleep(4000);
  const target = nativeTarget({ stack: "stack", kind: "native", data: "disposable" });
  const seconds = async () => {
    const observed = await target.observe(["stays", "crashes"]);
    return ["stays", "crashes"].map((name) => observed.get(name)?.upSeconds ?? Number.NaN);
  };
  for (let look = 0; look < 10; look++) {
    const [stays = 0, crashes = 0] = await seconds();
    expect(stays).toBeGreaterThan(3.5);
    expect(stays).toBeLessThan(15);
    expect(crashes).toBeLessThan(3);
    await sleep(100);
  }
});

test("a runsvdir that no file names is ended with the stack", async () => {
  await started(["sleeper"]);
  await rm(layout.supervisorPid);
  await ensureSupervisor(layout);
  const isRunsvdir = ({ folder, command }: Process) => folder === layout.root && command.includes("runsvdir");
  expect((await processes()).filter(isRunsvdir)).toHaveLength(2);
});

test("what a deploy that was killed had begun to remove is removed by the next one, and its neighbour runs on", async () => {
  await started(["neighbour", "leaving"]);
  await rename(layout.service("leaving"), layout.service(".leaving.1"));
  expect(await serviceState(layout, ".leaving.1")).toBe("run");
  await nativeTarget({ kind: "native", stack: "stack", data: "disposable" }).prune(["neighbour"]);
  expect(await readdir(layout.services)).toEqual(["neighbour"]);
  expect(await serviceState(layout, "neighbour")).toBe("run");
});

test("a program that ends at once, and is stopped between two starts, runs when it is mended", async () => {
  await started(["crashing"], "#!/bin/sh\nexit 1\n");
  await eventually(10, async () => (await serviceState(layout, "crashing"))?.startsWith("down") || undefined);
  await stopProgram(layout, "crashing", GRACE_SECONDS);
  await writeFile(join(layout.service("crashing"), "run"), SLEEPS);
  await askUp(layout, "crashing");
  // Longer than runsv sleeps between two starts.
  await sleep(1500);
  expect(await serviceState(layout, "crashing")).toBe("run");
});

const scripted = (script: string): ComponentPlan =>
  componentPlan("scripted", { launch: { command: ["/bin/sh", "-c", script], variables: {} } });

test("a program that ends within milliseconds is told as that, with its last words, and runs once it is mended", async () => {
  const target = nativeTarget({ kind: "native", stack: "stack", data: "disposable" });
  const crashing = scripted("echo no such flag; exit 1");
  // Again by the next deploy, which finds it between two starts.
  for (let deploys = 0; deploys < 2; deploys++) {
    await target.start?.(crashing);
    await expect(awaitAlive(target, crashing)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(/^scripted ends soon after each start, 5 times in \d+ s$/),
      help: expect.stringMatching(/^its last lines:\n.* no such flag/),
    });
  }
  await target.start?.(scripted("exec sleep 600"));
  await sleep(1500);
  expect(await serviceState(layout, "scripted")).toBe("run");
});

test("what is retired stays down, also when its supervisor is started anew, until it is removed", async () => {
  await started(["neighbour", "leaving"]);
  const target = nativeTarget({ kind: "native", stack: "stack", data: "disposable" });
  await target.retire(["neighbour"]);
  expect(await serviceState(layout, "leaving")).toMatch(/^down/);
  await stopSupervisor(layout, GRACE_SECONDS);
  await ensureSupervisor(layout);
  for (const name of ["neighbour", "leaving"]) await awaitSupervised(layout, name);
  // A service is down for a moment before its new supervisor starts it.
  await eventually(10, async () => (await serviceState(layout, "neighbour")) === "run" || undefined);
  expect(await serviceState(layout, "leaving")).toMatch(/^down/);
  await target.prune(["neighbour"]);
  expect(await readdir(layout.services)).toEqual(["neighbour"]);
});
