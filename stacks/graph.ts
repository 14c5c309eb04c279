import type { DataResource, ITerraformDependable, TerraformStack } from "cdktf";
import { type ComponentPlan, hashOf, type Plan } from "../host/deploy/plan.ts";
import { step, type Triggers } from "./step.ts";

/** What every target's part of the stack is made from. */
export interface Parts {
  readonly root: string;
  readonly environment: string;
  /** Its id owns all that is made; it alone has a destroy provisioner. */
  readonly claim: DataResource;
  /** The target knows the owner by then: all else depends on it. */
  readonly claimed: DataResource;
}

const published = ({ digest, attempt }: ComponentPlan) => ({ digest, attempt: attempt.publish });

/** Tells the target who owns the stack, unless it belongs to another state, and makes what all components share. */
export const addClaimed = (stack: TerraformStack, parts: Omit<Parts, "claimed">, { attempt }: Plan): DataResource =>
  step(stack, "claimed", {
    ...parts,
    command: ["claim"],
    triggers: { attempt },
    variables: { WATCHKEEPER_OWNER: parts.claim.id },
    dependsOn: [],
  });

/** publish: stages each component's files and swaps them in, all before any program loads them. */
export function addPublishes(stack: TerraformStack, parts: Parts, plan: Plan): ReadonlyMap<string, DataResource> {
  return new Map(
    plan.components.map((component) => [
      component.name,
      step(stack, `publish-${component.name}`, {
        ...parts,
        command: ["publish", component.name],
        triggers: published(component),
        dependsOn: [parts.claimed],
      }),
    ]),
  );
}

/**
 * retire: stops what is no longer listed, whose ports others may take. On docker Terraform removes it, and every container that
 * listens elsewhere from now on, before this is made anew, and makes containers after it: what depends on a step goes before the step.
 */
export const addRetire = (
  stack: TerraformStack,
  parts: Parts,
  plan: Plan,
  publishes: ReadonlyMap<string, DataResource>,
): DataResource =>
  step(stack, "retire", {
    ...parts,
    command: ["retire"],
    triggers: { listening: hashOf(plan.components.map(({ name, boundTo, addresses }) => [name, boundTo, addresses])) },
    dependsOn: [...publishes.values()],
  });

/** run: starts a component's program, where Terraform does not do so itself, and waits until it is alive. Its id changes when the program is started anew. */
export const addRun = (
  stack: TerraformStack,
  parts: Parts,
  { name }: ComponentPlan,
  triggers: Triggers,
  dependsOn: readonly ITerraformDependable[],
): DataResource => step(stack, `run-${name}`, { ...parts, command: ["run", name], triggers, dependsOn });

/** reload: makes running programs load the published files, receivers of alerts before their senders, and waits until each is ready. */
export function addSettles(
  stack: TerraformStack,
  parts: Parts,
  plan: Plan,
  runs: ReadonlyMap<string, DataResource>,
): readonly DataResource[] {
  const settle = (component: ComponentPlan, after: readonly ITerraformDependable[]): DataResource =>
    step(stack, `settle-${component.name}`, {
      ...parts,
      command: ["settle", component.name],
      triggers: { ...published(component), run: runs.get(component.name)?.id ?? "" },
      dependsOn: [...runs.values(), ...after],
    });
  const isSender = ({ workload }: ComponentPlan) => workload.reload?.stage === "senders";
  const receivers = plan.components
    .filter((component) => !isSender(component))
    .map((component) => settle(component, []));
  const senders = plan.components.filter(isSender).map((component) => settle(component, receivers));
  return [...receivers, ...senders];
}

/** prune: removes what is no longer listed, once all else is settled: until then a change can be taken back. Terraform itself skips the destroy provisioners of what left the configuration. */
export const addPrune = (
  stack: TerraformStack,
  parts: Parts,
  plan: Plan,
  dependsOn: readonly ITerraformDependable[],
): DataResource =>
  step(stack, "prune", {
    ...parts,
    command: ["prune"],
    triggers: { listed: hashOf(plan.components.map(({ name }) => name).sort()) },
    dependsOn,
  });
