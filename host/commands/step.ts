import { CHECKOUT } from "../checkout.ts";
import { type Destination, readPlan } from "../deploy/plan.ts";
import { targetOf } from "../deploy/site.ts";
import { stepsOf } from "../deploy/steps.ts";
import { stackRoot } from "../targets/native/layout.ts";
import { ownedByAnother } from "../targets/target.ts";

/** `step.mjs claim|publish|run|settle|retire|prune ENVIRONMENT [COMPONENT]`, and `step.mjs release`, which must do without an environment. */
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
      retire: () => steps.retire(),
      prune: () => steps.prune(),
    }[word as keyof typeof steps]();
  }
  return 0;
}

/** Takes the stack away. What belongs to another state stays: a deploy from here was refused, and has made nothing. */
async function release(): Promise<void> {
  const deployed: Destination = JSON.parse(variable("WATCHKEEPER_DESTINATION"));
  const data = process.env.WATCHKEEPER_DATA as Destination["data"] | undefined;
  const destination: Destination = { ...deployed, ...(data === undefined ? {} : { data }) };
  const target = targetOf(destination);
  const owner = await target.owner();
  if (owner === undefined) console.log(absent(destination));
  if (owner === undefined || owner === variable("WATCHKEEPER_OWNER")) await target.release();
  else console.log(`left as it is: ${ownedByAnother(destination.stack).message}`);
}

/** Somebody who looks in the wrong place would think that all is gone. */
const absent = (destination: Destination): string =>
  destination.kind === "native"
    ? `there is no ${stackRoot(destination)}: if it was deployed with another WATCHKEEPER_HOME, it runs on; destroy it with that one`
    : `the engine has nothing of ${destination.stack}: if it was deployed to another engine, it runs on there; name that one by \`target\` or DOCKER_HOST`;

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: steps are run by Terraform`);
  return value;
}
