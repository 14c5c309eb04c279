import type { Aggregation, Binary, Call, Expression, Selector } from "../ast.ts";
import { FUNCTIONS } from "../functions.ts";
import { isComparison, isScalar, isSetOperator } from "../types.ts";
import { metricOf } from "./selectors.ts";
import { bare } from "./walk.ts";

/** Which labels the series of a result can have. Without `only`, any label but those in `never`. `__name__` counts as one. */
export interface Labels {
  readonly only?: ReadonlySet<string>;
  readonly never: ReadonlySet<string>;
}

/** All labels of a metric's series, those of its target included; undefined when they are not known. */
export type MetricLabels = (metric: string) => readonly string[] | undefined;

const NONE: ReadonlySet<string> = new Set();
const NO_LABELS: Labels = { only: NONE, never: NONE };
const ANY: Labels = { never: NONE };

export const canHave = ({ only, never }: Labels, label: string): boolean =>
  !never.has(label) && (only === undefined || only.has(label));

const without = ({ only, never }: Labels, labels: Iterable<string>): Labels => {
  const gone = new Set([...never, ...labels]);
  if (only === undefined) return { never: gone };
  return { only: new Set([...only].filter((label) => !gone.has(label))), never: gone };
};

const withLabels = ({ only, never }: Labels, labels: readonly string[]): Labels => {
  const still = new Set([...never].filter((label) => !labels.includes(label)));
  return only === undefined ? { never: still } : { only: new Set([...only, ...labels]), never: still };
};

const keeping = (labels: Labels, kept: readonly string[]): Labels => ({
  only: new Set(kept.filter((label) => canHave(labels, label))),
  never: NONE,
});

const union = (left: Labels, right: Labels): Labels => {
  const never = new Set(
    [...left.never, ...right.never].filter((label) => !canHave(left, label) && !canHave(right, label)),
  );
  if (left.only === undefined || right.only === undefined) return { never };
  return { only: new Set([...left.only, ...right.only]), never };
};

const unnamed = (labels: Labels): Labels => without(labels, ["__name__"]);

/** The labels of an expression and of each of its parts, each worked out once. */
export type Labelling = (expression: Expression) => Labels;

/** Which labels the result of an expression can have, by the rules of Prometheus's engine. */
export const resultLabels = (expression: Expression, metricLabels: MetricLabels = () => undefined): Labels =>
  labelling(metricLabels)(expression);

/** The same for many expressions that share parts. */
export function labelling(metricLabels: MetricLabels): Labelling {
  const known = new Map<Expression, Labels>();
  const labelsOf: Labelling = (expression) => {
    const labels = known.get(expression) ?? compute(expression, labelsOf, metricLabels);
    known.set(expression, labels);
    return labels;
  };
  return labelsOf;
}

function compute(expression: Expression, labelsOf: Labelling, metricLabels: MetricLabels): Labels {
  switch (expression.type) {
    case "number":
    case "string":
      return NO_LABELS;
    case "selector":
      return ofSelector(expression, metricLabels);
    case "aggregation":
      return ofAggregation(expression, labelsOf);
    case "call":
      return ofCall(expression, labelsOf);
    case "binary":
      return ofBinary(expression, labelsOf);
    case "unary":
      return unnamed(labelsOf(expression.expression));
    default:
      return labelsOf(expression.expression);
  }
}

function ofSelector(selector: Selector, metricLabels: MetricLabels): Labels {
  const metric = metricOf(selector);
  const known = metric === undefined ? undefined : metricLabels(metric);
  const labels: Labels = known === undefined ? ANY : { only: new Set(["__name__", ...known]), never: NONE };
  const absent = selector.matchers.filter(({ op, value }) => op === "=" && value === "");
  const names = absent.map((matcher) => matcher.label);
  return names.length === 0 ? labels : without(labels, names);
}

const KEEPS_SERIES: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

function ofAggregation({ operator, grouping, parameter, expression }: Aggregation, labelsOf: Labelling): Labels {
  const inner = labelsOf(expression);
  if (KEEPS_SERIES.has(operator)) return inner;
  const names = grouping?.labels.map((label) => label.text) ?? [];
  const labels = grouping?.without ? unnamed(without(inner, names)) : keeping(inner, names);
  return operator === "count_values" && parameter?.type === "string" ? withLabels(labels, [parameter.value]) : labels;
}

const KEEPS_NAME: ReadonlySet<string> = new Set(
  "last_over_time first_over_time sort sort_desc sort_by_label sort_by_label_desc".split(" "),
);
const WRITES_LABEL: ReadonlySet<string> = new Set(["label_replace", "label_join", "histogram_quantiles"]);

function ofCall({ name: { text: name }, args }: Call, labelsOf: Labelling): Labels {
  if (name === "absent" || name === "absent_over_time") return ofAbsent(args[0]);
  const kinds = FUNCTIONS.get(name)?.args ?? [];
  const series = args[kinds.findIndex((kind) => kind === "vector" || kind === "matrix")];
  if (name === "scalar" || series === undefined) return NO_LABELS;
  // info() adds whatever labels the info metric has.
  if (name === "info") return ANY;
  const labels = labelsOf(series);
  const [, label] = args;
  if (WRITES_LABEL.has(name)) return label?.type === "string" ? withLabels(labels, [label.value]) : ANY;
  if (KEEPS_NAME.has(name)) return labels;
  return name.startsWith("histogram_") ? without(labels, ["__name__", "le"]) : unnamed(labels);
}

/** absent() makes its labels of the selector's `=` matchers, those that name a label once. */
function ofAbsent(argument: Expression | undefined): Labels {
  const selector = argument === undefined ? undefined : bare(argument);
  if (selector?.type !== "selector") return NO_LABELS;
  const { matchers } = selector;
  const once = matchers.filter(
    ({ label, op }) =>
      op === "=" && label !== "__name__" && matchers.filter((other) => other.label === label).length === 1,
  );
  return { only: new Set(once.map((matcher) => matcher.label)), never: NONE };
}

function ofBinary({ operator, bool, matching, left, right }: Binary, labelsOf: Labelling): Labels {
  const labels = [labelsOf(left), labelsOf(right)] as const;
  const [leftLabels, rightLabels] = labels;
  if (operator === "or") return union(leftLabels, rightLabels);
  if (isSetOperator(operator)) return leftLabels;
  const named = (each: Labels): Labels => (isComparison(operator) && !bool ? each : unnamed(each));
  if (matching === undefined) return named(isScalar(left) ? rightLabels : leftLabels);
  if (matching.many !== undefined) {
    const many = matching.many === "left" ? leftLabels : rightLabels;
    return withLabels(
      named(many),
      matching.include.map((label) => label.text),
    );
  }
  const names = matching.labels.map((label) => label.text);
  return matching.on ? keeping(leftLabels, names) : named(without(leftLabels, names));
}
