import { LABEL } from "../engine/labels.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { networkName } from "../targets/docker/names.ts";
import type { Destination } from "./plan.ts";
import type { State } from "./state.ts";

/** What a deploy that was killed made and Terraform does not know: by component the container's id, and the network's. */
export interface Orphans {
  readonly containers: ReadonlyMap<string, string>;
  readonly network: string | undefined;
}

export const NO_ORPHANS: Orphans = { containers: new Map(), network: undefined };

/**
 * Containers and a network that carry our owner's label and are not in the state: without an `import` block the next deploy
 * would end with "Conflict" on their names. Known for cdktf's own local state; with another backend Terraform tells.
 */
export async function findOrphans(destination: Destination, state: State | undefined): Promise<Orphans> {
  if (destination.kind !== "docker" || state?.owner === undefined) return NO_ORPHANS;
  const engine = await engineAt(destination.host);
  const ours = { [LABEL.stack]: destination.stack, [LABEL.owner]: state.owner };
  const known = new Set([...state.ids("docker_container"), ...state.ids("docker_network")]);
  const containers = (await engine.containers(ours)).filter(({ id }) => !known.has(id));
  const networks = await engine.networks(ours);
  const network = networks.length > 0 ? await engine.inspect("network", networkName(destination.stack)) : undefined;
  const networkId = network?.Id as string | undefined;
  return {
    containers: new Map(containers.map(({ id, labels }) => [labels[LABEL.component] ?? "", id])),
    network: networkId !== undefined && !known.has(networkId) ? networkId : undefined,
  };
}
