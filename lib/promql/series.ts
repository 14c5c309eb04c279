import { Cursor, SyntaxFault } from "./cursor.ts";
import type { PromqlFault } from "./fault.ts";
import { type Dialect, FEATURES } from "./features.ts";
import { unquote } from "./literals.ts";
import { type SeriesValues, seriesValues } from "./series-values.ts";
import { END_OF_INPUT, METRIC_KEYWORDS } from "./token.ts";

/** A label of a series as it is written, `__name__` among them. */
export interface SeriesLabel {
  readonly name: string;
  readonly value: string;
}

export interface ParsedSeries extends SeriesValues {
  /** Why promtool refuses it: none with severity error, and it takes it. */
  readonly faults: readonly PromqlFault[];
  readonly labels: readonly SeriesLabel[];
}

const CONTEXT = "label set";

/** Why Prometheus refuses a text as a metric, `name{label="value"}`. Source: ParseMetric, promql/parser/parse.go. */
export function metricFaults(text: string, dialect: Dialect = {}): readonly PromqlFault[] {
  const cursor = new Cursor(text, dialect);
  return faultsOf(cursor, () => {
    metric(cursor);
    if (cursor.current.kind !== END_OF_INPUT) cursor.unexpected("metric");
  });
}

/** A series and its values on one line, without space around it. Source: ParseSeriesDesc, promql/parser/parse.go. */
export function parseSeries(line: string, dialect: Dialect = {}): ParsedSeries {
  const cursor = new Cursor(line, dialect);
  let labels: readonly SeriesLabel[] = [];
  let values: SeriesValues = { count: 0, hasSample: false };
  const faults = faultsOf(cursor, () => {
    labels = metric(cursor, { isGlued: true });
    if (cursor.end === 0) cursor.unexpected("series", 'a name or "{"');
    values = seriesValues(cursor);
  });
  return { ...values, labels, faults };
}

function faultsOf(cursor: Cursor, read: () => void): readonly PromqlFault[] {
  try {
    read();
    return cursor.faults;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return [...cursor.faults, error.fault];
  }
}

/** `isGlued`: braces behind a space are not its own. */
function metric(cursor: Cursor, { isGlued = false } = {}): readonly SeriesLabel[] {
  const { kind } = cursor.current;
  const isNamed = ["identifier", "metric"].includes(kind) || METRIC_KEYWORDS.has(kind);
  const name = isNamed ? cursor.next() : undefined;
  if (name !== undefined) cursor.named(name);
  const hasLabels = cursor.current.kind === "{" && !(isGlued && cursor.current.from > cursor.end);
  const labels = hasLabels ? cursor.braces(CONTEXT, () => label(cursor)) : [];
  if (name === undefined) return labels;
  return [{ name: "__name__", value: cursor.textOf(name) }, ...labels.filter((label) => label.name !== "__name__")];
}

function label(cursor: Cursor): SeriesLabel {
  const token = cursor.current;
  const isQuoted = token.kind === "string";
  if (!isQuoted && token.kind !== "identifier") cursor.unexpected(CONTEXT, 'identifier or "}"');
  cursor.next();
  if (isQuoted) cursor.requires(FEATURES.quotedSeries, token);
  const name = isQuoted ? unquote(cursor.textOf(token)) : cursor.textOf(token);
  if (isQuoted && [",", "}"].includes(cursor.current.kind)) return { name: "__name__", value: name };
  cursor.expect("=", CONTEXT, '"=" and a value: a series is no selector');
  return { name, value: unquote(cursor.textOf(cursor.expect("string", CONTEXT, "string"))) };
}
