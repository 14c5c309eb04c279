import { actionOf, relabel } from "../relabel.ts";
import { objectsOf, textOf, textsOf, type Values } from "../rule.ts";

/** What a list of metric_relabel_configs does to whatever it is given. */

const NAME = "__name__";
const WRITES: ReadonlySet<string> = new Set(["replace", "lowercase", "uppercase", "hashmod"]);
const writes = (step: Values): boolean => WRITES.has(actionOf(step));

/** Whether series can be stored under names that nobody exposes. */
export const mayRename = (steps: unknown): boolean =>
  objectsOf(steps).some(
    (step) => actionOf(step) === "labelmap" || (writes(step) && couldBeName(textOf(step.target_label))),
  );

const couldBeName = (target: string): boolean => target === NAME || target.includes("$");

/** Whether it drops every series of that name, whatever its labels. */
export function dropsName(steps: unknown, name: string): boolean {
  const own = objectsOf(steps);
  const renaming = own.findIndex((step) => mayRename([step]));
  const byName = own
    .slice(0, renaming === -1 ? own.length : renaming)
    .filter((step) => textsOf(step.source_labels).join() === NAME && /^(keep|drop)$/.test(actionOf(step)));
  return relabel(new Map([[NAME, name]]), byName) === undefined;
}

/** Labels that series may have besides their own; undefined when their names depend on the data. */
export function labelsGained(steps: unknown): readonly string[] | undefined {
  const writing = objectsOf(steps).filter(writes);
  if (objectsOf(steps).some((step) => actionOf(step) === "labelmap")) return undefined;
  const targets = writing.map((step) => textOf(step.target_label));
  return targets.some((target) => target.includes("$")) ? undefined : targets.filter((target) => target !== NAME);
}
