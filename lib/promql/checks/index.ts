import { labelling } from "../analysis/labels.ts";
import { walk } from "../analysis/walk.ts";
import type { Expression } from "../ast.ts";
import { parsePromQL } from "../parse.ts";
import { withinStack } from "../stack.ts";
import { certainComparison } from "./comparisons.ts";
import { counterWithoutRate, rateOfGauge, rateOfSum } from "./counters.ts";
import { type Knowledge, type PromqlFinding, type Report, seriesOf } from "./knowledge.ts";
import { neverMatches, quantileWithoutLe, unknownGrouping } from "./labels.ts";
import { needlessRegex, unknownLabel } from "./matchers.ts";
import { PROMQL_CHECKS } from "./names.ts";
import { shortRange } from "./ranges.ts";

/**
 * All that is wrong with an expression: what Prometheus refuses, and where it accepts it, what is certainly or probably not
 * what was meant. Offsets are UTF-16 units of `text`; findings come in the order of the text.
 */
export function checkExpression(text: string, knowledge: Knowledge = {}): readonly PromqlFinding[] {
  const { tree, faults } = parsePromQL(text, knowledge);
  if (tree === undefined || faults.some((fault) => fault.severity === "error")) return faults;
  const found: PromqlFinding[] = [...faults];
  withinStack(() =>
    lint(tree, knowledge, ({ from, to }, check, message, help) => {
      found.push({ from, to, check, severity: PROMQL_CHECKS[check].severity, message, help });
    }),
  );
  return found.sort((a, b) => a.from - b.from);
}

function lint(tree: Expression, knowledge: Knowledge, report: Report): void {
  const labelsOf = labelling((name) => {
    const { labels, recorded = false } = seriesOf(knowledge, name) ?? {};
    return labels === undefined || recorded ? labels : [...labels, "job", "instance"];
  });
  walk(tree, (node, parents) => {
    switch (node.type) {
      case "selector":
        needlessRegex(node, report);
        unknownLabel(node, knowledge, report);
        shortRange(node, parents, knowledge, report);
        return;
      case "call":
        rateOfGauge(node, knowledge, report);
        rateOfSum(node, report);
        quantileWithoutLe(node, labelsOf, report);
        return;
      case "aggregation":
        unknownGrouping(node, labelsOf, report);
        return;
      case "binary":
        counterWithoutRate(node, knowledge, report);
        certainComparison(node, knowledge, report);
        neverMatches(node, labelsOf, knowledge, report);
        return;
      default:
    }
  });
}
