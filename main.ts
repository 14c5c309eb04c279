import { App } from "cdktf";
import { CHECKOUT } from "./host/checkout.ts";
import { askedFor, unknownIn } from "./host/deploy/asked.ts";
import { layPlan } from "./host/deploy/lay.ts";
import { stackFolder } from "./host/deploy/plan.ts";
import { prepare } from "./host/deploy/prepare.ts";
import { linkPlugins } from "./host/provider.ts";
import { environmentNames, unknownEnvironment } from "./host/read-environment.ts";
import { findTerraform } from "./host/terraform.ts";
import { isSynthesized, LeftStack } from "./stacks/left-stack.ts";
import { MonitoringStack } from "./stacks/monitoring-stack.ts";

/**
 * cdktf's app: every environment in configs/ becomes one stack. A broken one holds up none of the others, and what a command is not
 * about costs it no time.
 */
export async function main(): Promise<number> {
  const names = await environmentNames(CHECKOUT);
  const unknown = unknownIn(names);
  // cdktf itself would say so only when all environments are prepared, and without the nearest name.
  if (unknown !== undefined) throw await unknownEnvironment(CHECKOUT, unknown, names);
  const asked = askedFor(names);
  // cdktf's own validation asks Terraform for its version once for each resource: with four environments 4 s at every command.
  const app = new App({ skipValidation: true });
  const left = names.filter((name) => !asked.includes(name) && isSynthesized(app, name));
  const preparing = names.filter((name) => !left.includes(name)).map((name) => prepare(CHECKOUT, name));
  const [prepared] = await Promise.all([Promise.all(preparing), findTerraform()]);
  for (const environment of prepared) new MonitoringStack(app, CHECKOUT, environment);
  for (const name of left) new LeftStack(app, name);
  app.synth();
  for (const { name, plan, files, destination } of prepared) {
    if (plan !== undefined && files !== undefined) await layPlan(CHECKOUT, plan, files);
    if (destination?.kind === "docker") await linkPlugins(stackFolder(CHECKOUT, name));
  }
  return 0;
}
