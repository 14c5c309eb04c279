import type { TreeFile } from "../writer.ts";
import { writeFiles, writeTree } from "../writer.ts";
import { type Plan, stackFolder, writePlan } from "./plan.ts";
import { renderedFolder } from "./tree.ts";

/** Lays a plan and the files it publishes beside Terraform's configuration, where the steps find them. */
export async function layPlan(root: string, plan: Plan, files: readonly TreeFile[]): Promise<void> {
  await writeTree(renderedFolder(root, plan.environment), files);
  await writeFiles(stackFolder(root, plan.environment), [{ path: "plan.json", text: writePlan(plan) }]);
}
