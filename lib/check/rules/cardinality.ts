import { bare, type Cardinality, cardinalityOf, type Expression, parsePromQL } from "../../promql/index.ts";
import { type Context, isSet, type Rule, type Say, textOf, type Values } from "../rule.ts";

/**
 * As many series as a whole small server exposes: a rule that makes them anew at each evaluation is seldom meant.
 * Source of the order of magnitude: node exporter's and Prometheus's own samples, each below.
 */
const MANY = 1000;

/** How many series a rule's choice of labels makes, by what was recorded. Without an environment it says nothing. */
export const cardinality: Rule = {
  name: "rules/cardinality",
  on: "rule",
  severity: "info",
  says: `A recording, or an alert that aggregates by labels, of about ${MANY} series or more, estimated from the recorded samples.`,
  source: "https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels",
  check: checkCardinality,
};

function checkCardinality(value: Values, say: Say, { world }: Context): void {
  const { tree } = world === undefined ? { tree: undefined } : parsePromQL(textOf(value.expr));
  if (world === undefined || tree === undefined) return;
  const part = isSet(value.record) ? tree : aggregationIn(tree);
  const counted = part && cardinalityOf(part, world.countOf);
  if (part === undefined || counted === undefined || counted.series < MANY) return;
  say(
    "expr",
    `this ${isSet(value.record) ? "records" : "is an alert for each of"} about ${shown(counted.series)} series: ${factors(counted)}`,
    "keep the labels that somebody asks by: sum by (…)",
    { range: [part.from, part.to - part.from] },
  );
}

/** The aggregation whose labels an alert has: what is compared, or the whole expression. */
function aggregationIn(tree: Expression): Expression | undefined {
  const inner = bare(tree);
  if (inner.type === "binary") return aggregationIn(inner.matching?.many === "right" ? inner.right : inner.left);
  return inner.type === "aggregation" && (inner.grouping?.labels.length ?? 0) > 0 ? inner : undefined;
}

/** The labels by the number of their values, the largest first. */
const factors = ({ values }: Cardinality): string =>
  [...values]
    .filter(([, count]) => count > 1)
    .sort(([, a], [, b]) => b - a)
    .map(([label, count]) => `${label} takes ${shown(count)} values`)
    .join(", ");

const shown = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
