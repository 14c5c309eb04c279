import type { Duration } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { FEATURES, type Feature } from "./features.ts";
import { hasFalseExponent, LONGEST_DURATION, numberOf, secondsOf } from "./literals.ts";
import type { Token } from "./token.ts";

const PRECEDENCE: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3 };
const CALCULATE: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ** right,
};

/** Before, a number in place of a duration might be of any size: `x[0]`, `x offset 1e12`. */
const CHECKS_DURATIONS = "3.4";

/** What a syntax error is said to be in, and what should stand there. */
interface Wanted {
  readonly context: string;
  readonly expected: string;
}

/** The duration in brackets, for a range or a step. Source: positive_duration_expr in Prometheus's grammar. */
export function rangeDuration(cursor: Cursor, wanted: Wanted): Duration {
  const part = calculation(cursor, 1, wanted);
  if (part.literal && part.seconds !== undefined && part.seconds <= 0 && cursor.runs(CHECKS_DURATIONS)) {
    cursor.report(part, "duration must be greater than 0");
  }
  return part;
}

/** The duration behind `offset`. It ends before an operator, unless it starts with a parenthesis or two signs (offset_duration_expr). */
export function offsetDuration(cursor: Cursor): Duration {
  const wanted = { context: "offset", expected: "number, duration, step(), or range()" };
  const first = cursor.current.kind;
  const calculates = first === "(" || (isSign(first) && isSign(cursor.following.kind));
  return calculates ? calculation(cursor, 1, wanted) : signed(cursor, wanted, signedOffset);
}

/** The value of a number, or of a duration in seconds: `300`, `5m`. */
export function numberOrDuration(cursor: Cursor): { readonly value: number; readonly isDuration: boolean } {
  const token = cursor.next();
  const text = cursor.textOf(token);
  if (token.kind === "number") {
    if (text.includes("_")) cursor.requires(FEATURES.underscores, token);
    if (hasFalseExponent(text, cursor.textOf({ from: token.to, to: token.to + 1 })) && cursor.runs("2.54")) {
      cursor.report(token, `bad number syntax: "${text}"`, "the e is read as an exponent: write the number in decimal");
    }
    const value = numberOf(text);
    if (value === undefined) cursor.report(token, `number out of range: "${text}"`);
    return { value: value ?? 0, isDuration: false };
  }
  const seconds = secondsOf(text);
  if (seconds === 0) cursor.requires(FEATURES.zeroDuration, token);
  if (typeof seconds === "number") return { value: seconds, isDuration: true };
  cursor.report(token, seconds, "each unit once, from large to small: 1y2w3d4h5m6s7ms");
  return { value: 1, isDuration: true };
}

const isSign = (kind: string): boolean => kind === "+" || kind === "-";

function calculation(cursor: Cursor, weakest: number, wanted: Wanted): Duration {
  let left = signed(cursor, wanted, powers);
  for (;;) {
    const operator = cursor.current;
    const precedence = PRECEDENCE[operator.kind];
    if (precedence === undefined || precedence < weakest) return left;
    cursor.next();
    const right = calculation(cursor, operator.kind === "^" ? precedence : precedence + 1, wanted);
    left = combine(cursor, operator, left, right);
  }
}

/** What stands behind the one sign of an offset: there parentheses around a literal are younger than calculations. */
const signedOffset = (cursor: Cursor, wanted: Wanted): Duration =>
  cursor.current.kind === "(" ? parenthesized(cursor, wanted, FEATURES.signedParentheses) : primary(cursor, wanted);

const powers = (cursor: Cursor, wanted: Wanted): Duration => calculation(cursor, 3, wanted);

function combine(cursor: Cursor, operator: Token, left: Duration, right: Duration): Duration {
  const span = { from: left.from, to: right.to };
  cursor.requires(FEATURES.durationExpression, span);
  if ((operator.kind === "/" || operator.kind === "%") && right.literal && right.seconds === 0) {
    cursor.report(operator, operator.kind === "/" ? "division by zero" : "modulo by zero");
  }
  if (left.seconds === undefined || right.seconds === undefined) return { ...span, literal: false };
  return { ...span, literal: false, seconds: CALCULATE[operator.kind]?.(left.seconds, right.seconds) ?? 0 };
}

function signed(cursor: Cursor, wanted: Wanted, operand: (cursor: Cursor, wanted: Wanted) => Duration): Duration {
  if (!isSign(cursor.current.kind)) return primary(cursor, wanted);
  const sign = cursor.next();
  const isOffset = wanted.context === "offset" && sign.kind === "-" && !isSign(cursor.current.kind);
  if (!isOffset) cursor.requires(FEATURES.signedDuration, sign);
  const part = operand(cursor, wanted);
  if (sign.kind === "+" || part.seconds === undefined) return { ...part, from: sign.from };
  return { ...part, from: sign.from, seconds: -part.seconds };
}

function primary(cursor: Cursor, wanted: Wanted): Duration {
  switch (cursor.current.kind) {
    case "number":
    case "duration":
      return literal(cursor);
    case "step":
    case "range":
      return ofQuery(cursor, wanted);
    case "min_of":
    case "max_of":
    case "min":
    case "max":
      return choice(cursor, wanted);
    case "(":
      return parenthesized(cursor, wanted);
    default:
      return cursor.unexpected(wanted.context, wanted.expected);
  }
}

function literal(cursor: Cursor): Duration {
  const { from, to } = cursor.current;
  const { value, isDuration } = numberOrDuration(cursor);
  if (!isDuration) cursor.requires(FEATURES.numberAsDuration, { from, to });
  if (Math.abs(value) > LONGEST_DURATION && cursor.runs(CHECKS_DURATIONS))
    cursor.report({ from, to }, "duration out of range");
  return { from, to, literal: true, seconds: value };
}

function ofQuery(cursor: Cursor, wanted: Wanted): Duration {
  const { from, kind } = cursor.next();
  cursor.expect("(", wanted.context);
  const span = { from, to: cursor.expect(")", wanted.context).to };
  cursor.requires(kind === "step" ? FEATURES.stepDuration : FEATURES.rangeDuration, span);
  return { ...span, literal: false };
}

function choice(cursor: Cursor, wanted: Wanted): Duration {
  const { from, kind } = cursor.next();
  cursor.expect("(", wanted.context);
  calculation(cursor, 1, wanted);
  cursor.expect(",", wanted.context);
  calculation(cursor, 1, wanted);
  const span = { from, to: cursor.expect(")", wanted.context).to };
  cursor.requires(kind.endsWith("_of") ? FEATURES.durationChoice : FEATURES.minMaxDuration, span);
  return { ...span, literal: false };
}

function parenthesized(cursor: Cursor, wanted: Wanted, ofLiteral: Feature = FEATURES.durationExpression): Duration {
  const { from } = cursor.next();
  const inner = calculation(cursor, 1, wanted);
  const { to } = cursor.expect(")", wanted.context);
  cursor.requires(inner.literal ? ofLiteral : FEATURES.durationExpression, inner);
  return { ...inner, from, to, literal: false };
}
