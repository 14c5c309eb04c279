import type { Aggregation, Binary, Call, Expression } from "../ast.ts";
import { isComparison } from "../types.ts";

/** The least and the greatest value that an expression can have, where it has one. NaN lies outside of every bound. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const { POSITIVE_INFINITY: INFINITY } = Number;
const ANYTHING: Bounds = { min: -INFINITY, max: INFINITY };
const POSITIVE: Bounds = { min: 0, max: INFINITY };
const ONE: Bounds = { min: 1, max: 1 };

/** By what each function can return (documentation, querying/functions). Counters never fall, so their rates are not negative. */
const CALLS: Readonly<Record<string, Bounds>> = {
  absent: ONE,
  absent_over_time: ONE,
  present_over_time: ONE,
  count_over_time: { min: 1, max: INFINITY },
  abs: POSITIVE,
  changes: POSITIVE,
  increase: POSITIVE,
  irate: POSITIVE,
  rate: POSITIVE,
  resets: POSITIVE,
  sqrt: POSITIVE,
  stddev_over_time: POSITIVE,
  stdvar_over_time: POSITIVE,
  time: POSITIVE,
  timestamp: POSITIVE,
  day_of_month: { min: 1, max: 31 },
  day_of_week: { min: 0, max: 6 },
  day_of_year: { min: 1, max: 366 },
  days_in_month: { min: 28, max: 31 },
  hour: { min: 0, max: 23 },
  minute: { min: 0, max: 59 },
  month: { min: 1, max: 12 },
  sgn: { min: -1, max: 1 },
};

/** Bounds of a metric's own values, when something is known of them. */
export type BoundsOf = (metric: string) => Bounds | undefined;

export function boundsOf(expression: Expression, metric: BoundsOf): Bounds {
  switch (expression.type) {
    case "number":
      return Number.isNaN(expression.value) ? ANYTHING : { min: expression.value, max: expression.value };
    case "paren":
      return boundsOf(expression.expression, metric);
    case "unary": {
      const { min, max } = boundsOf(expression.expression, metric);
      return expression.operator === "-" ? { min: -max, max: -min } : { min, max };
    }
    case "selector":
      return (expression.range === undefined && expression.name && metric(expression.name.text)) || ANYTHING;
    case "aggregation":
      return ofAggregation(expression, metric);
    case "call":
      return ofCall(expression, metric);
    case "binary":
      return ofBinary(expression, metric);
    default:
      return ANYTHING;
  }
}

function ofAggregation({ operator, expression }: Aggregation, metric: BoundsOf): Bounds {
  const inner = boundsOf(expression, metric);
  switch (operator) {
    case "count":
    case "count_values":
      return { min: 1, max: INFINITY };
    case "group":
      return ONE;
    case "stddev":
    case "stdvar":
      return POSITIVE;
    case "sum":
      return { min: inner.min >= 0 ? inner.min : -INFINITY, max: inner.max <= 0 ? inner.max : INFINITY };
    case "quantile":
      return ANYTHING;
    default:
      return inner;
  }
}

function ofCall({ name, args }: Call, metric: BoundsOf): Bounds {
  const [value] = args;
  if (value !== undefined && ["sort", "sort_desc", "vector", "label_replace", "label_join"].includes(name.text)) {
    return boundsOf(value, metric);
  }
  return (Object.hasOwn(CALLS, name.text) && CALLS[name.text]) || ANYTHING;
}

function ofBinary({ operator, bool, left, right }: Binary, metric: BoundsOf): Bounds {
  const a = boundsOf(left, metric);
  if (isComparison(operator)) return bool ? { min: 0, max: 1 } : a;
  if (operator === "and" || operator === "unless") return a;
  const b = boundsOf(right, metric);
  switch (operator) {
    case "or":
      return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
    case "+":
      return defined(a.min + b.min, a.max + b.max);
    case "-":
      return defined(a.min - b.max, a.max - b.min);
    case "*":
      return a.min >= 0 && b.min >= 0 ? defined(a.min * b.min, a.max * b.max) : ANYTHING;
    case "/":
      return a.min >= 0 && b.min >= 0 ? defined(a.min / b.max, b.min > 0 ? a.max / b.min : INFINITY) : ANYTHING;
    default:
      return ANYTHING;
  }
}

/** Infinity less infinity is no bound. */
const defined = (min: number, max: number): Bounds => ({
  min: Number.isNaN(min) ? -INFINITY : min,
  max: Number.isNaN(max) ? INFINITY : max,
});
