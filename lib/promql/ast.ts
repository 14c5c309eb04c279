/** UTF-16 offsets into the expression; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The kinds of value, by the names of Prometheus's documentation: `vector` is an instant vector, `matrix` a range vector. */
export type ValueType = "scalar" | "vector" | "matrix" | "string";

/** A length of time. */
export interface Duration extends Span {
  /** Absent when it depends on the query: `step()`, `range()`. */
  readonly seconds?: number | undefined;
  /** Whether it is one number or duration, with its sign. Prometheus knows the value of no calculation when it parses. */
  readonly literal: boolean;
}

export interface Name extends Span {
  readonly text: string;
}

export interface Matcher extends Span {
  readonly label: string;
  readonly op: "=" | "!=" | "=~" | "!~";
  /** Unquoted. */
  readonly value: string;
  readonly valueAt: Span;
}

/** What may stand behind a selector or a subquery. */
export interface Modifiers {
  readonly offset?: Duration | undefined;
  readonly at?: "time" | "start" | "end" | undefined;
  readonly extension?: "anchored" | "smoothed" | undefined;
}

export interface NumberLiteral extends Span {
  readonly type: "number";
  readonly value: number;
}

export interface StringLiteral extends Span {
  readonly type: "string";
  readonly value: string;
}

/** `name{matchers}[range]`. With a range it is a range vector. A quoted name inside the braces is `name` too, with `quoted`. */
export interface Selector extends Span, Modifiers {
  readonly type: "selector";
  readonly name?: Name | undefined;
  readonly matchers: readonly Matcher[];
  readonly range?: Duration | undefined;
}

/** `expression[range:step]`. */
export interface Subquery extends Span, Modifiers {
  readonly type: "subquery";
  readonly expression: Expression;
  readonly range: Duration;
  readonly step?: Duration | undefined;
}

export interface Call extends Span {
  readonly type: "call";
  readonly name: Name;
  readonly args: readonly Expression[];
}

/** `by (…)` or `without (…)`. */
export interface Grouping {
  readonly without: boolean;
  readonly labels: readonly Name[];
}

export interface Aggregation extends Span {
  readonly type: "aggregation";
  /** In lower case. */
  readonly operator: string;
  readonly grouping?: Grouping | undefined;
  readonly parameter?: Expression | undefined;
  readonly expression: Expression;
}

/** `on(…)` or `ignoring(…)`, with what group_left or group_right adds. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly Name[];
  /** The side with many series for each of the other side. */
  readonly many?: "left" | "right" | undefined;
  readonly include: readonly Name[];
}

export interface Binary extends Span {
  readonly type: "binary";
  /** In lower case. */
  readonly operator: string;
  readonly operatorAt: Span;
  readonly bool: boolean;
  readonly matching?: Matching | undefined;
  readonly fills: boolean;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Span {
  readonly type: "unary";
  readonly operator: "+" | "-";
  readonly expression: Expression;
}

export interface Parenthesized extends Span {
  readonly type: "paren";
  readonly expression: Expression;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | Selector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parenthesized;

/** The direct parts of an expression, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case "call":
      return expression.args;
    case "aggregation":
      return expression.parameter === undefined
        ? [expression.expression]
        : [expression.parameter, expression.expression];
    case "binary":
      return [expression.left, expression.right];
    case "subquery":
    case "unary":
    case "paren":
      return [expression.expression];
    default:
      return [];
  }
}
