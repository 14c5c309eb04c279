import type { Metric, RuleGroup } from "../../components/component.ts";
import { type Knowledge, type KnownMetric, metricOf, type Selector } from "../../promql/index.ts";
import { millisecondsOf } from "../prometheus/rules/scrape.ts";
import { objectOf, type Values } from "../rule.ts";
import { anchored, compileRegex } from "../texts/regex.ts";
import { type Job, jobsIn } from "./jobs.ts";
import { labelsOfRecorded, type Recording, recordingsIn } from "./recordings.ts";

/** What becomes of a metric that somebody uses. undefined: that cannot be told. */
export type Fate =
  | { readonly kind: "stored" }
  | { readonly kind: "dropped"; readonly job: string }
  | { readonly kind: "unknown"; readonly near: readonly string[] }
  | undefined;

/** Everything that one Prometheus of an environment scrapes and records: what a check of one file alone cannot know. */
export interface World {
  readonly knowledge: Knowledge;
  readonly recordings: readonly Recording[];
  readonly evaluationSeconds: number;
  fateOf(metric: string, selector: Selector): Fate;
}

export interface WorldParts {
  /** prometheus.yml, read as Prometheus does. */
  readonly file: Values;
  /** All rule groups, of components and of the user. */
  readonly groups: readonly RuleGroup[];
  /** The recorded sample of a job's metrics; undefined where nobody recorded one. */
  readonly sampleOf: (job: string) => readonly Metric[] | undefined;
}

/** Series that Prometheus makes by itself. Source: documentation, jobs and instances; alerting rules. */
const OWN = /^(?:up|scrape_\w+|ALERTS|ALERTS_FOR_STATE)$/;
/** Metrics that client libraries expose everywhere, so that no job's sample tells their labels. */
const COMMON = /^(?:process_|go_|nodejs_|python_|promhttp_)/;

export function worldOf({ file, groups, sampleOf }: WorldParts): World {
  const jobs = jobsIn(file, sampleOf);
  const recordings = recordingsIn(groups);
  const recorded = new Set(recordings.map(({ name }) => name));
  const known = new Map<string, KnownMetric | undefined>();
  const metric = (name: string): KnownMetric | undefined => {
    if (!known.has(name)) {
      // A name that records itself is asked for while it is worked out: then nothing is known of it.
      known.set(name, undefined);
      known.set(name, recorded.has(name) ? recordedMetric(name) : exposedMetric(name, jobs));
    }
    return known.get(name);
  };
  const recordedMetric = (name: string): KnownMetric => {
    const labels = labelsOfRecorded(name, recordings, (each) => metric(each)?.labels);
    return { type: "untyped", recorded: true, ...(labels !== undefined && { labels }) };
  };
  return {
    knowledge: { metric, scrapeInterval: (selector) => intervalOf(selector, jobs, recorded) },
    recordings,
    evaluationSeconds: (millisecondsOf(objectOf(file.global)?.evaluation_interval) ?? 60_000) / 1000,
    fateOf: (name, selector) =>
      OWN.test(name) || recorded.has(name) ? { kind: "stored" } : fateOf(name, jobsOf(selector, jobs)),
  };
}

/** Jobs that a selector's matchers on `job` leave. */
function jobsOf({ matchers }: Selector, jobs: readonly Job[]): readonly Job[] {
  const wanted = matchers.filter(({ label }) => label === "job");
  return jobs.filter(({ name }) =>
    wanted.every(({ op, value }) => {
      const regex = op.includes("~") ? compileRegex(anchored(value)) : undefined;
      const isMatch = regex === undefined ? name === value : typeof regex !== "string" && regex.matches(name);
      return isMatch !== op.startsWith("!");
    }),
  );
}

function fateOf(name: string, jobs: readonly Job[]): Fate {
  const all = jobs.flatMap((job) =>
    [...(job.series?.entries() ?? [])].map(([exposed, { stored }]) => ({ job: job.name, exposed, stored })),
  );
  if (all.some(({ stored }) => stored?.get("__name__") === name)) return { kind: "stored" };
  if (jobs.length === 0 || jobs.some(({ series }) => series === undefined)) {
    const dropped = all.find(({ exposed, stored }) => exposed === name && stored === undefined);
    return dropped === undefined ? undefined : { kind: "dropped", job: dropped.job };
  }
  const dropped = all.find(({ exposed }) => exposed === name);
  if (dropped !== undefined) return { kind: "dropped", job: dropped.job };
  return { kind: "unknown", near: all.flatMap(({ stored }) => stored?.get("__name__") ?? []) };
}

function exposedMetric(name: string, jobs: readonly Job[]): KnownMetric | undefined {
  const stored = jobs
    .flatMap(({ series }) => [...(series?.values() ?? [])])
    .filter(({ metric, stored: kept }) => metric.name === name && kept !== undefined);
  const [first] = stored;
  if (first === undefined) return undefined;
  const { type } = first.metric;
  if (COMMON.test(name)) return { type };
  const labels = new Set(stored.flatMap(({ stored: kept }) => [...(kept?.keys() ?? [])]));
  return { type, labels: [...labels].filter((label) => label !== "__name__") };
}

/** The scrape interval of what a selector selects, when all jobs that expose it agree. */
function intervalOf(selector: Selector, jobs: readonly Job[], recorded: ReadonlySet<string>): number | undefined {
  const name = metricOf(selector);
  if (name === undefined || recorded.has(name)) return undefined;
  const exposing = jobsOf(selector, jobs).filter(({ series }) => series === undefined || series.has(name));
  const intervals = new Set(exposing.map(({ intervalSeconds }) => intervalSeconds));
  return intervals.size === 1 ? [...intervals][0] : undefined;
}
