import type { Environment } from "../../lib/environment/environment.ts";
import { type Observation, ownedByAnother } from "../targets/target.ts";
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

/** Looks at an environment's target, and changes nothing. Throws UserError where it cannot be used: no engine, another's stack. */
export async function look(root: string, environment: Environment, destination: Destination): Promise<Seen> {
  const target = targetOf(destination);
  await target.requirePlace?.();
  // Where another backend keeps the state, one that lies here is from before.
  const known = environment.backend === undefined ? await readState(root, environment.name) : undefined;
  const [owner, observed, sharedBy, orphans] = await Promise.all([
    target.owner(),
    target.observe(environment.components.map(({ name }) => name)),
    target.sharedBy(),
    findOrphans(destination, known),
  ]);
  if (owner !== undefined && environment.backend === undefined && owner !== known?.owner)
    throw ownedByAnother(destination.stack);
  // What Terraform has made before and is gone, with its owner, must be made anew.
  if (owner === undefined && known?.owner === undefined)
    return { observed: undefined, attempt: FIRST_ATTEMPT, orphans };
  return { observed, attempt: sharedBy ?? nextAttempt(), orphans };
}

/** By the clock: another one than all before. */
export const nextAttempt = (): string => Date.now().toString(36);
