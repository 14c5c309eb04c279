import type { Cursor } from "./cursor.ts";
import { FEATURES } from "./features.ts";
import { numberOf } from "./literals.ts";

/** The values of a series of `promtool test rules`, in what its documentation calls expanding notation. */
export interface SeriesValues {
  /** How many points in time they fill. */
  readonly count: number;
  /** Whether one of them is a sample: `_` is none. */
  readonly hasSample: boolean;
}

/** Of one item: where it ends, too. */
interface Item extends SeriesValues {
  readonly to: number;
}

const SPACE = /[ \t\r\n]*/y;
const WORD = /[^ \t\r\n]*/y;
const UNSIGNED = "(?:\\d[\\d_]*(?:\\.[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?";
/** These take letters behind them for their own, also the x of a repetition. */
const NAMED = "(?:[iI][nN][fF]|[nN][aA][nN])(?![\\w:])";
const END = "(?![^ \\t\\r\\n])";
const VALUE = new RegExp(
  `(?:_|(?<base>stale(?![\\w:])|[+-]?(?:${NAMED}|${UNSIGNED}))(?<step>[+-]${UNSIGNED})?)(?:x(?<times>\\d+))?${END}`,
  "y",
);
/** Source: underscoreOK in Go's strconv. */
const LOOSE_UNDERSCORE = /(?<!\d)_|_(?!\d)/;
const MOST_TIMES = 2n ** 64n;

const SIGNED = `-?(?:${NAMED}|${UNSIGNED})`;
const FIELD = `(?:${[
  "(?:schema|offset|n_offset):-?\\d+",
  `(?:sum|count|z_bucket):${SIGNED}`,
  `z_bucket_w:${UNSIGNED}`,
  `(?:buckets|n_buckets|custom_values):\\[${SIGNED}(?: +${SIGNED})* *\\]`,
  "counter_reset_hint:(?:unknown|reset|not_reset|gauge)",
].join("|")})`;
const ONE_HISTOGRAM = `\\{\\{(?:${FIELD}(?: +${FIELD})*)? *\\}\\}`;
const HISTOGRAM = new RegExp(`${ONE_HISTOGRAM}(?:(?:[+-]${ONE_HISTOGRAM})?x(?<times>\\d+))?${END}`, "y");
const TO_BRACES = /.*?\}\}[^ \t\r\n]*|.*/sy;

/**
 * Reads what stands behind the series up to the end of the line, and reports to the cursor what is no value. Of histograms the
 * form is looked at, not whether they make sense. Source: lexValueSequence (lex.go) and series_values (generated_parser.y) in
 * Prometheus's promql/parser.
 */
export function seriesValues(cursor: Cursor): SeriesValues {
  const { text, end } = cursor;
  const values = { count: 0, hasSample: false };
  const glued = endOf(WORD, text, end);
  if (glued > end) {
    cursor.report(
      { from: end, to: glued },
      `unexpected ${JSON.stringify(text.slice(end, glued))} behind a series`,
      SERIES,
    );
    return values;
  }
  for (let at = endOf(SPACE, text, end); at < text.length; at = endOf(SPACE, text, at)) {
    const item = text.startsWith("{{", at) ? histogram(cursor, at) : value(cursor, at);
    values.count += item.count;
    values.hasSample ||= item.hasSample;
    at = item.to;
  }
  return values;
}

function value(cursor: Cursor, from: number): Item {
  const groups = exec(VALUE, cursor.text, from)?.groups;
  const to = endOf(WORD, cursor.text, from);
  const { base, step, times } = groups ?? {};
  const isRepeated = times === undefined ? step === undefined : BigInt(times) < MOST_TIMES;
  if (groups === undefined || !isRepeated || ![base, step].every(isNumber)) {
    const text = cursor.text.slice(from, to);
    cursor.report({ from, to }, `${JSON.stringify(text)} is no value of a series`, mendOf(text));
  } else if (/\d_/.test(`${base}${step}`)) cursor.requires(FEATURES.underscores, { from, to });
  const hasSample = base !== undefined;
  return { to, count: times === undefined ? 1 : Number(times) + (hasSample ? 1 : 0), hasSample };
}

function histogram(cursor: Cursor, from: number): Item {
  const match = exec(HISTOGRAM, cursor.text, from);
  const to = match === undefined ? endOf(TO_BRACES, cursor.text, from) : from + match[0].length;
  const text = cursor.text.slice(from, to);
  if (text.includes("custom_values:")) cursor.requires(FEATURES.customBuckets, { from, to });
  else if (text.includes("counter_reset_hint:")) cursor.requires(FEATURES.resetHint, { from, to });
  else cursor.requires(FEATURES.histogramValues, { from, to });
  if (match === undefined)
    cursor.report({ from, to }, `${JSON.stringify(text)} is no histogram`, "{{schema:0 sum:3 count:2 buckets:[1 1]}}");
  return { to, count: Number(match?.groups?.times ?? 0) + 1, hasSample: true };
}

/** Whether a part of a value is a number or `stale`, or not written. */
function isNumber(signed: string | undefined): boolean {
  if (signed === undefined || signed === "stale") return true;
  return !LOOSE_UNDERSCORE.test(signed) && numberOf(signed.replace(/^[+-]/, "")) !== undefined;
}

const SERIES = 'a series is name{label="value"}, without spaces before its braces, and no expression';

/** What people write, and what was meant. */
const MENDS: readonly (readonly [written: RegExp, mend: string])[] = [
  [/^\{/, SERIES],
  [/,/, "a space stands between two values"],
  [/^[+-]?[\d.]+[+-][\d.]+$/, "how often is missing: 1+2x5 adds 2 five times"],
  [/^(?:stale|[+-]?(?:inf|nan))x/i, "only numbers and _ are repeated"],
  [/x$|x[^\d]/, "behind the x stands how often: 1x5, without a space"],
  [/_\d|\d_/, "_ stands for no sample, apart from other values"],
];
const NOTATION = "values are 1.5, _ for none and stale, repeated as 1x5, and counted as 0+10x5";

const mendOf = (text: string): string => MENDS.find(([written]) => written.test(text))?.[1] ?? NOTATION;

function exec(pattern: RegExp, text: string, from: number): RegExpExecArray | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
}

const endOf = (pattern: RegExp, text: string, from: number): number =>
  from + (exec(pattern, text, from)?.[0].length ?? 0);
