import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output } from "../host/run.ts";
import { type Line, makeClone } from "./support/clone.ts";
import { elapsed, loadNow, seconds } from "./support/measure.ts";

/** Milliseconds from a fresh clone to a verified native stack: the goal of issue 3. */
const GOAL = 90_000;
const WORTH_TELLING_MS = 1000;

/** `bench.mjs up`: a fresh clone, empty caches of npm and Go, no lists of Debian's packages: how long until `up` has verified a native stack. */
export async function main(): Promise<number> {
  const caches = await mkdtemp(join(tmpdir(), "watchkeeper-caches-"));
  const clone = await makeClone({ warm: false });
  try {
    let lines: readonly Line[] = [];
    const took = await elapsed(async () => {
      lines = await clone.up("native", {
        npm_config_cache: join(caches, "npm"),
        GOMODCACHE: join(caches, "go-modules"),
        GOCACHE: join(caches, "go-build"),
      });
    });
    console.log(`fresh clone to verified stack, native: ${seconds(took)}, goal ${seconds(GOAL)}; ${loadNow()}`);
    for (const line of split(lines, took)) console.log(line);
    return took <= GOAL ? 0 : 1;
  } finally {
    await clone.remove();
    await output(["chmod", "-R", "u+w", caches]);
    await rm(caches, { recursive: true });
  }
}

/** Where the time went: the lines after which nothing was said for a while. */
const split = (lines: readonly Line[], end: number): readonly string[] =>
  lines.flatMap(({ at, text }, index) => {
    const pause = (lines[index + 1]?.at ?? end) - at;
    return pause < WORTH_TELLING_MS ? [] : [`${seconds(pause).padStart(8)} after: ${text.trim().slice(0, 100)}`];
  });
