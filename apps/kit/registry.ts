import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry, Summary } from "prom-client";
import type { AppMetric } from "../manifest.ts";
import { PROCESS_METRICS } from "./process-metrics.ts";

/** The label values that a declared metric takes, as an argument list: none for a metric without labels. */
type LabelArguments<M extends AppMetric> = [M["labels"][number]] extends [never]
  ? []
  : [labels: { [L in M["labels"][number]]: ValueOf<M, L> }];
type ValueOf<M extends AppMetric, L extends string> =
  NonNullable<M["values"]> extends Record<L, readonly (infer V)[]> ? V : string;

interface CounterOf<L extends unknown[]> {
  inc(...labelsAndValue: [...L, value?: number]): void;
}
interface GaugeOf<L extends unknown[]> extends CounterOf<L> {
  dec(...labelsAndValue: [...L, value?: number]): void;
  set(...labelsAndValue: [...L, value: number]): void;
}
interface ObserverOf<L extends unknown[]> {
  observe(...labelsAndValue: [...L, value: number]): void;
}
type Instrument<M extends AppMetric> = {
  counter: CounterOf<LabelArguments<M>>;
  gauge: GaugeOf<LabelArguments<M>>;
  histogram: ObserverOf<LabelArguments<M>>;
  summary: ObserverOf<LabelArguments<M>>;
  untyped: never;
}[M["type"]];

/** Instruments by metric name; names, labels and (where declared) label values are checked by the compiler. */
export type Instruments<Metrics extends readonly AppMetric[]> = {
  readonly [N in Metrics[number]["name"]]: Instrument<Extract<Metrics[number], { readonly name: N }>>;
};

export interface AppRegistry<Metrics extends readonly AppMetric[]> {
  readonly instruments: Instruments<Metrics>;
  /** `Content-Type` of the exposition. */
  readonly contentType: string;
  /** The text exposition format, version 0.0.4. */
  exposition(): Promise<string>;
}

/** Quantiles look back over ten minutes, in steps of two: a summary that never forgets stops saying anything. */
const SUMMARY_WINDOW = { maxAgeSeconds: 600, ageBuckets: 5 };

function register(metric: AppMetric, registry: Registry): Counter | Gauge | Histogram | Summary {
  const common = { name: metric.name, help: metric.help, labelNames: metric.labels, registers: [registry] };
  switch (metric.type) {
    case "counter":
      return new Counter(common);
    case "gauge":
      return new Gauge(common);
    case "histogram":
      return new Histogram({ ...common, ...(metric.buckets && { buckets: [...metric.buckets] }) });
    case "summary":
      return new Summary({ ...common, ...SUMMARY_WINDOW, percentiles: [...(metric.quantiles ?? [])] });
    case "untyped":
      throw new Error(`${metric.name}: an app knows the type of what it counts`);
  }
}

/** Label sets that exist before anything happened: those listed, else all combinations of the declared values. */
function initialSeries(metric: AppMetric): readonly Readonly<Record<string, string>>[] {
  if (metric.initial !== undefined) return metric.initial;
  return metric.labels.reduce<readonly Readonly<Record<string, string>>[]>(
    (series, label) =>
      series.flatMap((one) => (metric.values?.[label] ?? []).map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
}

function initialise(metric: AppMetric, instrument: Counter | Gauge | Histogram | Summary): void {
  if (metric.labels.length === 0) return; // prom-client starts these at 0 itself
  for (const labels of initialSeries(metric)) {
    if (instrument instanceof Histogram) instrument.zero(labels);
    else if (instrument instanceof Counter || instrument instanceof Gauge) instrument.inc(labels, 0);
  }
}

function addProcessMetrics(registry: Registry): void {
  const own = new Set(registry.getMetricsAsArray().map((metric) => metric.name));
  const kept = new Set(PROCESS_METRICS.map((metric) => metric.name));
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!own.has(name) && !kept.has(name)) registry.removeSingleMetric(name);
  }
}

/** The registry of an app, made from its one definition, so that what is exposed and what is declared cannot differ. */
export function createRegistry<const Metrics extends readonly AppMetric[]>(metrics: Metrics): AppRegistry<Metrics> {
  const registry = new Registry();
  const instruments = metrics.map((metric) => {
    const instrument = register(metric, registry);
    initialise(metric, instrument);
    return [metric.name, instrument] as const;
  });
  addProcessMetrics(registry);
  return {
    // prom-client's own types know neither which labels a metric needs nor their values.
    instruments: Object.fromEntries(instruments) as unknown as Instruments<Metrics>,
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
  };
}
