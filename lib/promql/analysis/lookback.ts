import type { Expression } from "../ast.ts";
import { rangesOf } from "./selectors.ts";

/** For how many seconds an expression still sees what was before; 0 when it looks at this moment alone. */
export const longestRange = (expression: Expression): number =>
  Math.max(0, ...rangesOf(expression).map(({ seconds }) => seconds));

/** For how many seconds a failure may have to last before the expression is nothing but that; of the first one in `increase(…) > 0` none. */
export const secondsToFire = (expression: Expression): number =>
  firesAtFirst(expression) ? 0 : longestRange(expression);

function firesAtFirst(expression: Expression): boolean {
  if (expression.type === "paren") return firesAtFirst(expression.expression);
  if (expression.type !== "binary" || expression.operator !== ">") return false;
  return expression.right.type === "number" && expression.right.value === 0 && isGrowth(expression.left);
}

const GROWTH = /^(?:rate|irate|increase|changes|resets)$/;

/** Whether the first event makes it more than 0, whatever was before. */
function isGrowth(expression: Expression): boolean {
  if (expression.type === "paren") return isGrowth(expression.expression);
  if (expression.type === "aggregation")
    return /^(?:sum|max)$/.test(expression.operator) && isGrowth(expression.expression);
  return expression.type === "call" && GROWTH.test(expression.name.text);
}
