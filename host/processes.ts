import { readdir, readFile } from "node:fs/promises";

/** Ids of all of this machine's processes; none where there is no /proc (proc(5)). */
export const processIds = async (): Promise<readonly number[]> =>
  (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0);

/** A file of a process in /proc; empty of one that has ended meanwhile or is another user's, and where there is no /proc. */
export const fileOf = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");

/** The words of a process's `stat` from its third on: those before may hold spaces and parentheses. */
export async function statOf(pid: number): Promise<readonly string[]> {
  const stat = await fileOf(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/**
 * These processes with all that they have started: also what has lost its parent, where it carries the variable, which is given as
 * `NAME=value`, and what has been started without that, where it has its parent.
 */
export async function familyOf(pids: readonly number[], variable: string): Promise<readonly number[]> {
  const known = await Promise.all((await processIds()).map(relationsOf));
  const carriers = known.filter(({ variables }) => variables.includes(`\0${variable}\0`));
  const family = new Set([...pids, ...carriers.map(({ pid }) => pid)]);
  // A set is walked with what is added to it on the way.
  for (const member of family) {
    for (const { pid, parent } of known) if (parent === member) family.add(pid);
  }
  return [...family];
}

/** `variables`: those that it was started with, each with a NUL before and after it. */
async function relationsOf(pid: number) {
  const [[, parent], variables] = await Promise.all([statOf(pid), fileOf(pid, "environ")]);
  return { pid, parent: Number(parent), variables: `\0${variables}` };
}
