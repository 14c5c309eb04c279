import type { Selector, Span } from "../ast.ts";
import type { PromqlFault } from "../fault.ts";
import type { Dialect } from "../features.ts";
import type { CheckName } from "./names.ts";

type MetricType = "counter" | "gauge" | "histogram" | "summary" | "untyped";

export interface KnownMetric {
  readonly type: MetricType;
  /** Every label that its series can have, those of the target included; absent when that is not known. */
  readonly labels?: readonly string[];
  /** Those of the labels that not every series has. */
  readonly optional?: readonly string[];
  /** Made by a recording rule: it has no labels of a target by itself. */
  readonly recorded?: boolean;
}

/** What is known of the Prometheus that will evaluate an expression. What is not known is not judged. */
export interface Knowledge extends Dialect {
  /** A metric by its exposed family name: for a histogram the name without `_bucket`. Undefined: not known. */
  metric?(name: string): KnownMetric | undefined;
  /** How often what the selector selects is scraped or recorded, in seconds; undefined when that is not known or differs. */
  scrapeInterval?(selector: Selector): number | undefined;
}

/** `check` is a stable name with a page in docs/check.md. */
export interface PromqlFinding extends Span {
  readonly check: PromqlFault["check"] | CheckName;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly help?: string;
  readonly needs?: string;
}

export type Report = (at: Span, check: CheckName, message: string, help: string) => void;

/** What one series name is, derived from the metric that exposes it. */
export interface Series {
  readonly kind: "counter" | "gauge" | "other";
  readonly labels?: readonly string[];
  readonly optional?: readonly string[];
  readonly recorded?: boolean;
}

const SUFFIX = /_(bucket|count|sum)$/;

/** The series of that name: a histogram's and a summary's `_bucket`, `_count` and `_sum` are counters. */
export function seriesOf(knowledge: Knowledge, name: string): Series | undefined {
  const own = knowledge.metric?.(name);
  if (own !== undefined) return { ...own, kind: own.type === "counter" || own.type === "gauge" ? own.type : "other" };
  const suffix = SUFFIX.exec(name)?.[1];
  const family = suffix === undefined ? undefined : knowledge.metric?.(name.replace(SUFFIX, ""));
  const isPart = family?.type === "histogram" || (family?.type === "summary" && suffix !== "bucket");
  if (family === undefined || !isPart) return undefined;
  if (family.labels === undefined) return { kind: "counter" };
  const labels = family.labels.filter((label) => label !== "quantile" && label !== "le");
  const { optional } = family;
  return {
    kind: "counter",
    labels: suffix === "bucket" ? [...labels, "le"] : labels,
    ...(optional !== undefined && { optional }),
  };
}
