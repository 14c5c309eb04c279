import type { ComponentPlan } from "../deploy/plan.ts";
import type { Target } from "../targets/target.ts";
import { mend } from "./faults.ts";
import { marked, unmark } from "./marks.ts";

/** Undoes what a drill that was killed left broken, as it wrote down itself. False when there is nothing of the kind. */
export async function mendLeft(stack: string, target: Target, component: ComponentPlan): Promise<boolean> {
  const left = await marked(stack, component.name);
  if (left === undefined) return false;
  await mend(left, target, component);
  await unmark(stack, component.name);
  return true;
}
