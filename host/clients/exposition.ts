/**
 * The value of a metric without labels in the text exposition format; undefined when it is not exposed.
 * Source: prometheus.io/docs/instrumenting/exposition_formats.
 */
export function metricValue(exposition: string, metric: string): number | undefined {
  const text = new RegExp(`^${metric} (\\S+)`, "m").exec(exposition)?.[1];
  return text === undefined ? undefined : Number(text);
}
