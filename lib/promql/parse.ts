import type { Expression } from "./ast.ts";
import type { PromqlFault } from "./fault.ts";
import type { Dialect } from "./features.ts";
import { parseExpression } from "./parser.ts";
import { typeFaults } from "./types.ts";

/** The tree of an expression, and why Prometheus refuses it: with no fault of severity error, it accepts it. */
export interface ParsedPromQL {
  /** Absent after a syntax error. */
  readonly tree?: Expression;
  readonly faults: readonly PromqlFault[];
}

/**
 * Parses and checks an expression as Prometheus of that version does. Offsets in faults are UTF-16 units of `text`.
 * Our own parser of Prometheus's grammar (promql/parser/generated_parser.y), not @prometheus-io/lezer-promql, which is made for
 * editors: that one reads `a + b offset 5m` as `(a + b) offset 5m`, refuses metrics named like keywords, and takes longer than
 * promtool. A test holds this parser against it and against promtool.
 */
export function parsePromQL(text: string, dialect: Dialect = {}): ParsedPromQL {
  const { tree, faults } = parseExpression(text, dialect);
  if (tree === undefined) return { faults };
  return { tree, faults: faults.length > 0 ? faults : typeFaults(tree) };
}
