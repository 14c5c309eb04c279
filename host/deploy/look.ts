import { isDeepStrictEqual } from "node:util";
import type { Environment } from "../../lib/environment/environment.ts";
import type { Listening } from "../listeners.ts";
import { isHere } from "../targets/docker/engine.ts";
import { type Observation, ownedByAnother } from "../targets/target.ts";
import { findOrphans, type Orphans } from "./orphans.ts";
import { type Destination, FIRST_ATTEMPT, placeOf } from "./plan.ts";
import { targetOf } from "./site.ts";
import { readState, type State } from "./state.ts";

/** What lies and runs of each component; undefined when nothing of the stack is there. */
export type Observed = ReadonlyMap<string, Observation> | undefined;

/** What a deploy finds on its target. */
export interface Seen {
  readonly observed: Observed;
  /** The one that made what all components share, or the next one where that is gone. */
  readonly attempt: string;
  readonly orphans: Orphans;
  /** Where the stack listens on this machine: here, and at the place that it is about to leave, which is taken away first. */
  listening(): Promise<readonly Listening[]>;
}

/** Looks at an environment's target, and changes nothing. Throws UserError where it cannot be used: no engine, another's stack. */
export async function look(root: string, environment: Environment, destination: Destination): Promise<Seen> {
  const target = targetOf(destination);
  await target.requirePlace?.();
  // Where another backend keeps the state, one that lies here is from before.
  const state = environment.backend === undefined ? await readState(root, environment.name) : undefined;
  const [owner, observed, sharedBy, orphans] = await Promise.all([
    target.owner(),
    target.observe(environment.components.map(({ name }) => name)),
    target.sharedBy(),
    findOrphans(destination, state),
  ]);
  if (owner !== undefined && environment.backend === undefined && owner !== state?.owner)
    throw ownedByAnother(destination.stack);
  const listening = async () =>
    (await Promise.all([listeningAt(destination), listeningBefore(destination, state)])).flat();
  // What Terraform has made before and is gone, with its owner, must be made anew.
  if (owner === undefined && state?.owner === undefined)
    return { observed: undefined, attempt: FIRST_ATTEMPT, orphans, listening };
  return { observed, attempt: sharedBy ?? nextAttempt(), orphans, listening };
}

const listeningAt = async (destination: Destination): Promise<readonly Listening[]> =>
  (await isHere(destination)) ? targetOf(destination).listening() : [];

/** Where the stack listens that another target, engine, folder or name is to take the place of; a place that does not answer holds no ports that are known. */
async function listeningBefore(destination: Destination, state: State | undefined): Promise<readonly Listening[]> {
  const before = state?.destination;
  if (before === undefined || isDeepStrictEqual(placeOf(before), placeOf(destination))) return [];
  const isOwn = async () => (await targetOf(before).owner()) === state?.owner;
  return isOwn().then(
    (own) => (own ? listeningAt(before) : []),
    () => [],
  );
}

/** By the clock: another one than all before. */
export const nextAttempt = (): string => Date.now().toString(36);
