import { join } from "node:path";
import { checkEnvironment } from "../../lib/check/across/environment.ts";
import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { withoutIgnored } from "../../lib/environment/load.ts";
import { boundHost } from "../../lib/environment/ports.ts";
import { type Finding, isError } from "../../lib/finding.ts";
import { isMarked } from "../drill/marks.ts";
import { UserError } from "../errors.ts";
import { judge } from "../judge/index.ts";
import { type ReadEnvironment, readEnvironment } from "../read-environment.ts";
import { checkSecrets } from "../secrets.ts";
import { isHere } from "../targets/docker/engine.ts";
import type { Observation } from "../targets/target.ts";
import type { TreeFile } from "../writer.ts";
import { type Composed, compose } from "./compose.ts";
import { findOrphans, NO_ORPHANS, type Orphans } from "./orphans.ts";
import { ownedBy } from "./owned.ts";
import {
  type ComponentPlan,
  type Destination,
  digestOf,
  FIRST_ATTEMPT,
  type Launch,
  listingOf,
  type Plan,
  readPlan,
} from "./plan.ts";
import { unusableAddresses } from "./ports.ts";
import { targetOf } from "./site.ts";
import { readState } from "./state.ts";
import { digestListing, secretFiles } from "./tree.ts";

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

async function prepareValid(
  root: string,
  environment: Environment,
  { findings, sources }: Pick<ReadEnvironment, "findings" | "sources">,
): Promise<Prepared> {
  const { name } = environment;
  const composed = await compose(environment);
  // Asking the target takes as long as judging, and waits for other processes.
  const looking = look(root, composed);
  const judging = judgeAll(root, composed, { findings, sources });
  const [seen, judged] = await Promise.all([looking, judging]);
  const { plan, findings: unfit } = await planOf(root, composed, seen);
  const all = [...judged, ...unfit];
  if (all.some(isError)) return refused(root, name, all);
  return {
    name,
    destination: composed.destination,
    findings: all,
    plan,
    files: composed.rendered.files.map(({ path, text }) => ({ path, text })),
    orphans: seen.orphans,
  };
}

async function judgeAll(
  root: string,
  composed: Composed,
  { findings, sources }: Pick<ReadEnvironment, "findings" | "sources">,
): Promise<readonly Finding[]> {
  const { environment, site } = composed;
  const checked = withoutIgnored(checkEnvironment(environment, site), sources);
  const known = [...findings, ...checked, ...composed.findings, ...(await checkSecrets(root, environment))];
  return [...known, ...(await judge(composed, known.some(isError)))];
}

const unreachable = (environment: Environment, { message, help }: UserError): Finding => ({
  ...environment.place("/target"),
  severity: "error",
  check: "deploy/target",
  message,
  ...(help === undefined ? {} : { help }),
});

async function refused(root: string, name: string, findings: readonly Finding[]): Promise<Prepared> {
  const [plan, state] = await Promise.all([readPlan(root, name).catch(() => undefined), readState(root, name)]);
  const destination = state?.destination ?? plan?.destination;
  return { name, findings, destination, plan, files: undefined, orphans: NO_ORPHANS };
}

interface Planned<T> {
  readonly plan: T;
  readonly findings: readonly Finding[];
}

async function planOf(root: string, composed: Composed, { observed, attempt }: Seen): Promise<Planned<Plan>> {
  const { environment, destination, site } = composed;
  const workloads = launched(composed);
  const planned = await Promise.all(workloads.map((workload) => componentPlan(root, composed, workload, observed)));
  return {
    plan: {
      environment: environment.name,
      destination,
      attempt,
      components: planned.map(({ plan }) => plan),
      secrets: environment.secrets,
      ...(environment.backend === undefined ? {} : { backend: environment.backend }),
    },
    findings: [
      ...planned.flatMap(({ findings }) => findings),
      ...((await isHere(destination))
        ? await unusableAddresses(environment, site, workloads, observed ?? new Map())
        : []),
    ],
  };
}

/** Undefined when nothing of the stack is there. */
type Observed = ReadonlyMap<string, Observation> | undefined;

/** What is on the target, and the attempt that makes what all components share. */
interface Seen {
  readonly observed: Observed;
  readonly attempt: string;
  readonly orphans: Orphans;
}

async function look(root: string, composed: Composed): Promise<Seen> {
  const { environment, destination } = composed;
  const target = targetOf(destination);
  const [owner, observed, sharedBy, orphans] = await Promise.all([
    target.owner(),
    target.observe(launched(composed).map(({ name }) => name)),
    target.sharedBy(),
    readState(root, environment.name).then((state) => findOrphans(destination, state)),
  ]);
  if (owner === undefined) return { observed: undefined, attempt: FIRST_ATTEMPT, orphans };
  return { observed, attempt: sharedBy ?? nextAttempt(), orphans };
}

const launched = ({ rendered, launches }: Composed): readonly Workload[] =>
  rendered.workloads.filter(({ name }) => launches.has(name));

async function componentPlan(
  root: string,
  { environment, site, rendered, launches }: Composed,
  workload: Workload,
  observed: Observed,
): Promise<Planned<ComponentPlan>> {
  const { name } = workload;
  const files = ownedBy(name, rendered.files);
  const findings: Finding[] = [];
  const secrets = await secretFiles(join(root, environment.folder), environment.secrets, workload.secrets).catch(
    (error: Error) => {
      const isDeclared = workload.secrets.some((secret) => secret in environment.secrets);
      // What is wrong with declared ones has been said; one that a component brings itself has no line in environment.yml.
      if (!isDeclared) findings.push(secretMissing(environment, workload, error));
      return [];
    },
  );
  const digest = digestOf(await digestListing(environment.stack, files, secrets));
  return {
    plan: {
      name,
      workload,
      launch: withStart(workload, launches.get(name) as Launch, digest),
      addresses: addressesOf(workload, site),
      boundTo: boundHost(environment, name),
      files: files.map(({ path }) => path),
      digest,
      attempt: attemptOf(observed, environment.stack, name, listingOf([...files, ...secrets])),
    },
    findings,
  };
}

/** A program that is made ready by a script reads its files at the start alone: another launch makes it start anew. */
const withStart = ({ start }: Workload, launch: Launch, digest: string): Launch =>
  start === undefined ? launch : { ...launch, variables: { ...launch.variables, WATCHKEEPER_FILES: digest } };

const addressesOf = ({ name, ports }: Workload, site: Site) =>
  Object.fromEntries(ports.map((port) => [port.name, site.address(name, port.name, "outside")]));

const nextAttempt = (): string => Date.now().toString(36);

/** The attempts stay as they are while what lies there is what is wanted and what should run does; new ones, by the clock, make Terraform see what it cannot see itself. */
function attemptOf(observed: Observed, stack: string, name: string, wanted: string): ComponentPlan["attempt"] {
  if (observed === undefined) return { publish: FIRST_ATTEMPT, run: FIRST_ATTEMPT };
  const lies = observed.get(name);
  const next = nextAttempt();
  return {
    // A drill that was killed left the component broken: settling it anew mends it.
    publish: lies?.listing === wanted && !isMarked(stack, name) ? (lies.attempt.publish ?? next) : next,
    run: lies?.running === true ? (lies.attempt.run ?? next) : next,
  };
}

function secretMissing(environment: Environment, { name }: Workload, error: Error): Finding {
  const pointer = environment.components.find((component) => component.name === name)?.pointer ?? "";
  return { ...environment.place(pointer), severity: "error", check: "environment/secret", message: error.message };
}
