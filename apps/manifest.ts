import type { Metric, Query } from "../lib/components/component.ts";

/** A metric of one of our apps. */
export interface AppMetric extends Metric {
  /** The closed set of each label's values; a label that is left out takes values that the app itself makes and bounds. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /**
   * The series that exist from the start (counters at 0), so that `rate()` sees the first event.
   * Default: all combinations of `values`, when every label is listed there.
   */
  readonly initial?: readonly Readonly<Record<string, string>>[];
  /** Quantiles of a summary, 0 to 1, over the last ten minutes. */
  readonly quantiles?: readonly number[];
}

interface VariableBase {
  /** What holds when the variable is not set, as its text would be written. */
  readonly default: string;
  readonly help: string;
  /** It can be changed while the app runs, by `PUT /settings`. */
  readonly runtime?: true;
}

/** An environment variable that an app reads. Bounds are inclusive. */
export type Variable = VariableBase &
  (
    | { readonly kind: "number" | "integer"; readonly minimum: number; readonly maximum: number }
    | { readonly kind: "boolean" }
    | { readonly kind: "choice"; readonly choices: readonly string[] }
    | { readonly kind: "text" }
    | { readonly kind: "url"; readonly protocols: readonly string[] }
    /** host:port */
    | { readonly kind: "address" }
    /** The path of a file that holds a secret; the secret itself never stands in a variable. */
    | { readonly kind: "secretFile" }
  );

export type Variables = Readonly<Record<string, Variable>>;

/** All that the rest of watchkeeper knows of one of our apps. Pure data: `apps/<name>/manifest.ts` imports nothing of Node's. */
export interface AppManifest {
  /** Its folder in apps/, and its name in environment.yml. */
  readonly name: string;
  /** One sentence for a person. */
  readonly summary: string;
  readonly port: number;
  readonly healthPath: string;
  /** Where it says whether all that it depends on answers; absent when it depends on nothing. */
  readonly readyPath?: string;
  readonly metricsPath: string;
  /** Its own metrics; the process metrics that every app has besides are `PROCESS_METRICS` of apps/kit/process-metrics.ts. */
  readonly metrics: readonly AppMetric[];
  /** Questions to Prometheus whose answers show that the app is observed. */
  readonly queries: readonly Query[];
  /** Besides HOST and PORT, which every app has. */
  readonly variables: Variables;
  readonly resources: { readonly memoryMiB: number };
  /** A small file system of its own, in memory, which it finds at SCRATCH_DIR: of this size, and empty at each start. */
  readonly scratch?: { readonly mib: number };
  /** How long it may take to finish what it has begun when it is stopped. */
  readonly stopGraceSeconds: number;
}
