import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { statOf } from "./processes.ts";

const held = new Set<string>();

/** Does `work` while no other process on this machine holds the same file. A lock whose process has died is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait?: (pid: number) => void): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  await acquire(file, onWait);
  try {
    return await work();
  } finally {
    await release(file);
  }
}

/** In this order: our own number without the lock held is what a dead process has left, and nothing else. */
const release = (file: string): Promise<void> => rm(file, { force: true }).finally(() => held.delete(file));

async function acquire(file: string, onWait?: (pid: number) => void): Promise<void> {
  for (let told = false; !(await take(file)); await sleep(100)) {
    if (await isLeft(file)) await removeLeft(file);
    const pid = (await holderOf(file))?.pid;
    if (!told && pid !== undefined && pid !== process.pid) {
      onWait?.(pid);
      told = true;
    }
  }
}

/** The process that holds a lock; undefined when nobody does, or one that has died. */
export const heldBy = async (file: string): Promise<number | undefined> =>
  (await isLeft(file)) ? undefined : (await holderOf(file))?.pid;

/** A link puts the file there with its content, so nobody ever reads a lock without a number. */
async function take(file: string): Promise<boolean> {
  if (held.has(file)) return false;
  held.add(file);
  const own = `${file}.${process.pid}`;
  let isTaken = false;
  try {
    await writeFile(own, `${process.pid} ${(await startOf(process.pid)) ?? ""}`);
    await link(own, file);
    isTaken = true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(own, { force: true });
    // Only now: whoever else in this process wants the lock writes the same file.
    if (!isTaken) held.delete(file);
  }
  return isTaken;
}

/** What a lock says of its process; undefined when there is none. */
async function holderOf(file: string): Promise<{ readonly pid: number; readonly start: string } | undefined> {
  const [pid, start = ""] = (await readFile(file, "utf8").catch(() => "")).split(" ");
  return Number(pid) > 0 ? { pid: Number(pid), start } : undefined;
}

/** Whether its process has died; with our own number, one whose number we were given. */
async function isLeft(file: string): Promise<boolean> {
  const holder = await holderOf(file);
  if (holder === undefined) return false;
  if (holder.pid === process.pid) return !held.has(file);
  return !isAlive(holder.pid) || (await isReused(holder));
}

/** Whether another process has been given its number since, where the machine tells when a process has started. */
async function isReused({ pid, start }: { readonly pid: number; readonly start: string }): Promise<boolean> {
  const now = await startOf(pid);
  return start !== "" && now !== undefined && now !== start;
}

/** When a process has started, in ticks since the machine has: the 22nd word of its `stat`. */
const startOf = async (pid: number): Promise<string | undefined> => (await statOf(pid))[19];

/**
 * Removes what a dead process has left. One at a time: since somebody saw that its process is dead another may have removed it, and
 * a third taken the lock, whose it must stay.
 */
async function removeLeft(file: string): Promise<void> {
  const remover = `${file}.remover`;
  if (await take(remover)) {
    try {
      if (await isLeft(file)) await rm(file, { force: true });
    } finally {
      await release(remover);
    }
  } else if (await isLeft(remover)) await rm(remover, { force: true });
}

/** Whether a process of this number exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
