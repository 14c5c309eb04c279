import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopPrivateEngine } from "./engine.ts";

/** Runs before and after all real tests. The engine itself is started by the first test that asks for one. */
export default async function setup(): Promise<() => Promise<void>> {
  process.env.WATCHKEEPER_TEST_ENGINE = await mkdtemp(join(tmpdir(), "watchkeeper-engine-"));
  return stopPrivateEngine;
}
