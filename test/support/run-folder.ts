import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopPrivateEngine } from "./engine.ts";
import { endProcessesOf, processOf } from "./processes.ts";

const PREFIX = "watchkeeper-test-";

/** Runs before and after all real tests: all that they make is in one folder, with the id of their run in its name. */
export default async function setup(): Promise<() => Promise<void>> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Servers that do not run as root go through it.
  await chmod(folder, 0o755);
  process.env.TMPDIR = folder;
  // No test speaks to an address off this machine, but for package registries.
  process.env.WATCHKEEPER_RELEASES = "off";
  process.env.WATCHKEEPER_TEST_ENGINE = join(folder, "engine");
  return async () => {
    const left = await remove(folder);
    if (left.length > 0) throw new Error(`tests left processes behind: ${left.join("; ")}`);
  };
}

/** A test run that was killed could take nothing away. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (name.startsWith(PREFIX) && !(await isRunning(name))) await remove(join(tmpdir(), name));
  }
}

/** Somebody else may have got the id of a run that is over. */
async function isRunning(name: string): Promise<boolean> {
  const process = await processOf(Number.parseInt(name.slice(PREFIX.length), 10));
  return process?.command.includes("vitest") === true;
}

/** Returns the commands of processes that were still there. */
async function remove(folder: string): Promise<readonly string[]> {
  await stopPrivateEngine(join(folder, "engine"));
  const ended = await endProcessesOf(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return ended;
}
