import { checkEnvironment } from "../../lib/check/across/environment.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { withoutIgnored } from "../../lib/environment/load.ts";
import { type Finding, isError } from "../../lib/finding.ts";
import { UserError } from "../errors.ts";
import { judge } from "../judge/index.ts";
import { type ReadEnvironment, readEnvironment } from "../read-environment.ts";
import { checkSecrets } from "../secrets.ts";
import type { TreeFile } from "../writer.ts";
import { type Composed, compose } from "./compose.ts";
import { look } from "./look.ts";
import { NO_ORPHANS, type Orphans } from "./orphans.ts";
import { type Destination, type Plan, readPlan } from "./plan.ts";
import { planOf } from "./planned.ts";
import { destinationOf } from "./site.ts";
import { readState } from "./state.ts";

/** An environment, ready to become a Terraform stack, or with the reasons why it must not be deployed. */
export interface Prepared {
  readonly name: string;
  readonly findings: readonly Finding[];
  /** Where it runs, or where what is deployed of it runs. */
  readonly destination: Destination | undefined;
  /** Of a refused environment the last one that was accepted: what is not to change must stay in the configuration. */
  readonly plan: Plan | undefined;
  /** What is laid beside the plan, by owner; nothing when the environment is refused. */
  readonly files: readonly TreeFile[] | undefined;
  readonly orphans: Orphans;
}

/** Reads, renders and judges an environment, and looks at what lies on its target. Changes nothing; never throws for what a user wrote. */
export async function prepare(root: string, name: string): Promise<Prepared> {
  const { environment, findings, sources } = await readEnvironment(root, name);
  if (environment === undefined) return refused(root, name, findings);
  try {
    return await prepareValid(root, environment, { findings, sources });
  } catch (error) {
    // No engine, or no right to use it: the siblings of this environment must not be held up.
    if (!(error instanceof UserError)) throw error;
    return refused(root, name, [...findings, unreachable(environment, error)]);
  }
}

async function prepareValid(root: string, environment: Environment, read: Read): Promise<Prepared> {
  const { name } = environment;
  const destination = await destinationOf(environment);
  const composing = compose(environment, destination);
  const looking = look(root, environment, destination);
  // While the target answers and secrets are hashed, there is time to judge.
  const [seen, composed, { plan, findings: unfit }, judged] = await Promise.all([
    looking,
    composing,
    composing.then((composed) => planOf(root, composed, looking)),
    composing.then((composed) => judgeAll(root, composed, read)),
  ]);
  const all = [...judged, ...unfit];
  if (all.some(isError)) return refused(root, name, all);
  return {
    name,
    destination,
    findings: all,
    plan,
    files: composed.rendered.files.map(({ path, text }) => ({ path, text })),
    orphans: seen.orphans,
  };
}

type Read = Pick<ReadEnvironment, "findings" | "sources">;

/** All findings: of check, of what is prepared, of the secrets, and of the programs themselves. */
async function judgeAll(root: string, composed: Composed, read: Read): Promise<readonly Finding[]> {
  const checking = check(root, composed, read);
  const judging = judge(
    composed,
    checking.then((found) => found.some(isError)),
  );
  return (await Promise.all([checking, judging])).flat();
}

async function check(root: string, { environment, site, findings }: Composed, read: Read): Promise<readonly Finding[]> {
  const secrets = await checkSecrets(root, environment);
  // Nothing but work for this process: by now the programs are starting, and the target is asked.
  const checked = withoutIgnored(checkEnvironment(environment, site), read.sources);
  return [...read.findings, ...checked, ...findings, ...secrets];
}

const unreachable = (environment: Environment, { message, help }: UserError): Finding => ({
  ...environment.place("/target"),
  severity: "error",
  check: "deploy/target",
  message,
  ...(help === undefined ? {} : { help }),
});

async function refused(root: string, name: string, findings: readonly Finding[]): Promise<Prepared> {
  const plan = await readPlan(root, name).catch(() => undefined);
  // Where another backend keeps the state, the one that lies here is from before.
  const state = plan?.backend === undefined ? await readState(root, name) : undefined;
  const destination = state?.destination ?? plan?.destination;
  return { name, findings, destination, plan, files: undefined, orphans: NO_ORPHANS };
}
