import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const held = new Set<string>();

/**
 * Does `work` while no other process on this machine holds the same file. A lock whose process has died is taken over.
 * It spares work done twice; two who find the same dead holder in the same instant may both go on, so what is
 * made under it must also be put in place by a rename.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait?: (pid: number) => void): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  await acquire(file, onWait);
  try {
    return await work();
  } finally {
    held.delete(file);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, onWait?: (pid: number) => void): Promise<void> {
  for (let told = false; !(await take(file)); await sleep(100)) {
    const pid = Number(await readFile(file, "utf8").catch(() => "0"));
    if (pid !== 0 && !isHeldBy(pid, file)) await setAside(file);
    else if (!told && pid !== 0 && pid !== process.pid) {
      onWait?.(pid);
      told = true;
    }
  }
}

/** A link puts the file there with its content, so nobody ever reads a lock without a number. */
async function take(file: string): Promise<boolean> {
  if (held.has(file)) return false;
  held.add(file);
  const own = `${file}.${process.pid}`;
  let isTaken = false;
  try {
    await writeFile(own, String(process.pid));
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

/** Our own number without the lock held is what a dead process left whose number we were given. */
const isHeldBy = (pid: number, file: string): boolean => (pid === process.pid ? held.has(file) : isAlive(pid));

/** Whether a process of this number exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function setAside(file: string): Promise<void> {
  const aside = `${file}.${process.pid}.old`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
