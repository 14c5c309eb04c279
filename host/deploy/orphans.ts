import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LABEL } from "../engine/labels.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { networkName } from "../targets/docker/names.ts";
import type { Destination } from "./plan.ts";

/** What a deploy that was killed made and Terraform does not know: by component the container's id, and the network's. */
export interface Orphans {
  readonly containers: ReadonlyMap<string, string>;
  readonly network: string | undefined;
}

export const NO_ORPHANS: Orphans = { containers: new Map(), network: undefined };

interface State {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

/**
 * Containers and a network that carry our owner's label and are not in the state: without an `import` block the next deploy
 * would end with "Conflict" on their names. Known for cdktf's own local state; with another backend Terraform tells.
 */
export async function findOrphans(root: string, environment: string, destination: Destination): Promise<Orphans> {
  if (destination.kind !== "docker") return NO_ORPHANS;
  const text = await readFile(join(root, `terraform.${environment}.tfstate`), "utf8").catch(() => undefined);
  if (text === undefined) return NO_ORPHANS;
  const { resources = [] }: State = JSON.parse(text);
  const idsOf = (type: string, name?: string) =>
    resources
      .filter((resource) => resource.type === type && (name === undefined || resource.name === name))
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  const [owner] = idsOf("terraform_data", "claim");
  if (owner === undefined) return NO_ORPHANS;
  const engine = await engineAt(destination.host);
  const ours = { [LABEL.stack]: destination.stack, [LABEL.owner]: owner };
  const known = new Set([...idsOf("docker_container"), ...idsOf("docker_network")]);
  const containers = (await engine.containers(ours)).filter(({ id }) => !known.has(id));
  const networks = await engine.networks(ours);
  const network = networks.length > 0 ? await engine.inspect("network", networkName(destination.stack)) : undefined;
  const networkId = network?.Id as string | undefined;
  return {
    containers: new Map(containers.map(({ id, labels }) => [labels[LABEL.component] ?? "", id])),
    network: networkId !== undefined && !known.has(networkId) ? networkId : undefined,
  };
}
