import { CHECKOUT } from "../checkout.ts";
import { type Destination, readPlan } from "../deploy/plan.ts";
import { targetOf } from "../deploy/site.ts";
import { stepsOf } from "../deploy/steps.ts";
import { ownedByAnother } from "../targets/target.ts";

/** `step.mjs claim|publish|run|settle|prune ENVIRONMENT [COMPONENT]`, and `step.mjs release`, which must do without an environment. */
export async function main([word = "", environment = "", name = ""]: readonly string[]): Promise<number> {
  if (word === "release") await release();
  else {
    const plan = await readPlan(CHECKOUT, environment);
    const steps = stepsOf(CHECKOUT, plan, targetOf(plan.destination));
    await {
      claim: () => steps.claim(variable("WATCHKEEPER_OWNER")),
      publish: () => steps.publish(name),
      run: () => steps.run(name),
      settle: () => steps.settle(name),
      prune: () => steps.prune(),
    }[word as keyof typeof steps]();
  }
  return 0;
}

/** Takes the stack away. What belongs to another state stays: a deploy from here was refused, and has made nothing. */
async function release(): Promise<void> {
  const destination: Destination = JSON.parse(variable("WATCHKEEPER_DESTINATION"));
  const target = targetOf(destination);
  const owner = await target.owner();
  if (owner === undefined || owner === variable("WATCHKEEPER_OWNER")) await target.release();
  else console.log(`left as it is: ${ownedByAnother(destination.stack).message}`);
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: steps are run by Terraform`);
  return value;
}
