import type { Duration, Expression, Selector, Subquery } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { numberOrDuration, offsetDuration, rangeDuration } from "./durations.ts";
import { FEATURES } from "./features.ts";

const DURATION = "number, duration, step(), or range()";
/** Prometheus #19406: before, only `@ 123` and a plain offset were refused in front of a range, not `@ start()` or `offset step()`. */
const STRICT_RANGES = "3.15";
const RANGE = { context: "subquery or range selector", expected: DURATION };
const STEP = { context: "subquery selector", expected: `${DURATION}, or "]"` };
const MODIFIED = "an instant vector selector or range vector selector or a subquery";

/** Reads what stands behind an operand: ranges, subqueries, `offset`, `@`, `anchored` and `smoothed`. */
export function modified(cursor: Cursor, operand: Expression): Expression {
  for (let expression = operand; ; ) {
    const apply = MODIFIERS[cursor.current.kind];
    if (apply === undefined) return expression;
    cursor.next();
    expression = apply(cursor, expression);
  }
}

const MODIFIERS: Readonly<Record<string, (cursor: Cursor, expression: Expression) => Expression>> = {
  "[": bracketed,
  "@": timed,
  offset: shifted,
  anchored: extended("anchored"),
  smoothed: extended("smoothed"),
};

function bracketed(cursor: Cursor, expression: Expression): Expression {
  const from = cursor.end - 1;
  const range = rangeDuration(cursor, RANGE);
  if (cursor.accept(":") !== undefined) return subquery(cursor, expression, range);
  const { to } = cursor.expect("]", "subquery or range", '":" or "]"');
  const error = rangeError(cursor, expression);
  if (error !== undefined) cursor.report({ from, to }, error.message, error.help);
  return expression.type === "selector" ? { ...expression, to, range } : expression;
}

function rangeError(
  cursor: Cursor,
  expression: Expression,
): { readonly message: string; readonly help?: string } | undefined {
  if (expression.type !== "selector" || expression.range !== undefined) {
    const help = "a range of an expression is a subquery: [5m:1m], or [5m:] with the evaluation interval as step";
    return { message: "ranges only allowed for vector selectors", help };
  }
  if (isShifted(expression) && (expression.offset?.literal || cursor.runs(STRICT_RANGES))) {
    return { message: "no offset modifiers allowed before range", help: "write name[5m] offset 1h" };
  }
  const isRefused = expression.at === "time" || (expression.at !== undefined && cursor.runs(STRICT_RANGES));
  return isRefused ? { message: "no @ modifiers allowed before range", help: "write name[5m] @ …" } : undefined;
}

function subquery(cursor: Cursor, expression: Expression, range: Duration): Subquery {
  const step = cursor.current.kind === "]" ? undefined : rangeDuration(cursor, STEP);
  const { to } = cursor.expect("]", STEP.context);
  return { type: "subquery", from: expression.from, to, expression, range, step };
}

/** `foo offset 0s offset 5m` is fine with Prometheus: it looks for an offset other than zero. */
const isShifted = ({ offset }: Selector | Subquery): boolean => offset !== undefined && offset.seconds !== 0;

function shifted(cursor: Cursor, expression: Expression): Expression {
  const offset = offsetDuration(cursor);
  if (expression.type !== "selector" && expression.type !== "subquery") {
    cursor.report(expression, `offset modifier must be preceded by ${MODIFIED}`, "put it behind the selector itself");
    return expression;
  }
  if (isShifted(expression)) cursor.report(expression, "offset may not be set multiple times");
  return { ...expression, to: cursor.end, offset };
}

function timed(cursor: Cursor, expression: Expression): Expression {
  const at = timestamp(cursor, expression);
  if (expression.type !== "selector" && expression.type !== "subquery") {
    cursor.report(expression, `@ modifier must be preceded by ${MODIFIED}`, "put it behind the selector itself");
    return expression;
  }
  if (expression.at !== undefined) cursor.report(expression, "@ <timestamp> may not be set multiple times");
  return { ...expression, to: cursor.end, at };
}

function timestamp(cursor: Cursor, expression: Expression): "time" | "start" | "end" {
  const kind = cursor.current.kind;
  if (kind === "start" || kind === "end") {
    cursor.next();
    cursor.expect("(", "@", "timestamp");
    cursor.expect(")", "@", "timestamp");
    return kind;
  }
  if (cursor.accept("+") === undefined) cursor.accept("-");
  if (cursor.current.kind !== "number" && cursor.current.kind !== "duration") cursor.unexpected("@", "timestamp");
  const { from, to } = cursor.current;
  const { value, isDuration } = numberOrDuration(cursor);
  if (isDuration) cursor.requires(FEATURES.durationAsNumber, { from, to });
  // A timestamp is 64 bits of milliseconds, but Prometheus compares the seconds.
  if (!(Math.abs(value) < 2 ** 63)) {
    cursor.report(expression, `timestamp out of bounds for @ modifier: ${value}`);
  }
  return "time";
}

function extended(extension: "anchored" | "smoothed") {
  return (cursor: Cursor, expression: Expression): Expression => {
    cursor.requires(FEATURES.extendedRange, expression);
    if (expression.type !== "selector") {
      const why = expression.type === "subquery" ? "is not supported for subqueries" : "not implemented";
      cursor.report(expression, `${extension} modifier ${why}`);
      return expression;
    }
    if (expression.extension !== undefined && expression.extension !== extension) {
      cursor.report(expression, "anchored and smoothed modifiers cannot be used together");
    }
    return { ...expression, to: cursor.end, extension };
  };
}
