import type { RuleGroup } from "../../components/component.ts";
import { type Cardinality, type Knowledge, type KnownMetric, metricOf, type Selector } from "../../promql/index.ts";
import { compileRegex } from "../../re2.ts";
import { didYouMean } from "../../schema/index.ts";
import { millisecondsOf } from "../prometheus/rules/scrape.ts";
import { objectOf, type Values } from "../rule.ts";
import { anchored } from "../texts/regex.ts";
import { counting } from "./counted.ts";
import { type Doubt, type Exposition, isMisspelt } from "./exposition.ts";
import { type ExposedSeries, type Job, jobsIn } from "./jobs.ts";
import { labelsOfRecorded, type Recordings, recordingsIn } from "./recordings.ts";

/** What becomes of a metric that somebody uses. undefined: that cannot be told. */
export type Fate =
  | { readonly kind: "stored" }
  | { readonly kind: "dropped"; readonly job: string }
  /** No job is called what the selector's matchers on `job` want. */
  | { readonly kind: "jobless"; readonly jobs: readonly string[] }
  /** meant: a hint at the name that was, if one is near. isSure: nothing in the environment can bring it. Else there is a job of which little is known, and yet the name is nearly a known one. */
  | { readonly kind: "unknown"; readonly isSure: boolean; readonly meant: string }
  | undefined;

/** Everything that one Prometheus of an environment scrapes and records: what a check of one file alone cannot know. */
export interface World {
  readonly knowledge: Knowledge;
  readonly recordings: Recordings;
  readonly evaluationSeconds: number;
  fateOf(metric: string, selector: Selector): Fate;
  /** About how many series a selector selects; undefined when nobody counted them. */
  countOf(selector: Selector): Cardinality | undefined;
}

export interface WorldParts {
  /** prometheus.yml, read as Prometheus does. */
  readonly file: Values;
  /** All rule groups, of components and of the user. */
  readonly groups: readonly RuleGroup[];
  /** What is known of the programs that a scrape job asks. */
  readonly expositionsOf: (scrape: Values) => readonly Exposition[];
  /** Whether others write series into it, too: then nothing is ever missing for certain. */
  readonly takesWrites?: boolean;
}

/** Series that Prometheus makes of every target by itself. Source: documentation, jobs and instances. */
const OWN = /^(?:up|scrape_\w+)$/;
/** And of every alert, with its labels. Source: documentation, alerting rules. */
const ALERTS = /^ALERTS(?:_FOR_STATE)?$/;
/** Metrics that client libraries expose everywhere, so that no job's sample tells their labels. */
const COMMON = /^(?:process_|go_|nodejs_|python_|promhttp_)/;

export function worldOf({ file, groups, expositionsOf, takesWrites = false }: WorldParts): World {
  const jobs = jobsIn(file, expositionsOf);
  const recordings = recordingsIn(groups);
  const recorded = new Set(recordings.keys());
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
    countOf: counting((selector) => jobsOf(selector, jobs), recordings),
    evaluationSeconds: (millisecondsOf(objectOf(file.global)?.evaluation_interval) ?? 60_000) / 1000,
    fateOf: remembered((name, selector) => {
      if (recorded.has(name) || ALERTS.test(name)) return { kind: "stored" };
      const asked = jobsOf(selector, jobs);
      if (takesWrites || jobs.length === 0) return OWN.test(name) ? { kind: "stored" } : undefined;
      if (asked.length === 0) {
        return wantsJob(selector) ? { kind: "jobless", jobs: jobs.map((job) => job.name) } : undefined;
      }
      return OWN.test(name) ? { kind: "stored" } : fateOf(name, asked, recorded);
    }),
  };
}

/** Thousands of rules ask for the same metrics. */
function remembered(fateOf: World["fateOf"]): World["fateOf"] {
  const known = new Map<string, Fate>();
  return (name, selector) => {
    const key = [name, ...jobMatchers(selector).map(({ op, value }) => op + value)].join(" ");
    if (!known.has(key)) known.set(key, fateOf(name, selector));
    return known.get(key);
  };
}

const jobMatchers = ({ matchers }: Selector) => matchers.filter(({ label }) => label === "job");

const wantsJob = (selector: Selector): boolean =>
  jobMatchers(selector).some(({ op, value }) => !op.startsWith("!") && value !== "");

/** What stands in a dashboard's query for the value of a variable: no job is called so. */
export const ANYTHING = ".+";

/** Jobs that a selector's matchers on `job` leave. */
function jobsOf(selector: Selector, jobs: readonly Job[]): readonly Job[] {
  const wanted = jobMatchers(selector);
  return jobs.filter(
    ({ name, isCalledOtherwise }) =>
      isCalledOtherwise ||
      wanted.every(({ op, value }) => {
        const isPattern = op.includes("~") || value.includes(ANYTHING);
        const regex = isPattern ? compileRegex(anchored(value)) : undefined;
        const isMatch = regex === undefined ? name === value : typeof regex !== "string" && regex.matches(name);
        return isMatch !== op.startsWith("!");
      }),
  );
}

const mayHave = (doubt: Doubt): boolean => doubt === "perhaps" || doubt === "hardly";

function fateOf(name: string, jobs: readonly Job[], recorded: ReadonlySet<string>): Fate {
  if (jobs.some(({ stored }) => stored.has(name))) return { kind: "stored" };
  const dropping = jobs.filter((job) => job.exposed.has(name) || (job.drops(name) && mayHave(job.doubt(name))));
  const doubts = jobs.filter((job) => !dropping.includes(job)).map((job) => job.doubt(name));
  const known = () => [...recorded, ...jobs.flatMap(({ stored }) => [...stored])];
  const unknown = (isSure: boolean): Fate => ({ kind: "unknown", meant: didYouMean(name, known()), isSure });
  if (doubts.includes("perhaps")) return doubts.includes("misspelt") ? unknown(false) : undefined;
  const [first] = dropping;
  if (first !== undefined) return { kind: "dropped", job: first.name };
  if (!doubts.includes("hardly")) return unknown(true);
  return doubts.includes("misspelt") || isMisspelt(name, known()) ? unknown(false) : undefined;
}

function exposedMetric(name: string, jobs: readonly Job[]): KnownMetric | undefined {
  const of = ({ exposed }: Job): readonly ExposedSeries[] =>
    ["", "_bucket", "_count", "_sum"]
      .flatMap((suffix) => exposed.get(name + suffix) ?? [])
      .filter(({ metric, stored }) => metric.name === name && stored !== undefined);
  const bringing = jobs.filter((job) => of(job).length > 0);
  const series = bringing.flatMap(of);
  const [first] = series;
  if (first === undefined) return undefined;
  const type = series.every(({ metric }) => metric.type === first.metric.type) ? first.metric.type : "untyped";
  const isCertain =
    !COMMON.test(name) &&
    bringing.every((job) => job.knowsLabels(name)) &&
    jobs.every((job) => !job.mayBringAlso(name));
  if (!isCertain) return { type };
  const labels = new Set(series.flatMap(({ stored }) => [...(stored?.keys() ?? [])]));
  const optional = new Set(series.flatMap(({ metric }) => metric.optional ?? []));
  return {
    type,
    labels: [...labels].filter((label) => label !== "__name__"),
    ...(optional.size > 0 && { optional: [...optional] }),
  };
}

/** The scrape interval of what a selector selects, when all jobs that expose it agree. */
function intervalOf(selector: Selector, jobs: readonly Job[], recorded: ReadonlySet<string>): number | undefined {
  const name = metricOf(selector);
  if (name === undefined || recorded.has(name)) return undefined;
  const exposing = jobsOf(selector, jobs).filter(
    (job) => job.stored.has(name) || (!job.exposed.has(name) && job.doubt(name) === "perhaps"),
  );
  const intervals = new Set(exposing.map(({ intervalSeconds }) => intervalSeconds));
  return intervals.size === 1 ? [...intervals][0] : undefined;
}
