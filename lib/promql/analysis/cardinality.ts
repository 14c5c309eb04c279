import type { Aggregation, Binary, Call, Expression, Selector } from "../ast.ts";
import { FUNCTIONS } from "../functions.ts";
import { isScalar } from "../types.ts";

/** About how many series there are, and how many values each of their labels takes. */
export interface Cardinality {
  readonly series: number;
  readonly values: ReadonlyMap<string, number>;
}

/** Of what a selector selects; undefined when nobody counted it. */
export type CountOf = (selector: Selector) => Cardinality | undefined;

const ONE: Cardinality = { series: 1, values: new Map() };

/**
 * About how many series the result of an expression has: at most so many as the values of its labels can be combined, and
 * no more than what it is made of. Undefined when something in it was not counted.
 */
export function cardinalityOf(expression: Expression, countOf: CountOf): Cardinality | undefined {
  switch (expression.type) {
    case "number":
    case "string":
      return ONE;
    case "selector":
      return narrowed(countOf(expression), expression);
    case "aggregation":
      return ofAggregation(expression, countOf);
    case "call":
      return ofCall(expression, countOf);
    case "binary":
      return ofBinary(expression, countOf);
    default:
      return cardinalityOf(expression.expression, countOf);
  }
}

/** An equality leaves one value of its label. */
function narrowed(all: Cardinality | undefined, { matchers }: Selector): Cardinality | undefined {
  return matchers
    .filter(({ op, label }) => op === "=" && label !== "__name__")
    .reduce<Cardinality | undefined>((counted, { label }) => counted && without(counted, [label]), all);
}

/** Without some labels: as many series fewer as these labels have values. */
function without({ series, values }: Cardinality, labels: readonly string[]): Cardinality {
  const rest = new Map([...values].filter(([label]) => !labels.includes(label)));
  const gone = labels.reduce((product, label) => product * (values.get(label) ?? 1), 1);
  return { series: Math.max(1, Math.ceil(series / gone)), values: rest };
}

const KEEPS_SERIES: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

function ofAggregation(aggregation: Aggregation, countOf: CountOf): Cardinality | undefined {
  const inner = cardinalityOf(aggregation.expression, countOf);
  if (inner === undefined || KEEPS_SERIES.has(aggregation.operator)) return inner;
  // How many values there are to be counted, nobody knows.
  if (aggregation.operator === "count_values") return undefined;
  const names = aggregation.grouping?.labels.map(({ text }) => text) ?? [];
  const isKept = (label: string): boolean => names.includes(label) !== (aggregation.grouping?.without ?? false);
  return combined(inner, new Map([...inner.values].filter(([label]) => isKept(label))));
}

const combined = ({ series }: Cardinality, values: ReadonlyMap<string, number>): Cardinality => ({
  series: Math.min(
    series,
    [...values.values()].reduce((product, count) => product * count, 1),
  ),
  values,
});

function ofCall({ name: { text: name }, args }: Call, countOf: CountOf): Cardinality | undefined {
  if (name === "absent" || name === "absent_over_time") return ONE;
  const kinds = FUNCTIONS.get(name)?.args ?? [];
  const series = args[kinds.findIndex((kind) => kind === "vector" || kind === "matrix")];
  if (name === "scalar" || series === undefined) return ONE;
  const inner = cardinalityOf(series, countOf);
  return inner && name.startsWith("histogram_") ? without(inner, ["le"]) : inner;
}

function ofBinary({ operator, matching, left, right }: Binary, countOf: CountOf): Cardinality | undefined {
  if (isScalar(left)) return cardinalityOf(right, countOf);
  const [many, other] = matching?.many === "right" ? [right, left] : [left, right];
  const counted = cardinalityOf(many, countOf);
  if (operator !== "or" || counted === undefined) return counted;
  const more = cardinalityOf(other, countOf);
  return more && { series: counted.series + more.series, values: new Map([...more.values, ...counted.values]) };
}
