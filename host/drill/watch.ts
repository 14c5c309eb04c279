import { setTimeout as sleep } from "node:timers/promises";
import type { Incident } from "../../apps/pagerduty-sandbox/incident.ts";
import type { Labels } from "../../lib/alertmanager/index.ts";
import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import type { SandboxClient } from "../clients/pagerduty-sandbox.ts";
import type { Expectation } from "./expectation.ts";

/** Asked this often: the printed figures are exact to a second. */
const POLL_MS = 200;

/** Rejects with the signal's own reason when it is aborted, and not with Node's AbortError, which tells nobody why. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Asks until there is an answer, or until the time (of Date.now) is over; one who does not answer is asked again. */
export async function until<T>(
  deadline: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) return undefined;
    await pause(POLL_MS, signal);
  }
}

/** A page about the alert, and when it arrived (of Date.now). */
export interface Page {
  readonly incident: Incident;
  readonly at: number;
}

/** The first page at or after `since` that names the alert and the subject: one incident may be about several. */
export async function pageSince(
  sandbox: SandboxClient,
  alert: string,
  subject: string,
  since: number,
): Promise<Page | undefined> {
  for (const incident of await sandbox.incidents({ since: new Date(since).toISOString() })) {
    const first = incident.timeline.find(({ action, at }) => action === "trigger" && Date.parse(at) >= since);
    if (first !== undefined && names(incident, alert) && names(incident, subject))
      return { incident, at: Date.parse(first.at) };
  }
  return undefined;
}

const names = ({ summary, custom_details }: Incident, what: string): boolean =>
  JSON.stringify([summary, custom_details]).includes(what);

/** A group without alerts lives on until Alertmanager's next maintenance, and who joins it waits for its turn: dispatch/dispatch.go, 30 s. */
const EMPTY_GROUP_MS = 30_000;

/** Waits until no group of the alert can be left of pages that were resolved a moment ago. */
export async function groupIsGone(sandbox: SandboxClient, alert: string, signal: AbortSignal): Promise<void> {
  const since = new Date(Date.now() - EMPTY_GROUP_MS).toISOString();
  const about = (await sandbox.incidents({ status: "resolved", since })).filter((incident) => names(incident, alert));
  const last = Math.max(0, ...about.map(({ resolved_at }) => Date.parse(resolved_at ?? "")));
  await pause(Math.max(0, last + EMPTY_GROUP_MS - Date.now()), signal);
}

/** When the incident was resolved; undefined while it is open. */
export async function resolvedAt(sandbox: SandboxClient, { dedup_key, id }: Incident): Promise<number | undefined> {
  const incident = (await sandbox.incidents({ dedup_key })).find((candidate) => candidate.id === id);
  return incident?.resolved_at == null ? undefined : Date.parse(incident.resolved_at);
}

/** Whether Alertmanager holds the alert for the receiver, active and neither silenced nor inhibited. */
export async function isReceived(alertmanager: AlertmanagerClient, { alert, receiver }: Expectation): Promise<boolean> {
  const alerts = await alertmanager.alerts();
  return alerts.some(
    ({ labels, receivers, status }) =>
      labels.alertname === alert &&
      labels.instance !== "drill" &&
      status.state === "active" &&
      receivers.some(({ name }) => name === receiver),
  );
}

/** Whether an alert is the expected one: of another job it is another's, and that of instance `drill` is our own. */
export const isExpected = ({ alert, labels: wanted }: Expectation, labels: Labels): boolean =>
  labels.alertname === alert &&
  labels.instance !== "drill" &&
  (labels.job === undefined || wanted.job === undefined || labels.job === wanted.job);
