import { join } from "node:path";
import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { boundHost } from "../../lib/environment/ports.ts";
import type { Finding } from "../../lib/finding.ts";
import { drillOf } from "../drill/alone.ts";
import { isHere } from "../targets/docker/engine.ts";
import { type Composed, launched } from "./compose.ts";
import { nextAttempt, type Observed, type Seen } from "./look.ts";
import { ownedBy } from "./owned.ts";
import { type ComponentPlan, digestOf, FIRST_ATTEMPT, type Launch, listingOf, type Plan } from "./plan.ts";
import { unusableAddresses } from "./ports.ts";
import { digestListing, secretFiles } from "./tree.ts";

/** A part of the plan, and what keeps it from being deployed. */
interface Planned<T> {
  readonly plan: T;
  readonly findings: readonly Finding[];
}

/** What is to be deployed, set against what is seen on the target. */
export async function planOf(root: string, composed: Composed, seen: Promise<Seen>): Promise<Planned<Plan>> {
  const { environment, destination, site } = composed;
  const workloads = launched(composed);
  const planning = workloads.map((workload) => componentPlan(root, composed, workload, seen));
  const [{ listening, attempt }, ...planned] = await Promise.all([seen, ...planning]);
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
      ...((await isHere(destination)) ? await unusableAddresses(environment, site, workloads, listening) : []),
    ],
  };
}

async function componentPlan(
  root: string,
  { environment, site, rendered, launches }: Composed,
  workload: Workload,
  seen: Promise<Seen>,
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
  const { observed } = await seen;
  const drill = await drillOf(environment.stack, name);
  if (drill === "at work") findings.push(drilled(environment, name));
  return {
    plan: {
      name,
      workload,
      launch: withStart(workload, launches.get(name) as Launch, digest),
      addresses: addressesOf(workload, site),
      boundTo: boundHost(environment, name),
      files: files.map(({ path }) => path),
      digest,
      attempt: attemptOf(observed, name, drill, listingOf([...files, ...secrets])),
    },
    findings,
  };
}

/** A program that is made ready by a script reads its files at the start alone: another launch makes it start anew. */
const withStart = ({ start }: Workload, launch: Launch, digest: string): Launch =>
  start === undefined ? launch : { ...launch, variables: { ...launch.variables, WATCHKEEPER_FILES: digest } };

const addressesOf = ({ name, ports }: Workload, site: Site) =>
  Object.fromEntries(ports.map((port) => [port.name, site.address(name, port.name, "outside")]));

/** The attempts stay as they are while what lies there is what is wanted and what should run does; new ones, by the clock, make Terraform see what it cannot see itself. */
function attemptOf(
  observed: Observed,
  name: string,
  drill: Awaited<ReturnType<typeof drillOf>>,
  wanted: string,
): ComponentPlan["attempt"] {
  if (observed === undefined) return { publish: FIRST_ATTEMPT, run: FIRST_ATTEMPT };
  const lies = observed.get(name);
  const next = nextAttempt();
  return {
    // A drill that was killed left the component broken: settling it anew mends it.
    publish: lies?.listing === wanted && drill !== "killed" ? (lies.attempt.publish ?? next) : next,
    // What a drill at work has stopped is not to run.
    run: lies?.running === true || drill === "at work" ? (lies?.attempt.run ?? next) : next,
  };
}

/** Mended under its eyes, it would wait in vain for the page. */
const drilled = (environment: Environment, name: string): Finding => ({
  ...environment.place("/drills"),
  severity: "warning",
  check: "deploy/drill",
  message: `${name} is broken by a drill that is at work, and stays so until the drill mends it`,
  help: "deploy when the drill has ended: what changes of this component starts it, and so does Docker's provider where it is stopped",
});

function secretMissing(environment: Environment, { name }: Workload, error: Error): Finding {
  const pointer = environment.components.find((component) => component.name === name)?.pointer ?? "";
  return { ...environment.place(pointer), severity: "error", check: "environment/secret", message: error.message };
}
