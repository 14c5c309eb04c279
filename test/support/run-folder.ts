import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../host/lock.ts";
import { stopPrivateEngine } from "./engine.ts";

const PREFIX = "watchkeeper-engine-";

/** Runs before and after all real tests. The engine itself is started by the first test that asks for one. */
export default async function setup(): Promise<() => Promise<void>> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.env.WATCHKEEPER_TEST_ENGINE = folder;
  return () => stopPrivateEngine(folder);
}

/** A test run that was killed for good could not take its engine away. */
async function sweep(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  const left = folders.filter((name) => !isAlive(Number.parseInt(name.slice(PREFIX.length), 10)));
  await Promise.all(left.map((name) => stopPrivateEngine(join(tmpdir(), name))));
}
