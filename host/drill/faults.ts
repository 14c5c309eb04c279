import type { Break } from "../../lib/environment/environment.ts";
import { reasonOf } from "../clients/ask.ts";
import type { ComponentPlan } from "../deploy/plan.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../targets/target.ts";

/** What undoes a fault. Plain data: it is kept on disk while the fault lasts, so that a drill that was killed can be mended by others. */
export type Mend =
  | { readonly start: string }
  | { readonly restore: { readonly app: string; readonly settings: Readonly<Record<string, unknown>> } };

/** This fault cannot be brought about where the stack runs, which is nobody's mistake. */
export class NotHere extends UserError {}

/** The component that a fault or its mend is about. */
export const subjectOf = (fault: Break): string => ("stop" in fault ? fault.stop : fault.set.app);

/** What will undo the fault; asks an app for the settings that it has now. Changes nothing. */
export async function mendOf(fault: Break, target: Target, component: ComponentPlan): Promise<Mend> {
  if ("stop" in fault) return { start: fault.stop };
  const answer = await target.get(component, "http", "/settings");
  const before: Readonly<Record<string, unknown>> = JSON.parse(answer.body);
  const names = Object.keys(fault.set.variables);
  return { restore: { app: fault.set.app, settings: Object.fromEntries(names.map((name) => [name, before[name]])) } };
}

export async function breakIt(fault: Break, target: Target, component: ComponentPlan): Promise<void> {
  if ("stop" in fault) await target.stop(fault.stop);
  else await putSettings(component, fault.set.variables);
}

/** May be repeated: what runs is not started twice. */
export async function mend(record: Mend, target: Target, component: ComponentPlan): Promise<void> {
  if ("start" in record) await target.startAgain(record.start);
  else await putSettings(component, record.restore.settings);
}

/** Our apps take changed settings while they run (apps/kit/server.ts). */
async function putSettings(component: ComponentPlan, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`http://${component.addresses.http}/settings`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new UserError(`${component.name} does not take the settings: ${reasonOf(error)}`);
  });
  if (response.status === 409) throw new NotHere(((await response.json()) as { readonly error: string }).error);
  if (response.status !== 200) {
    throw new UserError(`${component.name} does not take the settings: ${response.status} ${await response.text()}`);
  }
}
