import type { Environment } from "../../lib/environment/environment.ts";
import type { Observation } from "../targets/target.ts";
import { findOrphans, type Orphans } from "./orphans.ts";
import { type Destination, FIRST_ATTEMPT } from "./plan.ts";
import { targetOf } from "./site.ts";
import { readState } from "./state.ts";

/** What lies and runs of each component; undefined when nothing of the stack is there. */
export type Observed = ReadonlyMap<string, Observation> | undefined;

/** What a deploy finds on its target. */
export interface Seen {
  readonly observed: Observed;
  /** The one that made what all components share, or the next one where that is gone. */
  readonly attempt: string;
  readonly orphans: Orphans;
}

/** Looks at an environment's target, and changes nothing. */
export async function look(root: string, environment: Environment, destination: Destination): Promise<Seen> {
  const target = targetOf(destination);
  const [owner, observed, sharedBy, orphans] = await Promise.all([
    target.owner(),
    target.observe(environment.components.map(({ name }) => name)),
    target.sharedBy(),
    readState(root, environment.name).then((state) => findOrphans(destination, state)),
  ]);
  if (owner === undefined) return { observed: undefined, attempt: FIRST_ATTEMPT, orphans };
  return { observed, attempt: sharedBy ?? nextAttempt(), orphans };
}

/** By the clock: another one than all before. */
export const nextAttempt = (): string => Date.now().toString(36);
