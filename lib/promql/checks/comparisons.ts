import { type Bounds, type BoundsOf, boundsOf } from "../analysis/bounds.ts";
import { bare } from "../analysis/walk.ts";
import type { Binary, Expression } from "../ast.ts";
import { isComparison } from "../types.ts";
import { type Knowledge, type Report, seriesOf } from "./knowledge.ts";

/** A comparison whose outcome is certain before any sample is read. */
export function certainComparison(binary: Binary, knowledge: Knowledge, report: Report): void {
  if (!isComparison(binary.operator)) return;
  const metric = boundsOfMetric(knowledge);
  const [left, right] = [boundsOf(binary.left, metric), boundsOf(binary.right, metric)];
  const outcome = outcomeOf(binary.operator, left, right);
  if (outcome === "never") {
    report(binary, "promql/never-true", `this is never true: ${reason(binary, left, right)}`, mend(binary.left));
  } else if (outcome === "always" && !onlyExists(binary.left)) {
    const message = `this is always true: ${reason(binary, left, right)}`;
    report(binary, "promql/always-true", message, "leave the comparison out, or compare with what can be exceeded");
  }
}

/** Values that Prometheus itself gives; a counter starts from zero. */
const boundsOfMetric =
  (knowledge: Knowledge): BoundsOf =>
  (name) => {
    if (name === "up") return { min: 0, max: 1 };
    return seriesOf(knowledge, name)?.kind === "counter" ? { min: 0, max: Number.POSITIVE_INFINITY } : undefined;
  };

type Outcome = "never" | "always" | undefined;

function outcomeOf(operator: string, left: Bounds, right: Bounds): Outcome {
  switch (operator) {
    case ">":
      return decided(left.max <= right.min, left.min > right.max);
    case ">=":
      return decided(left.max < right.min, left.min >= right.max);
    case "<":
      return decided(left.min >= right.max, left.max < right.min);
    case "<=":
      return decided(left.min > right.max, left.max <= right.min);
    default: {
      const apart = left.max < right.min || left.min > right.max;
      const same = left.min === left.max && right.min === right.max && left.min === right.min;
      return operator === "==" ? decided(apart, same) : decided(same, apart);
    }
  }
}

const decided = (never: boolean, always: boolean): Outcome => (never ? "never" : always ? "always" : undefined);

/** Idioms whose point is whether a result exists at all: `absent(x) == 1`, `count(x) > 0`, `vector(1) == 1`. */
function onlyExists(expression: Expression): boolean {
  const inner = bare(expression);
  if (inner.type === "number") return true;
  if (inner.type === "aggregation")
    return inner.operator === "count" || inner.operator === "group" || onlyExists(inner.expression);
  const names = ["absent", "absent_over_time", "present_over_time", "count_over_time", "vector"];
  return inner.type === "call" && names.includes(inner.name.text);
}

function reason({ left, right }: Binary, leftBounds: Bounds, rightBounds: Bounds): string {
  const sides = [
    ...(left.type === "number" ? [] : [`the left side is ${shown(leftBounds)}`]),
    ...(right.type === "number" ? [] : [`the right side is ${shown(rightBounds)}`]),
  ];
  return sides.length === 0 ? "both sides are numbers" : sides.join(", ");
}

function shown({ min, max }: Bounds): string {
  if (min === max) return `${min}`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
  return min === Number.NEGATIVE_INFINITY ? `at most ${max}` : `from ${min} to ${max}`;
}

function mend(left: Expression): string {
  const inner = bare(left);
  const counts =
    (inner.type === "aggregation" && inner.operator === "count") ||
    (inner.type === "call" && inner.name.text.startsWith("count_"));
  return counts
    ? "without series there is no count, not a count of 0: use absent(…), or (count(…) or vector(0))"
    : "compare with a value that it can take";
}
