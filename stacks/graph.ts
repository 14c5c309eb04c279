import type { DataResource, ITerraformDependable, TerraformStack } from "cdktf";
import { type ComponentPlan, hashOf, type Plan } from "../host/deploy/plan.ts";
import { step } from "./step.ts";

/** What every target's part of the stack is made from. */
export interface Parts {
  readonly root: string;
  readonly environment: string;
  /** All else depends on it; it alone has a destroy provisioner. */
  readonly claim: DataResource;
}

/** What runs a component: a step, or a container. Its id changes when the program is started anew. */
export type Runner = ITerraformDependable & { readonly id: string };

const published = ({ digest, attempt }: ComponentPlan) => ({ digest, attempt: attempt.publish });

/** publish: stages each component's files and swaps them in, all before any program loads them. */
export function addPublishes(stack: TerraformStack, parts: Parts, plan: Plan): ReadonlyMap<string, DataResource> {
  return new Map(
    plan.components.map((component) => [
      component.name,
      step(stack, `publish-${component.name}`, {
        ...parts,
        command: ["publish", component.name],
        triggers: published(component),
        dependsOn: [parts.claim],
      }),
    ]),
  );
}

/** reload: makes running programs load the published files, receivers of alerts before their senders, and waits until each is ready. */
export function addSettles(
  stack: TerraformStack,
  parts: Parts,
  plan: Plan,
  runners: ReadonlyMap<string, Runner>,
): readonly DataResource[] {
  const settle = (component: ComponentPlan, after: readonly ITerraformDependable[]): DataResource =>
    step(stack, `settle-${component.name}`, {
      ...parts,
      command: ["settle", component.name],
      triggers: { ...published(component), runner: runners.get(component.name)?.id ?? "" },
      dependsOn: [...runners.values(), ...after],
    });
  const isSender = ({ workload }: ComponentPlan) => workload.reload?.stage === "senders";
  const receivers = plan.components
    .filter((component) => !isSender(component))
    .map((component) => settle(component, []));
  const senders = plan.components.filter(isSender).map((component) => settle(component, receivers));
  return [...receivers, ...senders];
}

/** prune: stops what is no longer listed. Terraform itself skips the destroy provisioners of what left the configuration. */
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
