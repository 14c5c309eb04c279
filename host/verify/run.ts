import { setTimeout as sleep } from "node:timers/promises";
import { type Check, type Context, type Outcome, unanswered } from "./check.ts";

export interface RunOptions {
  /** How long failing checks are asked again: right after a deploy `rate()` needs two scrapes, and a heartbeat its minute. */
  readonly waitSeconds: number;
  /** Between two rounds. */
  readonly pauseSeconds?: number;
  /** Told before each further round: what fails so far, and how many seconds have passed. */
  readonly onWait?: (failing: readonly Outcome[], seconds: number) => void;
}

/** Runs all checks at once, and those that fail again until they hold or the time is over. Outcomes stand in the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  context: Context,
  { waitSeconds, pauseSeconds = 1, onWait }: RunOptions,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Check, readonly Outcome[]>();
  const runAll = (some: readonly Check[]) =>
    Promise.all(some.map(async (check) => outcomes.set(check, await outcomesOf(check, context))));
  const start = Date.now();
  await runAll(checks);
  for (;;) {
    const failing = checks.filter((check) => outcomes.get(check)?.some(isFailure));
    const seconds = (Date.now() - start) / 1000;
    if (failing.length === 0 || seconds + pauseSeconds > waitSeconds) break;
    onWait?.(
      failing.flatMap((check) => outcomes.get(check)?.filter(isFailure) ?? []),
      seconds,
    );
    await sleep(pauseSeconds * 1000);
    await runAll(failing);
  }
  return checks.flatMap((check) => outcomes.get(check) ?? []);
}

export const isFailure = ({ status }: Pick<Outcome, "status">): boolean => status === "fail";

async function outcomesOf(check: Check, context: Context): Promise<readonly Outcome[]> {
  const seen = await check.run(context).catch((error: unknown) => [unanswered("all", error)]);
  return seen.map((one) => ({ check: check.name, ...one }));
}
