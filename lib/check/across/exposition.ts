import { distance } from "fastest-levenshtein";
import type { Exposed, Recorded, Sample } from "../../components/component.ts";
import { compareVersions } from "../version.ts";

/**
 * Whether a program can expose a name that is not known of it: `never`; `misspelt`, when it is nearly one that is known and
 * nobody else's; `hardly`, when nothing speaks for it; or `perhaps`, for what its machine, its settings or its version bring.
 */
export type Doubt = "never" | "misspelt" | "hardly" | "perhaps";

/** What is known of what one program exposes. */
export interface Exposition {
  readonly metrics: readonly Exposed[];
  /** Whether a metric is among them, by its own name. */
  exposes(metric: string): boolean;
  /** Of a series' name that is not among theirs. */
  doubt(name: string): Doubt;
  /** Whether the labels of a metric are all known. */
  knowsLabels(name: string): boolean;
}

/** A program of which nobody recorded anything. */
export const UNKNOWN: Exposition = {
  metrics: [],
  exposes: () => false,
  doubt: () => "perhaps",
  knowsLabels: () => false,
};

/** A program that declares all that it exposes. */
export const declared = (metrics: readonly Exposed[]): Exposition => ({
  metrics,
  exposes: (name) => metrics.some((metric) => metric.name === name),
  doubt: () => "never",
  knowsLabels: () => true,
});

/** A program of the user's that was recorded: whether it exposes more, only the user knows. */
export function observed(metrics: readonly Exposed[]): Exposition {
  const series = new Map(metrics.map((metric) => [metric.name, metric.series]));
  return {
    metrics,
    exposes: (name) => series.has(name),
    doubt: () => "hardly",
    knowsLabels: (name) => series.get(name) !== 0,
  };
}

/** A program of which there are samples, perhaps of other versions than the one that runs. */
export function recorded<S>(of: Recorded<S>, version: string, settings: S): Exposition {
  const { owns, complete, variableLabels } = of;
  const passesOn = of.passesOn?.(settings) === true;
  const { metrics, isExact } = sampleFor(of.samples, version);
  const names = metrics.flatMap(seriesNames);
  const series = new Map(metrics.map((metric) => [metric.name, metric.series]));
  return {
    metrics,
    exposes: (name) => series.has(name),
    doubt: (name) => {
      if (!owns.test(name)) return passesOn ? "hardly" : "never";
      if (isMisspelt(name, names)) return "misspelt";
      return isExact && !passesOn && complete?.test(name) === true ? "never" : "perhaps";
    },
    knowsLabels: (name) => isExact && series.get(name) !== 0 && variableLabels?.test(name) !== true,
  };
}

/** The sample of a version; where there is none the nearest older one, else the oldest, and what only others have besides. */
function sampleFor(samples: readonly Sample[], version: string) {
  const byAge = [...samples].sort((a, b) => compareVersions(a.version, b.version));
  const exact = byAge.find((sample) => releaseOf(sample.version) === releaseOf(version));
  if (exact !== undefined) return { metrics: exact.metrics(), isExact: true };
  const nearest = byAge.findLast((sample) => compareVersions(sample.version, version) <= 0) ?? byAge[0];
  const ordered = [...byAge.filter((sample) => sample !== nearest), ...(nearest === undefined ? [] : [nearest])];
  const union = new Map(ordered.flatMap((sample) => sample.metrics().map((metric) => [metric.name, metric])));
  return { metrics: [...union.values()], isExact: false };
}

/** Series names of a metric: histograms and summaries have several. Source: the exposition formats. */
export function seriesNames({ name, type }: Exposed): readonly string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
  return type === "summary" ? [name, `${name}_count`, `${name}_sum`] : [name];
}

/** Versions that differ in their third number only mend what is broken. */
const releaseOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** Two slips of the hand. What differs in a digit or a capital (`DirectMap2M`, `InSegs`) is another metric. */
const SLIPS = 2;

/** Whether a name is nearly one of those that are known. */
export function isMisspelt(name: string, known: readonly string[]): boolean {
  const signs = (text: string): string => text.replaceAll(/[a-z_]/g, "");
  return known.some(
    (each) =>
      Math.abs(each.length - name.length) <= SLIPS && signs(each) === signs(name) && distance(each, name) <= SLIPS,
  );
}
