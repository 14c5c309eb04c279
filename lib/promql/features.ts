import type { Span } from "./ast.ts";
import { type PromqlFault, versionNumber } from "./fault.ts";

/** What decides which expressions Prometheus knows. */
export interface Dialect {
  /** Of the Prometheus that evaluates, as `2.42.0`. Default: the newest. */
  readonly version?: string;
  /** Names given to `--enable-feature`. */
  readonly features?: readonly string[];
}

/** A part of the language that not every Prometheus knows. */
export interface Feature {
  readonly what: string;
  readonly since?: string;
  /** The last version without this has the number before: `3.0` means gone in 3.0. */
  readonly until?: string;
  /** The name for `--enable-feature` without which it is refused, the version from which on it is, and the one from which it needs none. */
  readonly flag?: string;
  readonly flagSince?: string;
  readonly stableSince?: string;
  readonly instead?: string;
}

/** Source of versions and flags: Prometheus's CHANGELOG and docs/feature_flags.md, and its grammar at each release. */
export const FEATURES = {
  numberAsDuration: { what: "a number in place of a duration", since: "2.54", instead: "write a unit: 5m, 90s" },
  durationAsNumber: { what: "a duration in place of a number", since: "2.54", instead: "write the seconds" },
  underscores: { what: "underscores in numbers", since: "2.54", instead: "leave them out" },
  quotedNames: { what: "quoted names in braces", since: "2.51" },
  quotedSeries: {
    what: "a quoted name in a series",
    since: "3.1",
    instead: "write the name before the braces, and labels plain",
  },
  histogramValues: { what: "a histogram among values", since: "2.47" },
  customBuckets: { what: "a histogram with custom_values", since: "2.54" },
  resetHint: { what: "a histogram with counter_reset_hint", since: "2.55" },
  quotedLabels: { what: "quoted labels in by, on and the like", since: "2.55" },
  utf8Labels: { what: "a label of any characters in by, on and the like", since: "3.0" },
  zeroDuration: { what: "a duration of zero", since: "3.4", instead: "leave it out" },
  signedDuration: { what: "a sign before a duration", since: "3.4", instead: "leave it out" },
  signedParentheses: { what: "a sign before a duration in parentheses", since: "3.13", instead: "leave them out" },
  durationExpression: {
    what: "arithmetic with durations",
    since: "3.4",
    flag: "promql-duration-expr",
    stableSince: "3.14",
    instead: "write the result as one duration",
  },
  stepDuration: {
    what: "step() as a duration",
    since: "3.6",
    flag: "promql-duration-expr",
    flagSince: "3.12",
    stableSince: "3.14",
  },
  rangeDuration: {
    what: "range() as a duration",
    since: "3.10",
    flag: "promql-duration-expr",
    flagSince: "3.12",
    stableSince: "3.14",
  },
  minMaxDuration: {
    what: "min() or max() as a duration",
    since: "3.6",
    until: "3.13",
    flag: "promql-duration-expr",
    flagSince: "3.12",
    instead: "since 3.13 it is called min_of() and max_of()",
  },
  durationChoice: {
    what: "min_of() or max_of() as a duration",
    since: "3.13",
    flag: "promql-duration-expr",
    stableSince: "3.14",
  },
  extendedRange: { what: "anchored and smoothed", since: "3.7", flag: "promql-extended-range-selectors" },
  extensionNames: { what: "a metric or label named anchored or smoothed", since: "3.8" },
  fill: { what: "fill(), fill_left() and fill_right()", since: "3.10", flag: "promql-binop-fill-modifiers" },
  trim: { what: "the operators </ and >/", since: "3.11" },
  namedGroup: { what: "a group named (?<name>…)", since: "2.53", instead: "write (?P<name>…)" },
  limit: { what: "limitk() and limit_ratio()", since: "2.54", flag: "promql-experimental-functions" },
} as const satisfies Record<string, Feature>;

/** Whether the dialect's Prometheus is of that version or a later one. */
export const isAtLeast = ({ version }: Dialect, other: string): boolean =>
  version === undefined || versionNumber(version) >= versionNumber(other);

/** The fault of using a feature where the dialect lacks it, or undefined. */
export function missing(feature: Feature, dialect: Dialect, at: Span): PromqlFault | undefined {
  const { what, since, until, flag, flagSince = "0", stableSince, instead } = feature;
  const base = { from: at.from, to: at.to, check: "promql/syntax", severity: "error" } as const;
  const help = instead === undefined ? {} : { help: instead };
  if (since !== undefined && !isAtLeast(dialect, since)) {
    return {
      ...base,
      ...help,
      needs: since,
      message: `${what} needs Prometheus ${since}; here ${dialect.version} runs`,
    };
  }
  if (until !== undefined && isAtLeast(dialect, until)) {
    return { ...base, ...help, message: `${what} is gone since Prometheus ${until}` };
  }
  const stable = stableSince !== undefined && isAtLeast(dialect, stableSince);
  if (flag === undefined || stable || !isAtLeast(dialect, flagSince) || dialect.features?.includes(flag))
    return undefined;
  return {
    ...base,
    message: `${what}: experimental, and this Prometheus is not told to accept it`,
    help: `start Prometheus with --enable-feature=${flag}${instead === undefined ? "" : `, or ${instead}`}`,
  };
}
