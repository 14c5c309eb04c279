import type { Term } from "../../lib/alertmanager/index.ts";
import type { Drill } from "../../lib/environment/environment.ts";
import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import type { Composed } from "../deploy/compose.ts";
import type { ComponentPlan, Plan } from "../deploy/plan.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../targets/target.ts";
import { contextOf } from "../verify/context.ts";
import { type Expectation, expectationOf } from "./expectation.ts";
import { breakIt, mend, mendOf, subjectOf } from "./faults.ts";
import { mendLeft } from "./left.ts";
import { mark, unmark } from "./marks.ts";
import { whyMute } from "./mute.ts";
import { endAlert, startAlert } from "./synthetic.ts";
import { refuseRaised, refuseSilenced, refuseStopped } from "./unfit.ts";
import { groupIsGone, isReceived, pageSince, until } from "./watch.ts";
import { pagingWay, silentWay, type Way } from "./ways.ts";
import { waitUntilWhole } from "./whole.ts";

export interface Surroundings {
  readonly root: string;
  readonly composed: Composed;
  readonly plan: Plan;
  readonly target: Target;
  readonly say: (line: string) => void;
  /** Aborted by Ctrl-C: what is broken is mended, and the drill ends. */
  readonly signal: AbortSignal;
}

/** Measured beside the most that the configuration allows, in seconds, or why there is no measurement. */
export interface Measured {
  readonly what: string;
  readonly terms: readonly Term[];
  readonly seconds: number | "did not come" | "not waited for";
}

/** Breaks, waits for the page, mends whatever happens, and waits for the end of it. Rejects when the signal is aborted. To be run `alone`. */
export async function runDrill(drill: Drill, surroundings: Surroundings): Promise<readonly Measured[]> {
  const { composed, say } = surroundings;
  const wanted = expectationOf(composed, drill);
  const subject = deployed(surroundings.plan, subjectOf(drill.break));
  await mendAllLeft(surroundings);
  const alertmanager = alertmanagerOf(surroundings);
  const way = await wayOf(drill, wanted, surroundings, alertmanager);
  const { prometheuses } = contextFor(surroundings);
  await refuseStopped(surroundings.target, subject.name);
  await refuseSilenced(alertmanager, addressOf(alertmanager, surroundings), wanted, subject.name);
  for (const amiss of await waitUntilWhole(contextFor(surroundings), surroundings.signal))
    say(`already amiss: ${amiss}`);
  await refuseRaised(prometheuses, wanted);
  const group = await (drill.into_open_group ? openGroup(wanted, surroundings) : noGroup(wanted, surroundings));
  say(describe(drill));
  const arrival = await whileBroken(drill, subject, surroundings, async (since) => {
    const seconds = await way.arrival(since);
    // Asked while it is broken: what is mended has no alert any more.
    if (seconds === undefined) for (const line of await whyMute(alertmanager, prometheuses, wanted)) say(line);
    return seconds ?? "did not come";
  }).finally(group?.close);
  const mendedAt = Date.now();
  const what = drill.pages ? "page" : `alert at receiver ${wanted.receiver}`;
  const end = arrival === "did not come" ? "not waited for" : ((await way.end(mendedAt)) ?? "did not come");
  return [
    { what, terms: wanted.toPage, seconds: arrival },
    { what: drill.pages ? "resolve" : "its end", terms: wanted.toResolve, seconds: end },
  ];
}

/** Before anything is asked: what a killed drill set would be taken for what is to be restored. */
async function mendAllLeft({ plan, target, say }: Surroundings): Promise<void> {
  for (const component of plan.components) {
    if (await mendLeft(plan.destination.stack, target, component))
      say(`mended: a drill that was killed had broken ${component.name}`);
  }
}

const deployed = ({ components }: Plan, name: string): ComponentPlan => {
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new UserError(`${name} is not deployed`, { help: "npm run up" });
  return found;
};

const describe = ({ break: fault }: Drill): string => {
  if ("stop" in fault) return `broken: ${fault.stop} is stopped`;
  const variables = Object.entries(fault.set.variables).map((pair) => pair.join("="));
  return `broken: ${fault.set.app} gets ${variables.join(", ")}`;
};

/** Breaks the subject, and mends it however the waiting ends. How to mend is on disk before anything is broken. */
async function whileBroken<T>(
  drill: Drill,
  subject: ComponentPlan,
  { plan, target, signal, say }: Surroundings,
  wait: (since: number) => Promise<T>,
): Promise<T> {
  const record = await mendOf(drill.break, target, subject);
  await mark(plan.destination.stack, subject.name, record);
  try {
    await despiteCtrlC(signal, () => breakIt(drill.break, target, subject));
    // From here on: while it stops, a program finishes its work and still answers.
    return await wait(Date.now());
  } finally {
    await despiteCtrlC(signal, () => mend(record, target, subject));
    await unmark(plan.destination.stack, subject.name);
    say(`mended: ${subject.name} is as it was`);
  }
}

/** Somebody who presses Ctrl-C again and again is not that quick. */
const ATTEMPTS = 5;

/**
 * A terminal sends Ctrl-C to what a drill has started, too. What was cut short is done again: not mended, a component would stay
 * down, and one that is still on its way to its end would end after it was mended.
 */
async function despiteCtrlC(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted || attempt === ATTEMPTS) throw error;
    }
  }
}

const contextFor = ({ root, composed, plan, target }: Surroundings) => contextOf(root, composed, plan, target);

function alertmanagerOf(surroundings: Surroundings): AlertmanagerClient {
  const [alertmanager] = contextFor(surroundings).alertmanagers;
  if (alertmanager === undefined) throw new UserError("a drill needs an Alertmanager, and none is deployed");
  return alertmanager;
}

const addressOf = (alertmanager: AlertmanagerClient, { plan }: Surroundings): string =>
  plan.components.find(({ name }) => name === alertmanager.name)?.addresses.http ?? "";

async function wayOf(
  drill: Drill,
  wanted: Expectation,
  surroundings: Surroundings,
  alertmanager: AlertmanagerClient,
): Promise<Way> {
  const { signal } = surroundings;
  const { sandbox } = contextFor(surroundings);
  if (await isReceived(alertmanager, wanted)) {
    throw new UserError(`${wanted.alert} fires already, so a drill would show nothing`, {
      help: "mend what it tells of first",
      exitCode: 2,
    });
  }
  if (!drill.pages) return silentWay(alertmanager, sandbox, wanted, signal);
  if (sandbox === undefined) {
    throw new UserError("pages go to PagerDuty itself, which does not tell when they arrive", {
      help: "drill an environment with `paging: sandbox`",
    });
  }
  return pagingWay(sandbox, wanted, wanted.labels.job ?? subjectOf(drill.break), signal);
}

async function noGroup({ alert }: Expectation, surroundings: Surroundings): Promise<undefined> {
  const { sandbox } = contextFor(surroundings);
  if (sandbox !== undefined) await groupIsGone(sandbox, alert, surroundings.signal);
}

/** Long enough for group_wait, which a synthetic alert has to wait for, too. */
const OPEN_GROUP_SECONDS = 120;

async function openGroup(wanted: Expectation, surroundings: Surroundings) {
  const { say, signal } = surroundings;
  const { sandbox } = contextFor(surroundings);
  const address = addressOf(alertmanagerOf(surroundings), surroundings);
  const since = Date.now();
  await startAlert(address, wanted.labels);
  const close = () => endAlert(address, wanted.labels);
  try {
    const opened = await until(since + OPEN_GROUP_SECONDS * 1000, signal, async () =>
      sandbox === undefined ? undefined : pageSince(sandbox, wanted.alert, "drill", since),
    );
    if (opened === undefined) throw new UserError("the group could not be opened: the drill's own alert has not paged");
    say(`the group is open: a synthetic ${wanted.alert} has paged after ${((opened.at - since) / 1000).toFixed(0)} s`);
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
