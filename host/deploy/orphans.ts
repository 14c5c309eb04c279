import { LABEL } from "../engine/labels.ts";
import { engineAt } from "../targets/docker/engine.ts";
import type { Destination } from "./plan.ts";
import type { State } from "./state.ts";

/** Where Terraform's state and the engine differ. */
export interface Orphans {
  /** What a deploy that was killed made and Terraform does not know: by component the container's id. */
  readonly containers: ReadonlyMap<string, string>;
  /** Whether Terraform knows a network, which its provider made before steps of ours did. */
  readonly network: boolean;
}

export const NO_ORPHANS: Orphans = { containers: new Map(), network: false };

/**
 * Containers that carry our owner's label and are not in the state: without an `import` block the next deploy would end with
 * "Conflict" on their names. Known for cdktf's own local state; with another backend Terraform tells.
 */
export async function findOrphans(destination: Destination, state: State | undefined): Promise<Orphans> {
  if (destination.kind !== "docker" || state?.owner === undefined) return NO_ORPHANS;
  const engine = await engineAt(destination.host);
  const ours = { [LABEL.stack]: destination.stack, [LABEL.owner]: state.owner };
  const known = new Set(state.ids("docker_container"));
  const containers = (await engine.containers(ours)).filter(({ id }) => !known.has(id));
  return {
    containers: new Map(containers.map(({ id, labels }) => [labels[LABEL.component] ?? "", id])),
    network: state.ids("docker_network").length > 0,
  };
}
