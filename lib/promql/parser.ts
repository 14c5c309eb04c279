import { CLASSIC_LABEL } from "../schema/index.ts";
import type { Binary, Call, Expression, Grouping, Matching, Name, Span } from "./ast.ts";
import { Cursor, SyntaxFault } from "./cursor.ts";
import { numberOrDuration } from "./durations.ts";
import type { PromqlFault } from "./fault.ts";
import { type Dialect, FEATURES } from "./features.ts";
import { FUNCTIONS, limitsOf } from "./functions.ts";
import { unquote } from "./literals.ts";
import { modified } from "./modifiers.ts";
import { selector } from "./selectors.ts";
import { AGGREGATORS, END_OF_INPUT, FUNCTION_KEYWORDS, LABEL_KEYWORDS, METRIC_KEYWORDS } from "./token.ts";

/** How strongly an operator binds; `^` alone binds to the right. A sign binds like `*`. Source: docs, querying/operators. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ["or", 1],
  ...["and", "unless"].map((operator) => [operator, 2] as const),
  ...["==", "!=", ">", ">=", "<", "<=", "</", ">/"].map((operator) => [operator, 3] as const),
  ...["+", "-"].map((operator) => [operator, 4] as const),
  ...["*", "/", "%", "atan2"].map((operator) => [operator, 5] as const),
  ["^", 6],
]);
const POWER = 6;

const PARAMETERIZED: ReadonlySet<string> = new Set("topk bottomk count_values quantile limitk limit_ratio".split(" "));

/** The tree of an expression and what its syntax lacks. Without a tree there is at least one fault. */
export function parseExpression(
  text: string,
  dialect: Dialect,
): { readonly tree?: Expression; readonly faults: PromqlFault[] } {
  const cursor = new Cursor(text, dialect);
  try {
    if (cursor.current.kind === END_OF_INPUT) cursor.unexpected("", "an expression");
    const tree = expression(cursor, 1);
    if (cursor.current.kind !== END_OF_INPUT) cursor.unexpected("");
    return { tree, faults: cursor.faults };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { faults: [...cursor.faults, error.fault] };
  }
}

function expression(cursor: Cursor, weakest: number): Expression {
  let left = operand(cursor);
  for (;;) {
    const precedence = PRECEDENCE.get(cursor.current.kind);
    if (precedence === undefined || precedence < weakest) return left;
    left = binary(cursor, left, precedence);
  }
}

function binary(cursor: Cursor, left: Expression, precedence: number): Binary {
  const token = cursor.next();
  if (token.kind === "</" || token.kind === ">/") cursor.requires(FEATURES.trim, token);
  const bool = cursor.accept("bool") !== undefined;
  const matching = matchingClause(cursor);
  const fills = fillClause(cursor);
  const right = expression(cursor, precedence === POWER ? POWER : precedence + 1);
  return {
    type: "binary",
    from: left.from,
    to: right.to,
    operator: token.kind,
    operatorAt: { from: token.from, to: token.to },
    bool,
    matching,
    fills,
    left,
    right,
  };
}

function matchingClause(cursor: Cursor): Matching | undefined {
  const { kind } = cursor.current;
  if (kind !== "on" && kind !== "ignoring") return undefined;
  cursor.next();
  const on = kind === "on";
  const labels = labelList(cursor);
  const group = cursor.accept("group_left") ?? cursor.accept("group_right");
  if (group === undefined) return { on, labels, include: [] };
  const include = cursor.current.kind === "(" ? labelList(cursor) : [];
  return { on, labels, include, many: group.kind === "group_left" ? "left" : "right" };
}

/** `fill (0)`, or one or both of fill_left and fill_right. */
function fillClause(cursor: Cursor): boolean {
  const first = cursor.accept("fill") ?? cursor.accept("fill_left") ?? cursor.accept("fill_right");
  if (first === undefined) return false;
  cursor.requires(FEATURES.fill, first);
  fillValue(cursor);
  const other = { fill_left: "fill_right", fill_right: "fill_left" }[first.kind];
  if (other !== undefined && cursor.accept(other) !== undefined) fillValue(cursor);
  return true;
}

function fillValue(cursor: Cursor): void {
  cursor.expect("(", "fill modifier");
  if (cursor.accept("+") === undefined) cursor.accept("-");
  number(cursor, "fill modifier");
  cursor.expect(")", "fill modifier");
}

function labelList(cursor: Cursor): readonly Name[] {
  const labels: Name[] = [];
  cursor.expect("(", "grouping opts");
  while (cursor.accept(")") === undefined) {
    labels.push(label(cursor));
    if (cursor.current.kind !== ")") cursor.expect(",", "grouping opts", '"," or ")"');
  }
  return labels;
}

function label(cursor: Cursor): Name {
  const token = cursor.current;
  const isName = ["identifier", "metric", "string"].includes(token.kind) || LABEL_KEYWORDS.has(token.kind);
  if (!isName) cursor.unexpected("grouping opts", "label");
  cursor.next();
  cursor.named(token);
  const quoted = token.kind === "string";
  const text = quoted ? unquote(cursor.textOf(token)) : cursor.textOf(token);
  if (quoted) cursor.requires(FEATURES.quotedLabels, token);
  if (text === "") cursor.report(token, 'invalid label name for grouping: ""');
  else if (!CLASSIC_LABEL.test(text)) cursor.requires(FEATURES.utf8Labels, token);
  return { from: token.from, to: token.to, text };
}

function operand(cursor: Cursor): Expression {
  const sign = cursor.accept("+") ?? cursor.accept("-");
  if (sign === undefined) return modified(cursor, primary(cursor));
  const inner = expression(cursor, POWER);
  const span = { from: sign.from, to: inner.to };
  if (inner.type === "number") return { ...inner, ...span, value: sign.kind === "-" ? -inner.value : inner.value };
  return { type: "unary", ...span, operator: sign.kind === "-" ? "-" : "+", expression: inner };
}

function primary(cursor: Cursor): Expression {
  const { kind, from, to } = cursor.current;
  const called = cursor.following.kind === "(";
  if (kind === "number" || kind === "duration") return number(cursor, "");
  if (kind === "string") {
    cursor.next();
    return { type: "string", from, to, value: unquote(cursor.textOf({ from, to })) };
  }
  if (kind === "(") return parenthesized(cursor);
  if (called && (kind === "identifier" || FUNCTION_KEYWORDS.has(kind))) return call(cursor);
  if (AGGREGATORS.has(kind) && (called || ["by", "without"].includes(cursor.following.kind)))
    return aggregation(cursor);
  if (["identifier", "metric", "{"].includes(kind) || METRIC_KEYWORDS.has(kind)) return selector(cursor);
  return cursor.unexpected("");
}

function number(cursor: Cursor, context: string): Expression {
  const { kind, from, to } = cursor.current;
  if (kind !== "number" && kind !== "duration") cursor.unexpected(context, "number");
  const { value, isDuration } = numberOrDuration(cursor);
  if (isDuration) cursor.requires(FEATURES.durationAsNumber, { from, to });
  return { type: "number", from, to, value };
}

function parenthesized(cursor: Cursor): Expression {
  const { from } = cursor.next();
  const inner = expression(cursor, 1);
  const { to } = cursor.expect(")", "");
  return { type: "paren", from, to, expression: inner };
}

function call(cursor: Cursor): Call {
  const token = cursor.next();
  const name = { from: token.from, to: token.to, text: cursor.textOf(token) };
  const limits = limitsOf(name.text);
  if (!FUNCTIONS.has(name.text)) cursor.report(name, `unknown function with name "${name.text}"`, spelling(name.text));
  else if (limits !== undefined) cursor.requires(limits, name);
  return { type: "call", from: name.from, name, args: args(cursor), to: cursor.end };
}

function spelling(name: string): string | undefined {
  const lower = name.toLowerCase();
  return lower !== name && FUNCTIONS.has(lower) ? `functions are written in lower case: ${lower}` : undefined;
}

function args(cursor: Cursor): readonly Expression[] {
  const list: Expression[] = [];
  cursor.expect("(", "");
  if (cursor.accept(")") !== undefined) return list;
  for (;;) {
    list.push(expression(cursor, 1));
    const comma = cursor.accept(",");
    if (comma === undefined) break;
    if (cursor.current.kind === ")") {
      cursor.report(comma, "trailing commas not allowed in function call args");
      break;
    }
  }
  cursor.expect(")", "", '"," or ")"');
  return list;
}

function aggregation(cursor: Cursor): Expression {
  const { kind: operator, from } = cursor.next();
  const before = groupingClause(cursor);
  if (cursor.current.kind !== "(") cursor.unexpected("aggregation");
  const list = args(cursor);
  const grouping = before ?? groupingClause(cursor);
  const span = { from, to: cursor.end };
  if (operator === "limitk" || operator === "limit_ratio") cursor.requires(FEATURES.limit, span);
  const wanted = PARAMETERIZED.has(operator) ? 2 : 1;
  if (list.length !== wanted) return refusedAggregation(cursor, span, wanted, list);
  return {
    type: "aggregation",
    from,
    to: span.to,
    operator,
    grouping,
    parameter: wanted === 2 ? list[0] : undefined,
    expression: list.at(-1) as Expression,
  };
}

function refusedAggregation(cursor: Cursor, span: Span, wanted: number, list: readonly Expression[]): Expression {
  const message =
    list.length === 0
      ? "no arguments for aggregate expression provided"
      : `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${list.length}`;
  cursor.report(span, message, wanted === 2 ? "the parameter comes first: topk(5, metric)" : undefined);
  return list.at(-1) ?? { type: "number", ...span, value: 0 };
}

function groupingClause(cursor: Cursor): Grouping | undefined {
  const { kind } = cursor.current;
  if (kind !== "by" && kind !== "without") return undefined;
  cursor.next();
  return { without: kind === "without", labels: labelList(cursor) };
}
