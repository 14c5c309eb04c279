import type { Call, Expression, Selector } from "../ast.ts";
import { walk } from "./walk.ts";

/** A selector where it stands: `call` is the function whose argument it is, through parentheses and subqueries. */
export interface Use {
  readonly selector: Selector;
  readonly call?: Call;
}

/** The metric that a selector names, also as `{__name__="…"}`; undefined when it names none or several. */
export function metricOf(selector: Selector): string | undefined {
  if (selector.name !== undefined) return selector.name.text;
  return selector.matchers.find((matcher) => matcher.label === "__name__" && matcher.op === "=")?.value;
}

/** The function whose argument a selector is, through parentheses and subqueries. */
export function callAround(parents: readonly Expression[]): Call | undefined {
  const user = parents.findLast((parent) => parent.type !== "paren" && parent.type !== "subquery");
  return user?.type === "call" ? user : undefined;
}

/** Every selector of an expression, in the order of the text. */
export function selectorsOf(expression: Expression): readonly Use[] {
  const uses: Use[] = [];
  walk(expression, (node, parents) => {
    if (node.type !== "selector") return;
    const call = callAround(parents);
    uses.push(call === undefined ? { selector: node } : { selector: node, call });
  });
  return uses;
}

/** The one job that all selectors name; undefined when they name none, or several. */
export function onlyJob(expression: Expression): string | undefined {
  const jobs = selectorsOf(expression).map(
    ({ selector }) => selector.matchers.find(({ label, op }) => label === "job" && op === "=")?.value,
  );
  return new Set(jobs).size === 1 ? jobs[0] : undefined;
}

/** Functions that read a counter as one: they expect it to grow, and to start again from zero. */
const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

export const isCounterUse = ({ call }: Use): boolean => call !== undefined && COUNTER_FUNCTIONS.has(call.name.text);

/** The ranges over which an expression looks back, in seconds, each with its selector; ranges that depend on the query are left out. */
export function rangesOf(expression: Expression): readonly (Use & { readonly seconds: number })[] {
  return selectorsOf(expression).flatMap((use) => {
    const seconds = use.selector.range?.seconds;
    return seconds === undefined ? [] : [{ ...use, seconds }];
  });
}
