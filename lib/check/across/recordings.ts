import type { RuleGroup } from "../../components/component.ts";
import { metricOf, parsePromQL, resultLabels, selectorsOf } from "../../promql/index.ts";

/** A recording rule of an environment, wherever it stands. */
export interface Recording {
  readonly name: string;
  readonly expr: string;
  readonly group: string;
  /** Position of its group among all, and of the rule in its group. */
  readonly groupIndex: number;
  readonly ruleIndex: number;
  /** Names of the metrics that it reads. */
  readonly reads: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Names of the metrics that an expression reads; none for one that does not parse. */
export function metricsReadBy(expr: string): string[] {
  const { tree } = parsePromQL(expr);
  return tree === undefined ? [] : [...new Set(selectorsOf(tree).flatMap(({ selector }) => metricOf(selector) ?? []))];
}

/** Recording rules by what they record, in the order in which they stand. */
export type Recordings = ReadonlyMap<string, readonly Recording[]>;

export function recordingsIn(groups: readonly RuleGroup[]): Recordings {
  const recordings = new Map<string, Recording[]>();
  for (const [groupIndex, { name: group, rules }] of groups.entries()) {
    for (const [ruleIndex, { record: name, expr, labels = {} }] of rules.entries()) {
      if (name === undefined) continue;
      const recording = { name, expr, group, groupIndex, ruleIndex, reads: metricsReadBy(expr), labels };
      const before = recordings.get(name);
      if (before === undefined) recordings.set(name, [recording]);
      else before.push(recording);
    }
  }
  return recordings;
}

/** The names on a way from a recorded name back to itself; undefined when there is none. */
export function cycleOf(name: string, recordings: Recordings): readonly string[] | undefined {
  const reads = (from: string): readonly string[] => (recordings.get(from) ?? []).flatMap((each) => each.reads);
  const seen = new Set<string>();
  const search = (at: string, path: readonly string[]): readonly string[] | undefined => {
    for (const next of reads(at)) {
      if (next === name) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}

/** Labels that the series of a recorded name can have; undefined when that cannot be told, or it records itself. */
export function labelsOfRecorded(
  name: string,
  recordings: Recordings,
  labelsOf: (metric: string) => readonly string[] | undefined,
): readonly string[] | undefined {
  const all = (recordings.get(name) ?? []).map(({ expr, labels }) => {
    const { tree } = parsePromQL(expr);
    const only = tree === undefined ? undefined : resultLabels(tree, labelsOf).only;
    return only && [...only, ...Object.keys(labels)];
  });
  if (all.includes(undefined)) return undefined;
  return [...new Set(all.flatMap((labels) => labels ?? []))].filter((label) => label !== "__name__");
}
