import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Processes of this machine by Linux's /proc (proc(5)); those that have ended, or end while they are looked at, are left out. */
export interface Process {
  readonly pid: number;
  readonly group: number;
  /** When it was started, in the kernel's ticks: with the pid it names one process for good. */
  readonly started: string;
  readonly command: string;
  readonly environment: string;
  readonly folder: string;
}

export async function processes(): Promise<readonly Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => processOf(Number(pid))));
  return found.filter((process) => process !== undefined);
}

/** Ended, but nobody has asked yet how. */
const ZOMBIE = "Z";

export async function processOf(pid: number): Promise<Process | undefined> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const stat = await read("stat");
  if (stat === "") return undefined;
  // The name before the last parenthesis may hold anything.
  const [state = "", , group = "", ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === ZOMBIE) return undefined;
  return {
    pid,
    group: Number(group),
    started: rest[16] ?? "",
    command: (await read("cmdline")).replaceAll("\0", " "),
    environment: (await read("environ")).replaceAll("\0", "\n"),
    folder: await readlink(`/proc/${pid}/cwd`).catch(() => ""),
  };
}

export const groupIsGone = async (group: number): Promise<boolean> =>
  !(await processes()).some((process) => process.group === group);

/** Ends every process that was started with something in the folder, or works in it. Returns their commands. */
export async function endProcessesOf(folder: string): Promise<readonly string[]> {
  const ended = new Map<number, string>();
  const isIn = ({ command, environment, folder: works }: Process): boolean =>
    command.includes(`${folder}/`) || environment.includes(`WATCHKEEPER_HOME=${folder}/`) || works.startsWith(folder);
  // A supervisor that is met after its program has started it again.
  for (;;) {
    const left = (await processes()).filter(isIn);
    if (left.length === 0) return [...ended.values()];
    for (const { pid, command } of left) {
      ended.set(pid, command);
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
    await sleep(50);
  }
}
