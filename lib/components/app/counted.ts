import type { AppMetric } from "../../../apps/manifest.ts";
import type { Metric } from "../component.ts";

/** An app's metric with the number of its series, where the values of all its labels are declared. */
export function counted(metric: AppMetric): Metric {
  const { values = {}, labels, buckets, quantiles } = metric;
  if (!labels.every((label) => Object.hasOwn(values, label))) return metric;
  const inner = { ...(buckets && { le: buckets.length + 1 }), ...(quantiles && { quantile: quantiles.length }) };
  const distinct = Object.fromEntries(labels.map((label) => [label, values[label]?.length ?? 0]));
  const series = Object.values(distinct).reduce((product, count) => product * count, 1);
  return { ...metric, series, distinct: { ...distinct, ...inner } };
}
