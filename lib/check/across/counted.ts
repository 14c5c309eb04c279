import type { Exposed } from "../../components/component.ts";
import { type Cardinality, cardinalityOf, metricOf, parsePromQL, type Selector } from "../../promql/index.ts";
import type { Job } from "./jobs.ts";
import type { Recordings } from "./recordings.ts";

/**
 * Counts what selectors select, by the samples: the series that one target had when it was recorded, times the targets that
 * the jobs name. What rules record is counted by their expressions.
 */
export function counting(
  jobsOf: (selector: Selector) => readonly Job[],
  recordings: Recordings,
): (selector: Selector) => Cardinality | undefined {
  // A name that records itself is asked for while it is counted: then it is not.
  const asked = new Set<string>();
  const countOf = (selector: Selector): Cardinality | undefined => {
    const name = metricOf(selector);
    if (name === undefined || asked.has(name)) return undefined;
    const recorded = recordings.get(name)?.[0];
    if (recorded === undefined) return countExposed(name, jobsOf(selector));
    const { tree } = parsePromQL(recorded.expr);
    asked.add(name);
    const counted = tree && cardinalityOf(tree, countOf);
    asked.delete(name);
    return counted;
  };
  return countOf;
}

function countExposed(name: string, jobs: readonly Job[]): Cardinality | undefined {
  const bringing = jobs.flatMap((job) =>
    (job.exposed.get(name) ?? []).filter(({ stored }) => stored !== undefined).map(({ metric }) => ({ job, metric })),
  );
  if (bringing.length === 0 || bringing.some(({ metric }) => (metric.series ?? 0) === 0)) return undefined;
  const targets = bringing.reduce((sum, { job }) => sum + job.targets, 0);
  const values = new Map([
    ["instance", targets],
    ["job", new Set(bringing.map(({ job }) => job)).size],
  ]);
  for (const { metric } of bringing)
    for (const [label, count] of ownValues(metric, name)) values.set(label, Math.max(count, values.get(label) ?? 0));
  const series = bringing.reduce((sum, { job, metric }) => sum + job.targets * seriesOf(metric, name), 0);
  return { series, values };
}

/** Of a histogram's buckets there are as many as bounds, of a summary as many as quantiles. */
const innerOf = ({ name, type }: Exposed, series: string): string | undefined => {
  if (type === "histogram" && series.endsWith("_bucket")) return "le";
  return type === "summary" && series === name ? "quantile" : undefined;
};

const ownValues = (metric: Exposed, series: string): readonly (readonly [string, number])[] => {
  const inner = innerOf(metric, series);
  return Object.entries(metric.distinct ?? {}).filter(([label]) => metric.labels.includes(label) || label === inner);
};

const seriesOf = (metric: Exposed, series: string): number =>
  (metric.series ?? 0) * (metric.distinct?.[innerOf(metric, series) ?? ""] ?? 1);
