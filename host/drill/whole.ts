import type { Context } from "../verify/check.ts";
import { rules } from "../verify/checks/rules.ts";
import { targets } from "../verify/checks/targets.ts";
import { pause } from "./watch.ts";

/** Prometheus scrapes what it has just read up to 5 s later (its discovery's own pause), and each rule once in its interval: 1 min by default. */
const SETTLE_SECONDS = 75;
const POLL_MS = 500;

/**
 * Waits until each target is up and each rule was evaluated, as they are not right after a deploy: from then on the computed worst
 * case holds. Answers with what still is not so after a while, one line each.
 */
export async function waitUntilWhole(context: Context, signal: AbortSignal): Promise<readonly string[]> {
  for (const deadline = Date.now() + SETTLE_SECONDS * 1000; ; await pause(POLL_MS, signal)) {
    const seen = await Promise.all([targets.run(context), rules.run(context)]);
    const amiss = seen.flat().filter(({ status }) => status === "fail");
    if (amiss.length === 0 || Date.now() > deadline) return amiss.map((one) => `${one.subject}: ${one.evidence}`);
  }
}
