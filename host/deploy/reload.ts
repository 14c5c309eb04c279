import { setTimeout as sleep } from "node:timers/promises";
import type { Reload } from "../../lib/components/component.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../targets/target.ts";
import { POLL_MS } from "./alive.ts";
import type { ComponentPlan } from "./plan.ts";

/**
 * Makes a program load the published files, unless it has done so since they were swapped in. Throws UserError when it
 * refuses them after all; the files before them are then live again.
 */
export async function reloadWhenOlder(target: Target, wanted: ComponentPlan, reload: Reload): Promise<void> {
  const since = await target.publishedAt(wanted);
  const before = await loadState(target, wanted, reload);
  if (before?.successful === true && before.at >= since) return;
  if (await reloads(target, wanted, reload)) return;
  const reason = (await target.log(wanted.name, 5)) ?? "none, its log cannot be read";
  const restored = await returnToPrevious(target, wanted, reload);
  throw new UserError(`${wanted.name} refused the new files; ${restored}`, { help: `its last lines:\n${reason}` });
}

async function returnToPrevious(target: Target, wanted: ComponentPlan, reload: Reload): Promise<string> {
  if (!(await target.restorePrevious(wanted))) return "there are no earlier ones to return to";
  return (await reloads(target, wanted, reload))
    ? "the ones before are live again"
    : "the ones before are laid back, but it has not loaded them";
}

/** Prometheus reads rules and targets again before it says so; large rule sets take a while. */
const RELOAD_SECONDS = 60;

/** A refusal of an earlier reload still shows until this one is done, so it is believed only after so long. */
const REFUSAL_SECONDS = 5;

/** Signals, and asks until the program says that it has loaded its files since (true) or refuses them (false). */
async function reloads(target: Target, wanted: ComponentPlan, reload: Reload): Promise<boolean> {
  const before = await loadState(target, wanted, reload);
  const start = Date.now();
  await target.signal(wanted, reload.signal);
  for (let seconds = 0; seconds < RELOAD_SECONDS; seconds = (Date.now() - start) / 1000) {
    const state = await loadState(target, wanted, reload);
    if (state?.successful === true && state.at > (before?.at ?? 0)) return true;
    const isNews = before?.successful === true || seconds > REFUSAL_SECONDS;
    if (state?.successful === false && isNews) return false;
    await sleep(POLL_MS);
  }
  return false;
}

interface LoadState {
  readonly successful: boolean;
  /** Of the last successful load, in seconds of the target's clock. */
  readonly at: number;
}

async function loadState(target: Target, wanted: ComponentPlan, reload: Reload): Promise<LoadState | undefined> {
  const answer = await target.get(wanted, reload.port, "/metrics").catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  const value = (metric: string) => Number(new RegExp(`^${metric} (\\S+)$`, "m").exec(answer.body)?.[1]);
  return { successful: value(reload.successful) === 1, at: value(reload.loadedAt) };
}
