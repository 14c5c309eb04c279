import { readdir, readFile } from "node:fs/promises";

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The variables that it was started with, each with a NUL before and after it. */
  readonly variables: string;
}

/** What this machine's processes say of themselves (proc(5)); nothing where it does not tell. */
async function processes(): Promise<readonly Process[]> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0);
  return Promise.all(pids.map(processOf));
}

/** One that has ended meanwhile, or is another user's, has no variables; it may have no parent. */
async function processOf(pid: number): Promise<Process> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const [stat, variables] = await Promise.all([read("stat"), read("environ")]);
  // The name before the last parenthesis may hold anything.
  const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { pid, parent: Number(parent), variables: `\0${variables}` };
}

/**
 * These processes with all that they have started: also what has lost its parent, where it carries the variable, which is given as
 * `NAME=value`, and what has been started without that, where it has its parent.
 */
export async function familyOf(pids: readonly number[], variable: string): Promise<readonly number[]> {
  const known = await processes();
  const carriers = known.filter(({ variables }) => variables.includes(`\0${variable}\0`));
  const family = new Set([...pids, ...carriers.map(({ pid }) => pid)]);
  // A set is walked with what is added to it on the way.
  for (const member of family) {
    for (const { pid, parent } of known) if (parent === member) family.add(pid);
  }
  return [...family];
}
