import { metricOf } from "../analysis/selectors.ts";
import { bare } from "../analysis/walk.ts";
import type { Aggregation, Binary, Call, Expression } from "../ast.ts";
import { isComparison } from "../types.ts";
import { type Knowledge, type Report, seriesOf } from "./knowledge.ts";

const RATES: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

/** rate() and its kin take every fall for a restart of the counter, so of a gauge they make nonsense. */
export function rateOfGauge(call: Call, knowledge: Knowledge, report: Report): void {
  const [argument] = call.args;
  const inner = argument === undefined ? undefined : bare(argument);
  if (!RATES.has(call.name.text) || inner?.type !== "selector") return;
  const metric = metricOf(inner);
  if (metric === undefined || seriesOf(knowledge, metric)?.kind !== "gauge") return;
  const message = `${metric} is a gauge, and ${call.name.text}() takes each of its falls for a counter's restart`;
  report(call, "promql/rate-of-gauge", message, "use delta() or deriv() for a gauge");
}

/** A sum of counters falls when one of them restarts or goes away, and rate() takes all of it for a restart. */
export function rateOfSum(call: Call, report: Report): void {
  const [argument] = call.args;
  const subquery = argument === undefined ? undefined : bare(argument);
  if (!RATES.has(call.name.text) || subquery?.type !== "subquery") return;
  const inner = bare(subquery.expression);
  if (inner.type !== "aggregation" || RATED_FIRST.has(inner.operator)) return;
  const message = `${call.name.text}() of ${inner.operator}() takes one counter's restart for a restart of all`;
  const help = `the rate comes first: ${inner.operator}(${call.name.text}(metric[5m]))`;
  report(call, "promql/rate-of-sum", message, help);
}

/** These keep or count series, so that a rate of them means something. */
const RATED_FIRST: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio", "count", "group"]);

/** A counter holds all since the start of the process: a threshold for it is crossed one day, and stays crossed. */
export function counterWithoutRate(binary: Binary, knowledge: Knowledge, report: Report): void {
  if (!isComparison(binary.operator)) return;
  for (const [side, other] of [
    [binary.left, binary.right],
    [binary.right, binary.left],
  ] as const) {
    const threshold = numberOf(other);
    const counter = threshold === undefined || threshold === 0 ? undefined : rawCounter(side, knowledge);
    if (counter === undefined) continue;
    const message = `${counter} is a counter: it only grows, so the comparison says how long the process has run`;
    report(side, "promql/counter-without-rate", message, `compare increase(${counter}[…]) or rate(${counter}[…])`);
  }
}

function numberOf(expression: Expression): number | undefined {
  const inner = bare(expression);
  if (inner.type === "number") return inner.value;
  if (inner.type !== "binary") return undefined;
  // Which number it is matters only where it is zero.
  return numberOf(inner.left) === undefined || numberOf(inner.right) === undefined ? undefined : 1;
}

/** The counter whose value as it is makes up the expression's value. */
function rawCounter(expression: Expression, knowledge: Knowledge): string | undefined {
  const inner = bare(expression);
  if (inner.type === "aggregation") return sums(inner) ? rawCounter(inner.expression, knowledge) : undefined;
  if (inner.type === "binary") return scaled(inner, knowledge);
  if (inner.type !== "selector" || inner.range !== undefined) return undefined;
  const metric = metricOf(inner);
  return metric !== undefined && seriesOf(knowledge, metric)?.kind === "counter" ? metric : undefined;
}

const SUMS: ReadonlySet<string> = new Set(["sum", "avg", "min", "max", "topk", "bottomk"]);
const sums = ({ operator }: Aggregation): boolean => SUMS.has(operator);

/** A counter times or divided by a number is still one; a ratio or a difference of two is not. */
function scaled({ operator, left, right }: Binary, knowledge: Knowledge): string | undefined {
  if (operator !== "*" && operator !== "/") return undefined;
  if (numberOf(right) !== undefined) return rawCounter(left, knowledge);
  return numberOf(left) !== undefined && operator === "*" ? rawCounter(right, knowledge) : undefined;
}
