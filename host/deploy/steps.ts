import { setTimeout as sleep } from "node:timers/promises";
import type { Reload } from "../../lib/components/component.ts";
import { mend } from "../drill/faults.ts";
import { marked, unmark } from "../drill/marks.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../targets/target.ts";
import { ALIVE_SECONDS, type ComponentPlan, type Plan } from "./plan.ts";
import { treeOf } from "./tree.ts";

/** What Terraform runs, one process each. All may be repeated: they complete what an interrupted one began. */
export interface Steps {
  claim(owner: string): Promise<void>;
  publish(name: string): Promise<void>;
  run(name: string): Promise<void>;
  settle(name: string): Promise<void>;
  prune(): Promise<void>;
}

/** How often something that is waited for is asked. */
const POLL_MS = 100;

export function stepsOf(root: string, plan: Plan, target: Target): Steps {
  const component = (name: string): ComponentPlan => {
    const found = plan.components.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`the plan of ${plan.environment} has no component ${name}`);
    return found;
  };

  return {
    claim: (owner) => target.claim(owner, plan),

    async publish(name) {
      const wanted = component(name);
      await target.publish(wanted, await treeOf(root, plan, wanted));
    },

    async run(name) {
      const wanted = component(name);
      await target.start?.(wanted);
      await awaitHealthy(target, wanted);
    },

    /** Makes the program load the published files, without a restart, and waits until it is ready for work. */
    async settle(name) {
      const wanted = component(name);
      await mendDrill(plan.destination.stack, target, wanted);
      const { reload } = wanted.workload;
      if (reload !== undefined && wanted.files.length > 0) await reloadWhenOlder(target, wanted, reload);
      await awaitReady(target, wanted);
    },

    prune: () => target.prune(plan.components.map(({ name }) => name)),
  };
}

/** Undoes what a drill that was killed left broken. */
async function mendDrill(stack: string, target: Target, wanted: ComponentPlan): Promise<void> {
  const left = await marked(stack, wanted.name);
  if (left === undefined) return;
  await mend(left, target, wanted);
  await unmark(stack, wanted.name);
}

const awaitHealthy = (target: Target, wanted: ComponentPlan): Promise<void> =>
  awaitAnswer(target, wanted, wanted.workload.health, ALIVE_SECONDS, "alive");

async function awaitReady(target: Target, wanted: ComponentPlan): Promise<void> {
  const { ready, startTimeoutSeconds } = wanted.workload;
  if (ready !== undefined) await awaitAnswer(target, wanted, ready, startTimeoutSeconds, "ready");
}

async function awaitAnswer(
  target: Target,
  wanted: ComponentPlan,
  asked: { readonly port: string; readonly path: string; readonly body?: RegExp },
  seconds: number,
  what: string,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await target.get(wanted, asked.port, asked.path).catch((error: Error) => error);
    if (!(answer instanceof Error) && answer.status === 200 && (asked.body?.test(answer.body.trim()) ?? true)) return;
    if (Date.now() > deadline) {
      const said = answer instanceof Error ? answer.message : `${answer.status}: ${answer.body.slice(0, 200).trim()}`;
      throw new UserError(`${wanted.name} was not ${what} within ${seconds} s; ${asked.path} answered ${said}`, {
        help: `its last lines:\n${await target.log(wanted.name, 10)}`,
      });
    }
    await sleep(POLL_MS);
  }
}

async function reloadWhenOlder(target: Target, wanted: ComponentPlan, reload: Reload): Promise<void> {
  const since = await target.publishedAt(wanted);
  const before = await loadState(target, wanted, reload);
  if (before?.successful === true && before.at >= since) return;
  if (await reloads(target, wanted, reload)) return;
  const reason = await target.log(wanted.name, 5);
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
