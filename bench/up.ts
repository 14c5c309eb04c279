import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../host/errors.ts";
import { output } from "../host/run.ts";
import { ENVIRONMENT, type Line, makeClone } from "./support/clone.ts";
import { elapsed, loadNow, seconds } from "./support/measure.ts";

/** Milliseconds from a fresh clone to a verified stack, the first time and again after a destroy: the goals of issue 3. */
const GOALS = {
  native: { first: 90_000, again: undefined },
  docker: { first: 360_000, again: 40_000 },
} as const;
const WORTH_TELLING_MS = 1000;

/**
 * `bench.mjs up [native|docker]`: a fresh clone, empty caches of npm and Go, no lists of Debian's packages: how long until `up` has
 * verified a stack, and how long it takes again once that is destroyed. On docker the first time is one only on an engine that has none of our images.
 */
export async function main([target = "native"]: readonly string[]): Promise<number> {
  if (!isTarget(target))
    throw new UserError(`no target ${target}`, { help: "bench.mjs up [native|docker]", exitCode: 2 });
  const caches = await mkdtemp(join(tmpdir(), "watchkeeper-caches-"));
  const clone = await makeClone({ warm: false });
  const variables = {
    npm_config_cache: join(caches, "npm"),
    GOMODCACHE: join(caches, "go-modules"),
    GOCACHE: join(caches, "go-build"),
  };
  const { first, again } = GOALS[target];
  try {
    const begun = await timed("fresh clone to verified stack", first, () => clone.up(target, variables));
    await clone.cdktf("destroy", ENVIRONMENT, "--auto-approve");
    const repeated = await timed("the same after a destroy", again, () => clone.up(target, variables));
    return begun && repeated ? 0 : 1;
  } finally {
    await clone.remove();
    await output(["chmod", "-R", "u+w", caches]);
    await rm(caches, { recursive: true });
  }
}

const isTarget = (text: string): text is keyof typeof GOALS => text in GOALS;

/** Prints how long it took, and answers whether that was within the goal. */
async function timed(what: string, goal: number | undefined, work: () => Promise<readonly Line[]>): Promise<boolean> {
  let lines: readonly Line[] = [];
  const took = await elapsed(async () => {
    lines = await work();
  });
  const wanted = goal === undefined ? "no goal" : `goal ${seconds(goal)}`;
  console.log(`${what}: ${seconds(took)}, ${wanted}; ${loadNow()}`);
  for (const line of split(lines, took)) console.log(line);
  return took <= (goal ?? took);
}

/** Where the time went: the lines after which nothing was said for a while. */
const split = (lines: readonly Line[], end: number): readonly string[] =>
  lines.flatMap(({ at, text }, index) => {
    const pause = (lines[index + 1]?.at ?? end) - at;
    return pause < WORTH_TELLING_MS ? [] : [`${seconds(pause).padStart(8)} after: ${text.trim().slice(0, 100)}`];
  });
