import type { Exposed } from "../../components/component.ts";
import { intervalOf, jobsOf } from "../prometheus/rules/scrape.ts";
import { actionOf, type Labels, relabel } from "../relabel.ts";
import { listOf, objectOf, objectsOf, textOf, type Values } from "../rule.ts";
import { type Doubt, type Exposition, isMisspelt, seriesNames } from "./exposition.ts";
import { dropsName, labelsGained, mayRename } from "./metric-relabelling.ts";

/** A series name that a job's targets expose, and what relabelling makes of it. */
export interface ExposedSeries {
  readonly metric: Exposed;
  /** Absent: metric_relabel_configs drop it. Else its labels once stored, `__name__` among them. */
  readonly stored?: Labels;
}

/** A scrape job of an environment. */
export interface Job {
  readonly name: string;
  /** Whether its series may have another `job` than its name. */
  readonly isCalledOtherwise: boolean;
  readonly intervalSeconds: number;
  /** How many targets the file names. */
  readonly targets: number;
  /** What is known of it, by the name that it is exposed under. */
  readonly exposed: ReadonlyMap<string, readonly ExposedSeries[]>;
  /** The names that are known to be stored. */
  readonly stored: ReadonlySet<string>;
  /** Of a name that is neither. */
  doubt(name: string): Doubt;
  /** Whether a step of metric_relabel_configs drops whatever has this name. */
  drops(name: string): boolean;
  /** Whether all labels are known of a metric's series, those of the targets included. */
  knowsLabels(metric: string): boolean;
  /** Whether one of its targets may have series of a metric that is not among what is known of that target. */
  mayBringAlso(metric: string): boolean;
}

/** The jobs of a prometheus.yml, with what is known of what their targets expose. */
export const jobsIn = (file: Values, expositionsOf: (scrape: Values) => readonly Exposition[]): Job[] =>
  jobsOf(file).map((scrape) => jobOf(scrape, intervalOf(scrape, file) / 1000, expositionsOf(scrape)));

function jobOf(scrape: Values, intervalSeconds: number, expositions: readonly Exposition[]): Job {
  const steps = scrape.metric_relabel_configs;
  const exposed = seriesOf(expositions, scrape);
  const stored = new Set(
    [...exposed.values()].flatMap((all) => all.flatMap((series) => series.stored?.get("__name__") ?? [])),
  );
  const renames = mayRename(steps);
  const hasKnownLabels = areTargetLabelsKnown(scrape) && labelsGained(steps) !== undefined;
  return {
    name: textOf(scrape.job_name),
    isCalledOtherwise: isCalledOtherwise(scrape),
    intervalSeconds,
    targets: objectsOf(scrape.static_configs).reduce((sum, group) => sum + listOf(group.targets).length, 0),
    exposed,
    stored,
    doubt: renames
      ? (name) => (isMisspelt(name, [...stored]) ? "misspelt" : "perhaps")
      : (name) => weakest(expositions.map((each) => each.doubt(name))),
    drops: (name) => dropsName(steps, name),
    knowsLabels: (metric) => hasKnownLabels && expositions.every((each) => each.knowsLabels(metric)),
    mayBringAlso: (metric) => expositions.some((each) => !each.exposes(metric) && each.doubt(metric) === "perhaps"),
  };
}

const weakest = (doubts: readonly Doubt[]): Doubt =>
  (["misspelt", "perhaps", "hardly"] as const).find((doubt) => doubts.includes(doubt)) ?? "never";

function seriesOf(expositions: readonly Exposition[], scrape: Values): Map<string, ExposedSeries[]> {
  const target = targetLabels(scrape);
  const gained = labelsGained(scrape.metric_relabel_configs) ?? [];
  const series = new Map<string, ExposedSeries[]>();
  for (const metric of new Set(expositions.flatMap(({ metrics }) => metrics))) {
    for (const name of seriesNames(metric)) {
      const own = exportedToo(ownLabels(metric, name), target, scrape.honor_labels === true);
      const labels = new Map<string, string | undefined>([
        ["__name__", name],
        ...[...own, ...target].map((label) => [label, undefined] as const),
      ]);
      const stored = relabel(labels, scrape.metric_relabel_configs);
      const kept = stored && new Map([...gained.map((label) => [label, undefined] as const), ...stored]);
      series.set(name, [...(series.get(name) ?? []), { metric, ...(kept !== undefined && { stored: kept }) }]);
    }
  }
  return series;
}

/** Labels of one series name of a metric. Source: the exposition formats. */
function ownLabels({ name, type, labels }: Exposed, series: string): readonly string[] {
  if (type === "histogram" && series.endsWith("_bucket")) return [...labels, "le"];
  return type === "summary" && series === name ? [...labels, "quantile"] : labels;
}

/** A label that the target has too is stored as `exported_…`. Source: documentation, scrape_config, honor_labels. */
const exportedToo = (labels: readonly string[], target: readonly string[], isHonored: boolean): readonly string[] =>
  isHonored ? labels : labels.map((label) => (target.includes(label) ? `exported_${label}` : label));

/** Labels that every series of a job's targets gets: the two of every target, those written beside them, and what relabelling sets. */
function targetLabels(scrape: Values): string[] {
  const written = objectsOf(scrape.static_configs).flatMap((group) => Object.keys(objectOf(group.labels) ?? {}));
  const set = objectsOf(scrape.relabel_configs).map((step) => textOf(step.target_label));
  return [...new Set(["job", "instance", ...written, ...set])].filter(
    (label) => label !== "" && !label.startsWith("__"),
  );
}

/** Whether relabelling, or the targets themselves, give the label `job` another value. */
function isCalledOtherwise(scrape: Values): boolean {
  const steps = [...objectsOf(scrape.relabel_configs), ...objectsOf(scrape.metric_relabel_configs)];
  return (
    scrape.honor_labels === true ||
    objectsOf(scrape.static_configs).some((group) => Object.hasOwn(objectOf(group.labels) ?? {}, "job")) ||
    steps.some((step) => /^job$|\$/.test(textOf(step.target_label)) || actionOf(step).startsWith("label"))
  );
}

/** Whether the labels of a job's targets can be told from the file: discovery brings labels of its own. */
const areTargetLabelsKnown = (scrape: Values): boolean =>
  !Object.keys(scrape).some((key) => key.endsWith("_sd_configs")) &&
  !objectsOf(scrape.relabel_configs).some(
    (step) => actionOf(step) === "labelmap" || textOf(step.target_label).includes("$"),
  ) &&
  listOf(scrape.static_configs).length > 0;
