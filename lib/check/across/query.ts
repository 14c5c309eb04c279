import type { Finding } from "../../finding.ts";
import { checkExpression, metricOf, parsePromQL, type Selector, selectorsOf } from "../../promql/index.ts";
import { didYouMean } from "../../schema/index.ts";
import { ANYTHING, type Fate, type World } from "./world.ts";

/** A finding of a query: where in its text, and what. */
export interface QueryFinding extends Pick<Finding, "severity" | "check" | "message" | "help"> {
  readonly range: readonly [offset: number, length: number];
}

/** Who asks: the first part of the checks' names, and what an empty answer does. */
export interface Asker {
  readonly area: "dashboard" | "query" | "grafana-alert";
  readonly effect: string;
}

/** `$name`, `${name}`, `${name:format}`, `[[name]]`. Source: Grafana's documentation, variable syntax. */
const VARIABLE = /\$\{\w+(?::\w+)?\}|\$\w+|\[\[\w+\]\]/g;

/**
 * A query with a text of the same length in place of every variable, so that places stay what they are: a duration in
 * ranges, within quotes what matches anything, elsewhere a name.
 */
export const withoutVariables = (query: string): string =>
  query.replaceAll(VARIABLE, (variable, at: number) => {
    if (query[at - 1] === "[" || query[at - 1] === ":") return "5m".padEnd(variable.length);
    const isQuoted = query.slice(0, at).split('"').length % 2 === 0;
    return isQuoted ? anything(variable.length) : "x".repeat(variable.length);
  });

/** A regular expression of that many letters, two or more, that matches every text but the empty one. */
const anything = (length: number): string =>
  `${ANYTHING}${".?".repeat((length - ANYTHING.length) / 2)}${length % 2 === 0 ? "" : "?"}`;

/** All that is wrong with a query, and the metrics that it asks for in vain. No page depends on it: at worst a warning, unless a metric is dropped. */
export function checkQuery(query: string, world: World, asker: Asker): QueryFinding[] {
  const text = withoutVariables(query);
  const said = checkExpression(text, world.knowledge).map(({ from, to, severity, check, message, help }) => ({
    range: [from, to - from] as const,
    severity: severity === "info" ? severity : ("warning" as const),
    check,
    message,
    ...(help !== undefined && { help }),
  }));
  return [...said, ...deadMetrics(text, world).map((dead) => findingOf(dead, asker))];
}

/** A metric that somebody asks for in vain. */
export interface DeadMetric {
  readonly name: string;
  /** The job that it asks for, when there is none. */
  readonly job?: string;
  readonly fate: Exclude<Fate, undefined | { readonly kind: "stored" }>;
  readonly range: readonly [offset: number, length: number];
}

/** The metrics of an expression that never return anything; none where it does not parse. */
export function deadMetrics(expr: string, world: World): DeadMetric[] {
  const { tree } = parsePromQL(expr);
  return tree === undefined ? [] : selectorsOf(tree).flatMap(({ selector }) => deadMetric(selector, world));
}

function deadMetric(selector: Selector, world: World): DeadMetric[] {
  const name = metricOf(selector);
  const fate = name === undefined ? undefined : world.fateOf(name, selector);
  if (name === undefined || fate === undefined || fate.kind === "stored") return [];
  const asked =
    fate.kind === "jobless"
      ? selector.matchers.find(({ label, op }) => label === "job" && !op.startsWith("!"))
      : undefined;
  const { from, to } = asked ?? selector.name ?? selector;
  return [{ name, fate, range: [from, to - from], ...(asked !== undefined && { job: asked.value }) }];
}

/** The last part of the checks' names. */
export const kindOf = ({ fate }: DeadMetric): "dropped-metric" | "unknown-metric" | "unknown-job" =>
  fate.kind === "jobless" ? "unknown-job" : `${fate.kind}-metric`;

/** One sentence for a person: what becomes of the metric. */
export function saidOf({ name, fate, job = "" }: DeadMetric): string {
  switch (fate.kind) {
    case "dropped":
      return `metric_relabel_configs of the job ${fate.job} drop the metric ${name}`;
    case "jobless":
      return `no scrape job is called so${didYouMean(job, fate.jobs)}`;
    default:
      return `${fate.isSure ? "no job exposes" : "no job is known to expose"} the metric ${name}, and no rule records it${fate.meant}`;
  }
}

const findingOf = (dead: DeadMetric, { area, effect }: Asker): QueryFinding => ({
  range: dead.range,
  severity: dead.fate.kind === "dropped" ? "error" : "warning",
  check: `${area}/${kindOf(dead)}`,
  message: saidOf(dead),
  help: dead.fate.kind === "dropped" ? `${effect}: keep the metric, or do not ask for it` : effect,
});
