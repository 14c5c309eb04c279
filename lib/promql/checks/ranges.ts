import { callAround } from "../analysis/selectors.ts";
import type { Expression, Selector } from "../ast.ts";
import type { Knowledge, Report } from "./knowledge.ts";

/** Functions that need at least two samples in their range. Source: documentation, querying/functions. */
const NEED_TWO: ReadonlySet<string> = new Set("rate irate increase delta idelta deriv predict_linear".split(" "));
/** One missed scrape and a range that starts between two scrapes still leave two samples. */
const LEAST_SCRAPES = 4;

/** A range in which too few samples lie gives gaps, or nothing at all. */
export function shortRange(
  selector: Selector,
  parents: readonly Expression[],
  knowledge: Knowledge,
  report: Report,
): void {
  // anchored and smoothed look outside of the range for what it lacks.
  const seconds = selector.extension === undefined ? selector.range?.seconds : undefined;
  const call = seconds === undefined ? undefined : callAround(parents)?.name.text;
  if (selector.range === undefined || seconds === undefined || call === undefined || !NEED_TWO.has(call)) return;
  const interval = knowledge.scrapeInterval?.(selector);
  if (interval === undefined || seconds >= LEAST_SCRAPES * interval) return;
  const effect = seconds < 2 * interval ? "mostly returns nothing" : "returns nothing after one missed scrape";
  const message = `the range of ${shown(seconds)} is shorter than ${LEAST_SCRAPES} scrape intervals of ${shown(interval)}: ${call}() ${effect}`;
  report(selector.range, "promql/short-range", message, `use [${shown(LEAST_SCRAPES * interval)}] or longer`);
}

function shown(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60}m`;
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
