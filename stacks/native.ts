import type { DataResource, TerraformStack } from "cdktf";
import { type ComponentPlan, hashOf, type Plan } from "../host/deploy/plan.ts";
import { addPrune, addPublishes, addRetire, addRun, addSettles, type Parts } from "./graph.ts";

/** The graph with nothing but Terraform's built-in provider: programs are started by steps, too. */
export function addNative(stack: TerraformStack, parts: Parts, plan: Plan): void {
  const retire = addRetire(stack, parts, plan, addPublishes(stack, parts, plan));
  const runs = new Map<string, DataResource>();
  const add = (component: ComponentPlan): DataResource => {
    const known = runs.get(component.name);
    if (known !== undefined) return known;
    const before = plan.components.filter(({ name }) => component.workload.startAfter.includes(name)).map(add);
    const launched = { launch: hashOf(component.launch), attempt: component.attempt.run };
    const run = addRun(stack, parts, component, launched, [retire, ...before]);
    runs.set(component.name, run);
    return run;
  };
  for (const component of plan.components) add(component);
  addPrune(stack, parts, plan, addSettles(stack, parts, plan, runs));
}
