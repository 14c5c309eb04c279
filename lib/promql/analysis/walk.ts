import { childrenOf, type Expression } from "../ast.ts";

/** Sees a part of an expression; `parents` are the parts that it stands in, nearest last. The array changes after the call. */
export type Visitor = (node: Expression, parents: readonly Expression[]) => void;

/** Shows every part of an expression to a visitor, outer before inner, in the order of the text. */
export function walk(expression: Expression, visit: Visitor, parents: Expression[] = []): void {
  visit(expression, parents);
  parents.push(expression);
  for (const child of childrenOf(expression)) walk(child, visit, parents);
  parents.pop();
}

/** The expression itself, without parentheses around it. */
export const bare = (expression: Expression): Expression =>
  expression.type === "paren" ? bare(expression.expression) : expression;
