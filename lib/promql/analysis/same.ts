import type { Duration, Expression, Grouping, Matching, Modifiers, Name, Selector } from "../ast.ts";
import { parsePromQL } from "../parse.ts";
import { isScalar } from "../types.ts";

/**
 * Whether two texts are the same expression, however they are written: spaces, parentheses, quotes, where `by` stands, the order
 * of matchers, `60s` for `1m`. Undefined where one cannot be read. Not seen is what the tree does not hold: the time behind `@`,
 * the value of `fill`, and how a duration is calculated that depends on the query.
 */
export function isSameExpression(a: string, b: string): boolean | undefined {
  if (a === b) return true;
  const [left, right] = [parsePromQL(a).tree, parsePromQL(b).tree];
  if (left === undefined || right === undefined) return undefined;
  return JSON.stringify(formOf(left)) === JSON.stringify(formOf(right));
}

type Form = null | string | boolean | readonly Form[];

/** What an expression says, as a value that is the same for all ways to write it. Source: what promql/parser/printer.go keeps. */
function formOf(expression: Expression): Form {
  switch (expression.type) {
    case "paren":
      return formOf(expression.expression);
    case "number":
      return ["number", String(expression.value)];
    case "string":
      return ["string", expression.value];
    case "selector":
      return ["selector", matchersOf(expression), millisecondsOf(expression.range), modifiersOf(expression)];
    case "subquery": {
      const { range, step } = expression;
      return [
        "subquery",
        formOf(expression.expression),
        millisecondsOf(range),
        millisecondsOf(step),
        modifiersOf(expression),
      ];
    }
    case "call":
      return ["call", expression.name.text, expression.args.map(formOf)];
    case "aggregation": {
      const { operator, parameter, grouping } = expression;
      const parameterForm = parameter === undefined ? null : formOf(parameter);
      return ["aggregation", operator, groupingOf(grouping), parameterForm, formOf(expression.expression)];
    }
    case "binary": {
      const { operator, bool, matching, fills, left, right } = expression;
      // Where a side is a number there is nothing to match, and Prometheus does not print how.
      const matched = isScalar(left) || isScalar(right) ? null : matchingOf(matching);
      return ["binary", operator, bool, matched, fills, formOf(left), formOf(right)];
    }
    case "unary":
      return ["unary", expression.operator, formOf(expression.expression)];
  }
}

/** The name is one of them, and their order says nothing: newer releases sort them when they print them. */
const matchersOf = ({ name, matchers }: Selector): readonly string[] =>
  [
    ...(name === undefined ? [] : [["__name__", "=", name.text]]),
    ...matchers.map(({ label, op, value }) => [label, op, value]),
  ]
    .map((matcher) => JSON.stringify(matcher))
    .sort();

/** As Prometheus counts time; `null` for none, and for none that is known. */
const millisecondsOf = (duration: Duration | undefined): string | null =>
  duration?.seconds === undefined ? null : String(Math.round(duration.seconds * 1000));

/** An offset of zero is not printed. */
const modifiersOf = ({ offset, at, extension }: Modifiers): Form => [
  offset?.seconds === 0 ? null : millisecondsOf(offset),
  at ?? null,
  extension ?? null,
];

const textsOf = (names: readonly Name[]): readonly string[] => names.map(({ text }) => text);

/** `by ()` says no more than nothing. */
const groupingOf = (grouping: Grouping | undefined): Form =>
  grouping === undefined || (!grouping.without && grouping.labels.length === 0)
    ? null
    : [grouping.without, textsOf(grouping.labels)];

/** `ignoring ()` says no more than nothing, and before #17643 Prometheus printed neither it nor the `group_left` behind it. */
const matchingOf = (matching: Matching | undefined): Form =>
  matching === undefined || (!matching.on && matching.labels.length === 0)
    ? null
    : [matching.on, textsOf(matching.labels), matching.many ?? null, textsOf(matching.include)];
