import { spawn } from "node:child_process";
import { once } from "node:events";
import { eventually } from "../../../bench/support/eventually.ts";
import { groupIsGone } from "../processes.ts";

interface Options {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Commands that are ended in the middle of their work, each a process group of its own. */
export class Interruptions {
  private readonly groups = new Set<number>();

  /** Runs a command until `moment` comes, when all its processes get the signal as a terminal sends it; waits until all are gone. Returns what was said. */
  async run(
    [program = "", ...args]: readonly string[],
    { cwd, env }: Options,
    moment: () => Promise<unknown>,
    signal: NodeJS.Signals,
  ): Promise<string> {
    const come = moment();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const group = child.pid ?? 0;
    this.groups.add(group);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
    const ended = once(child, "close").then(() => {
      throw new Error(`${program} ended before its moment came: ${said.slice(-3000)}`);
    });
    await Promise.race([come, ended]);
    ended.catch(() => undefined);
    process.kill(-group, signal);
    await eventually(60, async () => ((await groupIsGone(group)) ? true : undefined));
    this.groups.delete(group);
    return said;
  }

  /** Ends what a test left that failed while it waited. */
  async end(): Promise<void> {
    for (const group of this.groups) if (!(await groupIsGone(group))) process.kill(-group, "SIGKILL");
  }
}
