import { metricOf } from "../analysis/selectors.ts";
import type { Selector } from "../ast.ts";
import { matchesEmpty } from "../types.ts";
import { type Knowledge, type Report, seriesOf } from "./knowledge.ts";

/** A regular expression that means one text; a dot may be escaped, a dollar sign may be a dashboard's variable. */
const LITERAL = /^\^?((?:[\w\s:/,=@%&~-]|\\[.])+)\$?$/;

/** Prometheus anchors regular expressions at both ends, so one without a special character is an equality, and slower. */
export function needlessRegex({ matchers }: Selector, report: Report): void {
  for (const { label, op, value, valueAt } of matchers) {
    if (op !== "=~" && op !== "!~") continue;
    const literal = LITERAL.exec(value)?.[1]?.replaceAll("\\.", ".");
    if (literal === undefined) continue;
    const instead = `${label}${op === "=~" ? "=" : "!="}${JSON.stringify(literal)}`;
    report(valueAt, "promql/needless-regex", `this regular expression matches one text only`, `write ${instead}`);
  }
}

/** Labels of every target, and those that Prometheus itself understands. */
const EVERYWHERE: ReadonlySet<string> = new Set(["__name__", "job", "instance"]);

/** A matcher on a label that no series of the metric has. */
export function unknownLabel(selector: Selector, knowledge: Knowledge, report: Report): void {
  const metric = metricOf(selector);
  const labels = metric === undefined ? undefined : seriesOf(knowledge, metric)?.labels;
  if (metric === undefined || labels === undefined) return;
  for (const matcher of selector.matchers) {
    if (EVERYWHERE.has(matcher.label) || labels.includes(matcher.label)) continue;
    const effect = matchesEmpty(matcher) ? "so this matches every series" : "so this selects nothing";
    const message = `${metric} has no label ${matcher.label}, ${effect}`;
    report(matcher, "promql/unknown-label", message, `its labels: ${list(labels)}`);
  }
}

const list = (labels: readonly string[]): string => [...labels].sort().join(", ") || "none but job and instance";
