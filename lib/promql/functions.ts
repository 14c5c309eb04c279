import type { ValueType } from "./ast.ts";
import type { Feature } from "./features.ts";

/** What a function takes and gives. The last kind in `args` also holds for what is repeated. */
export interface Signature {
  readonly args: readonly ValueType[];
  readonly least: number;
  readonly most: number;
  readonly returns: ValueType;
}

const FLAG = "promql-experimental-functions";
const words = (text: string): readonly string[] => text.split(/\s+/);

/** Signatures in Prometheus's order of arguments; `?` marks what may be left out, `*` what may be repeated or left out. Source: promql/parser/functions.go. */
const SIGNATURES: readonly (readonly [signature: string, names: readonly string[]])[] = [
  [
    "vector -> vector",
    words(`abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count
      histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt start_timestamp tan
      tanh timestamp`),
  ],
  [
    "matrix -> vector",
    words(`absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate
      last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time
      stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time`),
  ],
  ["vector? -> vector", words("day_of_month day_of_week day_of_year days_in_month hour minute month year")],
  ["-> scalar", words("end pi range start step time")],
  ["vector scalar -> vector", words("clamp_max clamp_min")],
  ["vector scalar scalar -> vector", ["clamp"]],
  ["vector scalar? -> vector", ["round"]],
  ["matrix scalar -> vector", ["predict_linear"]],
  ["matrix scalar scalar -> vector", words("double_exponential_smoothing holt_winters")],
  ["scalar matrix -> vector", ["quantile_over_time"]],
  ["scalar vector -> vector", ["histogram_quantile"]],
  ["scalar scalar vector -> vector", ["histogram_fraction"]],
  ["vector string scalar scalar*9 -> vector", ["histogram_quantiles"]],
  ["vector vector? -> vector", ["info"]],
  ["vector string string string string -> vector", ["label_replace"]],
  ["vector string string string* -> vector", ["label_join"]],
  ["vector string* -> vector", words("sort_by_label sort_by_label_desc")],
  ["scalar scalar -> scalar", words("max_of min_of")],
  ["scalar -> vector", ["vector"]],
  ["vector -> scalar", ["scalar"]],
];

function signatureOf(text: string): Signature {
  const [left = "", returns = ""] = text.split("->").map((part) => part.trim());
  const args = left === "" ? [] : left.split(" ");
  const [, mark, times] = /([?*])(\d*)$/.exec(left) ?? [];
  const repeats = mark === "*" ? Number(times || Number.POSITIVE_INFINITY) : 1;
  return {
    args: args.map((arg) => arg.replace(/[?*].*/, "") as ValueType),
    least: args.length - (mark === undefined ? 0 : 1),
    most: args.length - 1 + (args.length === 0 ? 1 : repeats),
    returns: returns as ValueType,
  };
}

export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  SIGNATURES.flatMap(([text, names]) => names.map((name) => [name, signatureOf(text)] as const)),
);

const experimental = (since: string): Omit<Feature, "what"> => ({ since, flag: FLAG });

/** Functions that not every Prometheus from 2.42 on knows. Source: CHANGELOG, and the list of functions of each release. */
const LIMITED: Readonly<Record<string, Omit<Feature, "what">>> = {
  double_exponential_smoothing: { ...experimental("3.0"), instead: "before 3.0 it is called holt_winters" },
  holt_winters: {
    until: "3.0",
    instead: "use double_exponential_smoothing (--enable-feature=promql-experimental-functions)",
  },
  histogram_stddev: { since: "2.47" },
  histogram_stdvar: { since: "2.47" },
  mad_over_time: experimental("2.49"),
  sort_by_label: experimental("2.49"),
  sort_by_label_desc: experimental("2.49"),
  histogram_avg: { since: "2.51", instead: "divide histogram_sum by histogram_count" },
  info: experimental("2.55"),
  ts_of_last_over_time: experimental("3.5"),
  ts_of_max_over_time: experimental("3.5"),
  ts_of_min_over_time: experimental("3.5"),
  first_over_time: { ...experimental("3.7"), stableSince: "3.14" },
  ts_of_first_over_time: experimental("3.7"),
  histogram_quantiles: experimental("3.11"),
  end: experimental("3.12"),
  range: experimental("3.12"),
  start: experimental("3.12"),
  step: experimental("3.12"),
  max_of: experimental("3.13"),
  min_of: experimental("3.13"),
  start_timestamp: experimental("3.14"),
};

/** The versions and the flag that a function needs; undefined when every Prometheus knows it. */
export function limitsOf(name: string): Feature | undefined {
  const limits = Object.hasOwn(LIMITED, name) ? LIMITED[name] : undefined;
  return limits === undefined ? undefined : { what: `function ${name}()`, ...limits };
}
