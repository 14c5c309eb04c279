import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../host/errors.ts";
import { ENVIRONMENT, type Line, makeClone, removeAll } from "./support/clone.ts";
import { elapsed, loadNow, seconds } from "./support/measure.ts";

/** Milliseconds from a fresh clone to a verified stack, the first time and again after a destroy: the goals of issue 3. */
const GOALS = {
  native: { first: 90_000, again: undefined },
  docker: { first: 360_000, again: 40_000 },
} as const;
const WORTH_TELLING_MS = 1000;

/**
 * `bench.mjs up [native|docker]`: a fresh clone, empty caches of npm and Go, no lists of Debian's packages: how long until `up` has
 * verified a stack, how long it takes again once that is destroyed, and in another fresh clone with empty caches of packages where Go
 * has compiled the same before. On docker the first time is one only on an engine that has none of our images.
 */
export async function main([target = "native"]: readonly string[]): Promise<number> {
  if (!isTarget(target))
    throw new UserError(`no target ${target}`, { help: "bench.mjs up [native|docker]", exitCode: 2 });
  const caches = await mkdtemp(join(tmpdir(), "watchkeeper-caches-"));
  try {
    const once = await freshClone(target, caches);
    if (target === "docker") return once ? 0 : 1;
    for (const name of PACKAGES) await removeAll(join(caches, name));
    console.log("Go has compiled it before:");
    return (await freshClone(target, caches)) && once ? 0 : 1;
  } finally {
    await removeAll(caches);
  }
}

const PACKAGES = ["npm", "go-modules"] as const;

/** Whether both times were within their goals. */
async function freshClone(target: keyof typeof GOALS, caches: string): Promise<boolean> {
  const [npm, modules] = PACKAGES.map((name) => join(caches, name));
  const variables = { npm_config_cache: npm ?? "", GOMODCACHE: modules ?? "", GOCACHE: join(caches, "go-build") };
  const { first, again } = GOALS[target];
  const clone = await makeClone({ warm: false });
  try {
    const begun = await timed("fresh clone to verified stack", first, () => clone.up(target, variables));
    await clone.cdktf("destroy", ENVIRONMENT, "--auto-approve");
    const repeated = await timed("the same after a destroy", again, () => clone.up(target, variables));
    return begun && repeated;
  } finally {
    await clone.remove();
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
