import { canHave, type Labelling, type Labels } from "../analysis/labels.ts";
import { metricOf, selectorsOf } from "../analysis/selectors.ts";
import type { Aggregation, Binary, Call } from "../ast.ts";
import { isScalar, isSetOperator } from "../types.ts";
import { type Knowledge, type Report, seriesOf } from "./knowledge.ts";

const BUCKETS = /_bucket$/;

/** A quantile of a classic histogram is computed over its `le`. Native histograms have none, nor `_bucket` series. */
export function quantileWithoutLe(call: Call, labelsOf: Labelling, report: Report): void {
  const buckets = call.name.text === "histogram_quantile" ? call.args[1] : undefined;
  if (buckets === undefined || canHave(labelsOf(buckets), "le")) return;
  if (!selectorsOf(buckets).some(({ selector }) => BUCKETS.test(metricOf(selector) ?? ""))) return;
  const message = "histogram_quantile() needs the label le, and here it is gone: the result is empty";
  report(buckets, "promql/histogram-quantile-le", message, "keep it: sum by (le, …) (rate(…_bucket[5m]))");
}

/** A label to group by that no series below has. */
export function unknownGrouping({ grouping, expression }: Aggregation, labelsOf: Labelling, report: Report): void {
  if (grouping === undefined || grouping.without || grouping.labels.length === 0) return;
  const labels = labelsOf(expression);
  for (const label of grouping.labels.filter(({ text }) => text !== "__name__" && !canHave(labels, text))) {
    const message = `no series that is grouped here has the label ${label.text}`;
    report(label, "promql/unknown-label", message, `there can be: ${shown(labels)}`);
  }
}

/** Two sides whose series never have the same labels, so that the result is empty. */
export function neverMatches(binary: Binary, labelsOf: Labelling, knowledge: Knowledge, report: Report): void {
  const { operator, operatorAt, matching, left, right } = binary;
  if (operator === "or" || operator === "unless" || matching?.on === true || isScalar(left) || isScalar(right)) return;
  const [leftLabels, rightLabels] = [labelsOf(left), labelsOf(right)];
  const ignored = new Set(["__name__", ...(matching?.labels.map((label) => label.text) ?? [])]);
  const isOptional = optionalIn(binary, knowledge);
  const difference = [...onlyIn(leftLabels, rightLabels, ignored), ...onlyIn(rightLabels, leftLabels, ignored)].filter(
    (label) => !isOptional.has(label),
  );
  if (difference.length === 0) return;
  const names = difference.join(", ");
  const message = `one side has the label ${names} and the other does not, so no series match and the result is empty`;
  const help = isSetOperator(operator)
    ? "name the labels to compare: on (…)"
    : `add ignoring (${names}) group_left, or on (…)`;
  report(operatorAt, "promql/vector-matching", message, help);
}

/** Labels that some of the series have and others of the same metric lack: those without may match. */
const optionalIn = (expression: Binary, knowledge: Knowledge): ReadonlySet<string> =>
  new Set(
    selectorsOf(expression).flatMap(({ selector }) => seriesOf(knowledge, metricOf(selector) ?? "")?.optional ?? []),
  );

/** Labels that an aggregation made certain on one side, and that the other cannot have. */
function onlyIn(labels: Labels, other: Labels, ignored: ReadonlySet<string>): readonly string[] {
  return [...(labels.only ?? [])].filter((label) => !ignored.has(label) && !canHave(other, label));
}

const shown = ({ only }: Labels): string =>
  only === undefined ? "other labels" : [...only].sort().join(", ") || "none";
