import type { Expression } from "./ast.ts";
import type { PromqlFault } from "./fault.ts";
import type { Dialect } from "./features.ts";
import { mended } from "./mends.ts";
import { parseExpression } from "./parser.ts";
import { withinStack } from "./stack.ts";
import { typeFaults } from "./types.ts";

/** The tree of an expression, and why Prometheus refuses it: with no fault of severity error, it accepts it. */
export interface ParsedPromQL {
  /** Absent after a syntax error. */
  readonly tree?: Expression;
  readonly faults: readonly PromqlFault[];
}

/**
 * Parses and checks an expression as Prometheus of that version does. Offsets in faults are UTF-16 units of `text`.
 * The parser is our own, after Prometheus's grammar (promql/parser/generated_parser.y): @prometheus-io/lezer-promql is made for
 * editors. It reads `a + b offset 5m` as `(a + b) offset 5m`, refuses metrics named like keywords, knows no version, and its tree
 * alone takes longer than this whole check. Tests hold this one against promtool, and its functions against that grammar.
 */
export function parsePromQL(text: string, dialect: Dialect = {}): ParsedPromQL {
  if (
    last === undefined ||
    last.text !== text ||
    last.version !== dialect.version ||
    last.features !== dialect.features
  ) {
    const parsed = withinStack(() => parseAndCheck(text, dialect)) ?? { faults: [tooDeep(text)] };
    last = { text, version: dialect.version, features: dialect.features, parsed };
  }
  return last.parsed;
}

/** Several checks look at one expression, one after the other: the answer to the last question is kept. */
let last:
  | {
      readonly text: string;
      readonly version: string | undefined;
      readonly features: readonly string[] | undefined;
      readonly parsed: ParsedPromQL;
    }
  | undefined;

function parseAndCheck(text: string, dialect: Dialect): ParsedPromQL {
  const { tree, faults } = parseExpression(text, dialect);
  if (tree === undefined) return { faults: faults.map((fault) => mended(fault, text)) };
  return { tree, faults: faults.length > 0 ? faults.map((fault) => mended(fault, text)) : typeFaults(tree) };
}

const tooDeep = (text: string): PromqlFault => ({
  from: 0,
  to: text.length,
  check: "promql/syntax",
  severity: "warning",
  message: "the expression is nested too deeply to be checked here",
});
