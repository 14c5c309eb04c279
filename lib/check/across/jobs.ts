import type { Metric } from "../../components/component.ts";
import { intervalOf, jobsOf } from "../prometheus/rules/scrape.ts";
import { type Labels, relabel } from "../relabel.ts";
import { listOf, objectOf, objectsOf, textOf, type Values } from "../rule.ts";

/** A series name that a job's targets expose, and what relabelling makes of it. */
export interface ExposedSeries {
  readonly metric: Metric;
  /** Absent: metric_relabel_configs drop it. Else its labels once stored, `__name__` among them. */
  readonly stored?: Labels;
}

/** A scrape job of an environment. */
export interface Job {
  readonly name: string;
  readonly intervalSeconds: number;
  /** Series by the name they are exposed under; absent where nobody recorded what the targets expose. */
  readonly series?: ReadonlyMap<string, ExposedSeries>;
}

/** Series names of a metric: histograms and summaries have several. Source: the exposition formats. */
export function seriesNames({ name, type }: Metric): readonly string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
  return type === "summary" ? [name, `${name}_count`, `${name}_sum`] : [name];
}

/** The jobs of a prometheus.yml, with what `sampleOf` knows of their metrics. */
export const jobsIn = (file: Values, sampleOf: (job: string) => readonly Metric[] | undefined): Job[] =>
  jobsOf(file).map((scrape) => {
    const name = textOf(scrape.job_name);
    const sample = sampleOf(name);
    return {
      name,
      intervalSeconds: intervalOf(scrape, file) / 1000,
      ...(sample !== undefined && { series: seriesOf(sample, scrape) }),
    };
  });

function seriesOf(sample: readonly Metric[], scrape: Values): Map<string, ExposedSeries> {
  const target = targetLabels(scrape);
  return new Map(
    sample.flatMap((metric) =>
      seriesNames(metric).map((name) => {
        const labels = new Map<string, string | undefined>([
          ["__name__", name],
          ...[...ownLabels(metric, name), ...target].map((label) => [label, undefined] as const),
        ]);
        const stored = relabel(labels, scrape.metric_relabel_configs);
        return [name, { metric, ...(stored !== undefined && { stored }) }] as const;
      }),
    ),
  );
}

/** Labels of one series name of a metric. Source: the exposition formats. */
function ownLabels({ name, type, labels }: Metric, series: string): readonly string[] {
  if (type === "histogram" && series.endsWith("_bucket")) return [...labels, "le"];
  return type === "summary" && series === name ? [...labels, "quantile"] : labels;
}

/** Labels that every series of a job's targets gets: the two of every target, those written beside them, and what relabelling sets. */
function targetLabels(scrape: Values): string[] {
  const written = objectsOf(scrape.static_configs).flatMap((group) => Object.keys(objectOf(group.labels) ?? {}));
  const set = objectsOf(scrape.relabel_configs).map((step) => textOf(step.target_label));
  return [...new Set(["job", "instance", ...written, ...set])].filter(
    (label) => label !== "" && !label.startsWith("__"),
  );
}

/** Whether the labels of a job's targets can be told from the file: discovery brings labels of its own. */
export const hasKnownLabels = (scrape: Values): boolean =>
  !Object.keys(scrape).some((key) => key.endsWith("_sd_configs")) &&
  !objectsOf(scrape.relabel_configs).some(
    (step) => textOf(step.action) === "labelmap" || textOf(step.target_label).includes("$"),
  ) &&
  listOf(scrape.static_configs).length > 0;
