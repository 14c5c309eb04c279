import { sum } from "../../lib/alertmanager/index.ts";
import type { Drill, Environment } from "../../lib/environment/environment.ts";
import { isError } from "../../lib/finding.ts";
import { didYouMean } from "../../lib/schema/index.ts";
import { misuse, readArguments } from "../arguments.ts";
import { CHECKOUT } from "../checkout.ts";
import { compose } from "../deploy/compose.ts";
import { readPlan } from "../deploy/plan.ts";
import { targetOf } from "../deploy/site.ts";
import { alone } from "../drill/alone.ts";
import { NotHere } from "../drill/faults.ts";
import { type Measured, runDrill, type Surroundings } from "../drill/run.ts";
import { Refused, UserError } from "../errors.ts";
import { readEnvironment } from "../read-environment.ts";

const USAGE = {
  command: "npx zx scripts/drill.mjs ENV [DRILL]",
  about: `Breaks on purpose what the drill says, times the page against the worst case of the configuration, mends it, and times the resolve.
Without DRILL all of the environment's run. It ends with 0 where each was in time, 1 where one was not, 2 when it is misused.`,
  flags: {
    "page-people": { about: "drill an environment that does not page the sandbox, but people: tell them first" },
  },
};

/** `drill ENV [DRILL] [--page-people]`: breaks on purpose, times the page, mends, times the resolve. 0: each in time, 1: not, 2: misuse. */
export async function main(args: readonly string[]): Promise<number> {
  const { name, drill: wanted, pagePeople } = read(args);
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Refused(findings.filter(isError));
  refuseProduction(environment, pagePeople);
  const drills = chosen(environment, wanted);
  const composed = await compose(environment);
  const plan = await readPlan(CHECKOUT, name);
  const surroundings = { root: CHECKOUT, composed, plan, target: targetOf(plan.destination), signal: abortOnSignals() };
  return alone(plan.destination.stack, () => runAll(drills, surroundings));
}

/** One after the other. 0: each in time, 1: not. */
async function runAll(drills: readonly Drill[], surroundings: Omit<Surroundings, "say">): Promise<number> {
  const { environment } = surroundings.composed;
  const started = Date.now();
  const say = (line: string) => console.log(`  ${elapsed(started)}  ${line}`);
  let inTime = true;
  for (const drill of drills) {
    console.log(`${environment.name}/${drill.name}: expects ${drill.expect}`);
    const measured = await runDrill(drill, { ...surroundings, say }).catch(skipped);
    for (const one of measured) console.log(lineOf(one));
    inTime &&= measured.every(isInTime);
  }
  return inTime ? 0 : 1;
}

function read(args: readonly string[]) {
  const { values, positionals } = readArguments(args, USAGE);
  const [name, drill, ...more] = positionals;
  if (name === undefined || more.length > 0) throw misuse(USAGE, "say one environment, and one of its drills or none");
  return { name, drill, pagePeople: values["page-people"] === true };
}

function refuseProduction({ name, paging }: Environment, pagePeople: boolean): void {
  if (paging === "sandbox" || pagePeople) return;
  throw new UserError(`${name} pages people: a drill would wake them up, and break what they run`, {
    help: "drill a copy with `paging: sandbox`; or, when all are told, say --page-people",
    exitCode: 2,
  });
}

function chosen({ name, drills }: Environment, wanted: string | undefined): readonly Drill[] {
  if (wanted === undefined) return drills;
  const found = drills.filter((drill) => drill.name === wanted);
  if (found.length > 0) return found;
  const known = drills.map((drill) => drill.name);
  throw new UserError(`${name} has no drill "${wanted}"${didYouMean(wanted, known)}`, {
    help: `drills: ${known.join(", ") || "none yet"}`,
    exitCode: 2,
  });
}

/** Aborted by the first signal that asks to end. The next ones end nothing either: what is broken would stay so. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (signal === "SIGHUP") outliveTerminal();
      if (controller.signal.aborted)
        console.error(`${signal}: the drill ends already, and mends what it broke: please wait`);
      else controller.abort(new UserError(`${signal}: the drill ends, and nothing is left broken`));
    });
  }
  return controller.signal;
}

/** Nobody reads any more, and what is broken is mended all the same. */
function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    });
  }
}

/** What a drill measured that could not be held here: nothing, and that is said. */
function skipped(error: unknown): readonly Measured[] {
  if (!(error instanceof NotHere)) throw error;
  console.log(`  skipped: ${error.message}`);
  return [];
}

const elapsed = (since: number): string => `${String(Math.round((Date.now() - since) / 1000)).padStart(4)} s`;

const isInTime = ({ seconds, terms }: Measured): boolean => typeof seconds === "number" && seconds <= sum(terms);

/** A measurement for a person: what it took, and what it may take. */
export function lineOf(measured: Measured): string {
  const { what, terms, seconds } = measured;
  const worst = sum(terms);
  const parts = terms.filter((term) => term.seconds > 0).map((term) => `${term.name} ${term.seconds}`);
  const most = `at worst ${worst} s (${parts.join(" + ")})`;
  if (typeof seconds !== "number") return `  ${what}: ${seconds}; ${most}`;
  const left = `${Math.abs(worst - seconds).toFixed(1)} s ${isInTime(measured) ? "earlier" : "LATER"}`;
  return `  ${what}: ${seconds.toFixed(1)} s; ${most}, ${left}`;
}
