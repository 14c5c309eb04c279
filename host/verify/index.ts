import type { Environment } from "../../lib/environment/environment.ts";
import { compose } from "../deploy/compose.ts";
import { readPlan } from "../deploy/plan.ts";
import { targetOf } from "../deploy/site.ts";
import type { Outcome } from "./check.ts";
import { CHECKS } from "./checks/index.ts";
import { contextOf } from "./context.ts";
import { type RunOptions, runChecks } from "./run.ts";

export type { Outcome } from "./check.ts";

/** All checks on what is deployed of an environment; when nothing is, that is the only outcome. `root`: the checkout. */
export async function verifyEnvironment(
  root: string,
  environment: Environment,
  options: RunOptions,
): Promise<readonly Outcome[]> {
  const composed = await compose(environment);
  const target = targetOf(composed.destination);
  if ((await target.owner()) === undefined) return [notDeployed(environment, composed.destination.kind)];
  return runChecks(CHECKS, contextOf(root, composed, await readPlan(root, environment.name), target), options);
}

const notDeployed = ({ name, stack }: Environment, kind: string): Outcome => ({
  check: "deployed",
  subject: stack,
  status: "fail",
  evidence: `nothing of it is on the target ${kind}`,
  help: `npm run up -- ${name}`,
});
