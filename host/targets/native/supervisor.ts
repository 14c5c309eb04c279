import { spawn } from "node:child_process";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, withLock } from "../../lock.ts";
import { fileOf, processIds } from "../../processes.ts";
import { lastLines, run } from "../../run.ts";
import type { Layout } from "./layout.ts";
import { runit } from "./service.ts";

/** The pid of the stack's runsvdir; undefined when it does not run. A pid that another program has by now does not count. */
export async function supervisorPid(layout: Layout): Promise<number | undefined> {
  const pid = Number(await readFile(layout.supervisorPid, "utf8").catch(() => ""));
  if (pid === 0 || !isAlive(pid)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "runsvdir");
  return command.includes("runsvdir") ? pid : undefined;
}

/** What this machine's processes say of themselves, where it tells (proc(5)): every runsvdir of the stack, also one that no file names. */
async function supervisorsOf({ services }: Layout): Promise<readonly number[]> {
  const pids = await processIds();
  const found = await Promise.all(
    pids.map(async (pid) => (await fileOf(pid, "cmdline")).endsWith(`runsvdir\0-P\0${services}\0`)),
  );
  return pids.filter((_, index) => found[index]);
}

/** Starts runsvdir when it does not run. Two steps of one deploy may ask at once. */
export async function ensureSupervisor(layout: Layout): Promise<void> {
  await withLock(`${layout.supervisorPid}.lock`, async () => {
    if ((await supervisorPid(layout)) !== undefined) return;
    await mkdir(layout.services, { recursive: true });
    const out = await open(join(layout.root, "runsvdir.log"), "a");
    // -P: a process group for each service, so that a stop reaches the children of a program too.
    const child = spawn(runit("runsvdir"), ["-P", layout.services], {
      detached: true,
      stdio: ["ignore", out.fd, out.fd],
      cwd: layout.root,
      // It looks for runsv beside itself only by the PATH.
      env: { PATH: `${folderOf(runit("runsv"))}:/usr/local/bin:/usr/bin:/bin` },
    });
    child.unref();
    await writeFile(layout.supervisorPid, String(child.pid));
    await out.close();
    // Until it has become runsvdir another step would not know it for one, and start a second.
    await until("start runsvdir", START_SECONDS, async () => (await supervisorPid(layout)) !== undefined);
  });
}

/** It takes moments; longer only when it cannot be started at all. */
const START_SECONDS = 5;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** runsvdir looks for new services every five seconds (runsvdir(8)). */
const PICK_UP_SECONDS = 8;

/** Waits until the service's own supervisor takes commands. */
export const awaitSupervised = (layout: Layout, name: string): Promise<void> =>
  until(`pick up ${name}`, PICK_UP_SECONDS, async () => (await serviceState(layout, name)) !== undefined);

/** Throws when runit has not done `what` in time: whoever waited on would hold Terraform's lock for ever. */
async function until(what: string, seconds: number, isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`runit did not ${what} within ${seconds} s`);
    await sleep(50);
  }
}

/** As runsv writes it to `supervise/stat`: `run`, `down`, `finish`, with what is wanted; undefined when no runsv lives. */
export async function serviceState(layout: Layout, name: string): Promise<string | undefined> {
  const folder = join(layout.service(name), "supervise");
  // runsv holds the FIFO `ok` open for reading: only then does opening it for writing succeed (sv(8)).
  const ok = await open(join(folder, "ok"), 0o1 | 0o4000).catch(() => undefined);
  if (ok === undefined) return undefined;
  await ok.close();
  return (await readFile(join(folder, "stat"), "utf8").catch(() => "")).trim() || undefined;
}

/** The 20 bytes that runsv writes to `supervise/status` for sv; undefined when it never did. */
const statusOf = (layout: Layout, name: string): Promise<Buffer | undefined> =>
  readFile(join(layout.service(name), "supervise", "status")).catch(() => undefined);

/** When the service last went up or down: the first 12 bytes of its status (TAI64N); undefined when it never did. */
export const lastChange = async (layout: Layout, name: string): Promise<string | undefined> =>
  (await statusOf(layout, name))?.toString("hex", 0, 12);

/** Whether runsv starts the program again once it has ended, by the byte of its status that says so: `stat` does not, while it is down. */
const wantsUp = async (layout: Layout, name: string): Promise<boolean> =>
  (await statusOf(layout, name))?.toString("latin1", 17, 18) === "u";

/** TAI64 counts from 2^62, and was ten seconds ahead of UTC in 1970 (runit's own labels). */
const TAI64_EPOCH = 0x400000000000000an;

/** Seconds since the service last went up or down; undefined when it never did. */
export async function sinceLastChange(layout: Layout, name: string): Promise<number | undefined> {
  const change = await lastChange(layout, name);
  if (change === undefined) return undefined;
  return Date.now() / 1000 - Number(BigInt(`0x${change.slice(0, 16)}`) - TAI64_EPOCH);
}

/** How long sv waits for what it has asked for, unless a program's own grace is longer. */
const SV_SECONDS = 10;

/** `sv -w SECONDS WORD SERVICE`. Throws with sv's own words when it was not done in time. */
export const sv = (layout: Layout, word: string, name: string, seconds = SV_SECONDS): Promise<void> =>
  ask(layout, ["-w", String(seconds)], word, name);

/**
 * Asks for a service to be up, and does not wait: sv calls it a failure when it never meets the program running, as one that ends
 * at once. That is judged, with its last words, by who waits for an answer of the program's.
 */
export const askUp = (layout: Layout, name: string): Promise<void> => ask(layout, [], "up", name);

async function ask(layout: Layout, flags: readonly string[], word: string, name: string): Promise<void> {
  const outcome = await run([runit("sv"), ...flags, word, layout.service(name)], { env: { SVDIR: layout.services } });
  if (outcome.code !== 0) throw new Error(`sv ${word} ${name}: ${lastLines(outcome.stdout || outcome.stderr)}`);
}

/** Stops every service, their supervisors and the stack's runsvdir, whatever became of each; waits until they are gone. */
export async function stopSupervisor(layout: Layout, graceSeconds: number): Promise<void> {
  const known = await supervisorPid(layout);
  const pids = [...(known === undefined ? [] : [known]), ...(await supervisorsOf(layout))];
  for (const pid of pids) hangUp(pid);
  await until("end runsvdir", SV_SECONDS, async () => !pids.some(isAlive));
  const names = await readdir(layout.services).catch(() => []);
  await Promise.all(names.map((name) => endService(layout, name, graceSeconds)));
}

/** HUP makes runsvdir end all that it supervises; TERM would leave it running (runsvdir(8)). */
function hangUp(pid: number): void {
  try {
    process.kill(pid, "SIGHUP");
  } catch {
    // It has ended by itself.
  }
}

/** Ends the program of a service, by force after its grace, and keeps it down. */
export async function stopProgram(layout: Layout, name: string, graceSeconds: number): Promise<void> {
  await sv(layout, "force-stop", name, graceSeconds).catch(() => undefined);
  // Down is also who sleeps between two starts. runsv has not heard of the stop then, and would obey it after the next start was asked for.
  const isDown = async () => {
    const state = await serviceState(layout, name);
    return state === undefined || (state.startsWith("down") && !(await wantsUp(layout, name)));
  };
  await until(`end the program of ${name}`, SV_SECONDS, isDown);
}

/**
 * Ends a service for good and removes its folder, out of runsvdir's sight, which overlooks names that begin with a dot:
 * of what it sees it starts the supervisor again, now and then so soon that nobody notices its end. When this is
 * killed half-way, what it has hidden is a service like any other to be removed.
 */
export async function removeService(layout: Layout, name: string, graceSeconds: number): Promise<void> {
  const hidden = `.${name}.${process.pid}`;
  await rename(layout.service(name), layout.service(hidden));
  await endService(layout, hidden, graceSeconds);
  await rm(layout.service(hidden), { recursive: true, force: true });
}

/** Stops a service and its supervisor, which runsvdir must not start again. */
async function endService(layout: Layout, name: string, graceSeconds: number): Promise<void> {
  if ((await serviceState(layout, name)) === undefined) return;
  await stopProgram(layout, name, graceSeconds);
  await sv(layout, "exit", name, 2).catch(() => undefined);
  await until(
    `end the supervisor of ${name}`,
    SV_SECONDS,
    async () => (await serviceState(layout, name)) === undefined,
  );
}
