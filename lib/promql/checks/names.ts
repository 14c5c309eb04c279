interface Described {
  readonly severity: "warning" | "info";
  /** One line of docs/check.md: what is found. */
  readonly says: string;
  /** Why it is a mistake. */
  readonly source: string;
}

/** Prometheus accepts all of these, so none is an error. */
export const PROMQL_CHECKS = {
  "promql/rate-of-gauge": {
    severity: "warning",
    says: "rate(), irate() or increase() of a gauge.",
    source: "documentation, querying/functions: they take every fall for a counter's restart",
  },
  "promql/rate-of-sum": {
    severity: "warning",
    says: "rate(), irate() or increase() of an aggregation: the restart of one counter counts as one of all.",
    source: "documentation, querying/functions: always take a rate() first, then aggregate",
  },
  "promql/counter-without-rate": {
    severity: "warning",
    says: "A counter compared with a number other than 0.",
    source: "documentation, concepts/metric_types: a counter only grows",
  },
  "promql/histogram-quantile-le": {
    severity: "warning",
    says: "histogram_quantile() of buckets whose label le is aggregated away.",
    source: "documentation, querying/functions: the le label must be kept",
  },
  "promql/short-range": {
    severity: "warning",
    says: "rate(), delta() and the like over less than four scrape intervals.",
    source: "they need two samples, also after one missed scrape",
  },
  "promql/needless-regex": {
    severity: "info",
    says: "A regular expression that matches one text only.",
    source: "documentation, querying/basics: regular expressions are anchored at both ends",
  },
  "promql/never-true": {
    severity: "warning",
    says: "A comparison that no value can fulfil, as count(…) == 0.",
    source: "the values that each function can return (documentation, querying/functions)",
  },
  "promql/always-true": {
    severity: "warning",
    says: "A comparison that every value fulfils, as rate(…) >= 0.",
    source: "the values that each function can return (documentation, querying/functions)",
  },
  "promql/unknown-label": {
    severity: "warning",
    says: "A matcher or grouping on a label that none of these series has.",
    source: "the labels that the metric is exposed with",
  },
  "promql/vector-matching": {
    severity: "warning",
    says: "Two sides of an operator whose labels differ, so that nothing matches.",
    source: "documentation, querying/operators, vector matching",
  },
} as const satisfies Record<string, Described>;

export type CheckName = keyof typeof PROMQL_CHECKS;
