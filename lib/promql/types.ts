import { compileRegex } from "../re2.ts";
import type { Aggregation, Binary, Call, Expression, Selector, Span, Subquery, Unary, ValueType } from "./ast.ts";
import type { PromqlFault } from "./fault.ts";
import { FUNCTIONS } from "./functions.ts";

const NAMES: Readonly<Record<ValueType, string>> = {
  scalar: "scalar",
  vector: "instant vector",
  matrix: "range vector",
  string: "string",
};
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const SET_OPERATORS: ReadonlySet<string> = new Set(["and", "or", "unless"]);

export const isComparison = (operator: string): boolean => COMPARISONS.has(operator);
export const isSetOperator = (operator: string): boolean => SET_OPERATORS.has(operator);

/** The kind of value of a well-typed expression. */
export function valueTypeOf(expression: Expression): ValueType {
  switch (expression.type) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "paren":
    case "unary":
      return valueTypeOf(expression.expression);
    case "selector":
      return expression.range === undefined ? "vector" : "matrix";
    case "subquery":
      return "matrix";
    case "aggregation":
      return "vector";
    case "call":
      return FUNCTIONS.get(expression.name.text)?.returns ?? "vector";
    case "binary":
      return isScalar(expression.left) && isScalar(expression.right) ? "scalar" : "vector";
  }
}

/** Whether it is one number without labels. */
export const isScalar = (expression: Expression): boolean => valueTypeOf(expression) === "scalar";

/** What Prometheus's type checker refuses (checkAST in promql/parser/parse.go), in a tree without syntax faults. */
export function typeFaults(tree: Expression): readonly PromqlFault[] {
  const checker = new TypeChecker();
  checker.typeOf(tree);
  return checker.faults;
}

class TypeChecker {
  readonly faults: PromqlFault[] = [];

  /** The kind of value of an expression; what is wrong inside is collected on the way. */
  typeOf(expression: Expression): ValueType {
    switch (expression.type) {
      case "number":
        return "scalar";
      case "string":
        return "string";
      case "paren":
        return this.typeOf(expression.expression);
      case "selector":
        return this.selector(expression);
      case "subquery":
        return this.subquery(expression);
      case "unary":
        return this.unary(expression);
      case "aggregation":
        return this.aggregation(expression);
      case "call":
        return this.call(expression);
      case "binary":
        return this.binary(expression);
    }
  }

  private selector(selector: Selector): ValueType {
    const name = selector.name?.text;
    const again = selector.matchers.find((matcher) => matcher.label === "__name__");
    if (name !== undefined && again !== undefined) {
      this.report(again, `metric name must not be set twice: "${name}" or "${again.value}"`);
    }
    if (name === undefined && selector.matchers.every(matchesEmpty)) {
      const message = "vector selector must contain at least one non-empty matcher";
      this.report(
        selector,
        message,
        'it would select every series: name a metric, or a label that must be there: {job=~".+"}',
      );
    }
    return selector.range === undefined ? "vector" : "matrix";
  }

  private subquery(subquery: Subquery): ValueType {
    const type = this.typeOf(subquery.expression);
    if (type !== "vector") {
      this.report(subquery, `subquery is only allowed on instant vector, got ${NAMES[type]} instead`);
    }
    return "matrix";
  }

  private unary(unary: Unary): ValueType {
    const type = this.typeOf(unary.expression);
    if (type !== "scalar" && type !== "vector") {
      const message = `unary expression only allowed on expressions of type scalar or instant vector, got "${NAMES[type]}"`;
      this.report(unary, message);
    }
    return type;
  }

  private aggregation({ operator, parameter, expression }: Aggregation): ValueType {
    this.expect(expression, "vector", "aggregation expression");
    if (parameter !== undefined) {
      this.expect(parameter, operator === "count_values" ? "string" : "scalar", "aggregation parameter");
    }
    return "vector";
  }

  private call(call: Call): ValueType {
    const signature = FUNCTIONS.get(call.name.text);
    if (signature === undefined) return "vector";
    const { args, least, most, returns } = signature;
    const count = call.args.length;
    if (count < least || count > most) {
      const wanted = least === most ? `${least}` : count < least ? `at least ${least}` : `at most ${most}`;
      this.report(call, `expected ${wanted} argument(s) in call to "${call.name.text}", got ${count}`);
    }
    call.args.forEach((arg, index) => {
      const wanted = args[Math.min(index, args.length - 1)];
      if (call.name.text === "info" && index === 1) this.infoLabels(arg);
      else if (wanted !== undefined && (index < args.length || most > args.length)) {
        this.expect(arg, wanted, `call to function "${call.name.text}"`);
      }
    });
    return returns;
  }

  /** The second argument of info() chooses labels: braces without a metric name, which here may match everything. */
  private infoLabels(arg: Expression): void {
    const isLabels = arg.type === "selector" && arg.name === undefined && arg.range === undefined;
    if (!isLabels)
      this.report(arg, "expected label selectors only", 'write the labels to add in braces: {version=~".+"}');
  }

  private binary(binary: Binary): ValueType {
    const left = this.operand(binary.left);
    const right = this.operand(binary.right);
    const { operator, operatorAt, bool } = binary;
    const scalars = left === "scalar" && right === "scalar";
    if (bool && !isComparison(operator)) {
      this.report(operatorAt, "bool modifier can only be used on comparison operators");
    }
    if (scalars && isComparison(operator) && !bool) {
      this.report(operatorAt, "comparisons between scalars must use BOOL modifier", `write ${operator} bool`);
    }
    if (isSetOperator(operator) && (left === "scalar" || right === "scalar")) {
      const message = `set operator "${operator}" not allowed in binary scalar expression`;
      this.report(operatorAt, message, "vector(…) makes an instant vector of a scalar");
    }
    this.matching(binary, left === "vector" && right === "vector");
    return scalars ? "scalar" : "vector";
  }

  private operand(expression: Expression): ValueType {
    const type = this.typeOf(expression);
    if (type !== "scalar" && type !== "vector") {
      const message = `binary expression must contain only scalar and instant vector types, got ${NAMES[type]}`;
      this.report(expression, message, type === "matrix" ? "wrap the range in a function: rate(…[5m])" : undefined);
    }
    return type;
  }

  private matching({ operator, operatorAt, matching, fills }: Binary, vectors: boolean): void {
    if (matching?.on) {
      const labels = new Set(matching.labels.map((label) => label.text));
      for (const label of matching.include.filter((each) => labels.has(each.text))) {
        this.report(label, `label "${label.text}" must not occur in ON and GROUP clause at once`);
      }
    }
    if (!vectors) {
      if (matching !== undefined && matching.labels.length > 0) {
        this.report(operatorAt, "vector matching only allowed between instant vectors");
      }
      if (fills) this.report(operatorAt, "filling in missing series only allowed between instant vectors");
    } else if (isSetOperator(operator)) {
      if (matching?.many !== undefined) this.report(operatorAt, `no grouping allowed for "${operator}" operation`);
      if (fills) this.report(operatorAt, "filling in missing series not allowed for set operators");
    }
  }

  private expect(expression: Expression, wanted: ValueType, context: string): void {
    const type = this.typeOf(expression);
    if (type === wanted) return;
    const message = `expected type ${NAMES[wanted]} in ${context}, got ${NAMES[type]}`;
    this.report(expression, message, conversion(expression, type, wanted));
  }

  private report({ from, to }: Span, message: string, help?: string): void {
    const base = { from, to, check: "promql/type", severity: "error", message } as const;
    this.faults.push(help === undefined ? base : { ...base, help });
  }
}

function conversion(expression: Expression, type: ValueType, wanted: ValueType): string | undefined {
  if (wanted === "matrix" && type === "vector") {
    return expression.type === "selector"
      ? "add a range: name[5m]"
      : "a range of an expression is a subquery: (…)[5m:]";
  }
  if (wanted === "vector" && type === "matrix") return "leave the range out, or wrap it in a function: rate(…[5m])";
  if (wanted === "vector" && type === "scalar") return "vector(…) makes an instant vector of a scalar";
  if (wanted === "scalar" && type === "vector") return "scalar(…) makes a scalar of an instant vector with one series";
  return undefined;
}

/** Whether a matcher also matches series that lack the label. */
export function matchesEmpty({ op, value }: Selector["matchers"][number]): boolean {
  switch (op) {
    case "=":
      return value === "";
    case "!=":
      return value !== "";
    case "=~":
      return matchesNothing(value);
    case "!~":
      return !matchesNothing(value);
  }
}

function matchesNothing(pattern: string): boolean {
  const regex = compileRegex(pattern);
  return typeof regex !== "string" && regex.matches("");
}
