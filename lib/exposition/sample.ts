import type { Exposed, Sample } from "../components/component.ts";

/**
 * A recorded sample as text, a line for each metric: name, type, number of label sets, and of each label the number of its values.
 *
 *     node_cpu_seconds_total counter 16 cpu=2 mode=8
 *     node_filesystem_avail_bytes gauge 5 device=4 device_error?=1 fstype=2 mountpoint=5
 *
 * `?` marks a label that not every series has. Values are left out: they tell of one machine.
 */
export const formatSample = (metrics: readonly Exposed[]): string => metrics.map(lineOf).join("\n");

const lineOf = ({ name, type, series = 0, labels, optional = [], distinct = {} }: Exposed): string => {
  const inner = type === "histogram" ? ["le"] : type === "summary" ? ["quantile"] : [];
  const counts = [...labels, ...inner.filter((label) => distinct[label] !== undefined)].map(
    (label) => `${label}${optional.includes(label) ? "?" : ""}=${distinct[label] ?? 0}`,
  );
  return [name, type, series, ...counts].join(" ");
};

/** Reads what `formatSample` wrote, without lines of comment. */
export const parseSample = (text: string): readonly Exposed[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map(metricOf);

function metricOf(line: string): Exposed {
  const [name = "", type = "untyped", series = "0", ...counts] = line.split(" ");
  const isInner = (label: string) =>
    (label === "le" && type === "histogram") || (label === "quantile" && type === "summary");
  const labels = counts.map((count) => {
    const [label = "", values = "0"] = count.split("=");
    return { label: label.replace("?", ""), isOptional: label.endsWith("?"), values: Number(values) };
  });
  const optional = labels.filter(({ isOptional }) => isOptional).map(({ label }) => label);
  return {
    name,
    type: type as Exposed["type"],
    labels: labels.map(({ label }) => label).filter((label) => !isInner(label)),
    ...(optional.length > 0 && { optional }),
    series: Number(series),
    distinct: Object.fromEntries(labels.map(({ label, values }) => [label, values])),
  };
}

/** A sample of a room: its text is read when somebody asks, and once. */
export function sample(version: string, text: string): Sample {
  let metrics: readonly Exposed[] | undefined;
  return {
    version,
    metrics: () => {
      metrics ??= parseSample(text.trim());
      return metrics;
    },
  };
}
