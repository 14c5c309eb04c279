import { load } from "js-yaml";
import type { Term } from "../../lib/alertmanager/index.ts";
import {
  type Configuration,
  type Labels,
  type Route,
  routesFor,
  routeTree,
  timeToPage,
  timeToResolve,
} from "../../lib/alertmanager/index.ts";
import type { Rule, RuleGroup, ScrapeConfig } from "../../lib/components/component.ts";
import type { Drill } from "../../lib/environment/environment.ts";
import { longestRange, onlyJob, parsePromQL, secondsToFire } from "../../lib/promql/index.ts";
import { parseDuration } from "../../lib/schema/index.ts";
import type { Composed } from "../deploy/compose.ts";
import { UserError } from "../errors.ts";
import { subjectOf } from "./faults.ts";

/** What a drill must see, and how late at most by the rendered configuration. */
export interface Expectation {
  readonly alert: string;
  /** Of the alert as Alertmanager gets it, as far as its rule says. */
  readonly labels: Labels;
  readonly receiver: string;
  readonly toPage: readonly Term[];
  readonly toResolve: readonly Term[];
}

interface PrometheusFile {
  readonly global: {
    readonly scrape_interval: string;
    readonly scrape_timeout?: string;
    readonly evaluation_interval: string;
  };
  readonly scrape_configs: readonly ScrapeConfig[];
}

/** Prometheus's own default, never longer than the interval: prometheus.io/docs, global.scrape_timeout. */
const DEFAULT_SCRAPE_TIMEOUT = 10;

/** parseDuration counts in milliseconds, as Prometheus does. */
const seconds = (text: unknown): number => (parseDuration(String(text)) ?? 0) / 1000;

export function expectationOf(composed: Composed, drill: Drill): Expectation {
  const prometheus = rendered<PrometheusFile>(composed, "prometheus.yml");
  const broken = jobOfInstance(prometheus.scrape_configs, subjectOf(drill.break));
  const { rule, group } = findRule(composed, drill.expect, broken);
  // What breaks, and what tells of it, may be two: workers that are gone show at the broker.
  const about = jobIn(rule) ?? broken;
  const job = prometheus.scrape_configs.find(({ job_name }) => job_name === about);
  const labels = {
    ...composed.environment.externalLabels,
    ...(about === undefined ? {} : { job: about }),
    ...rule.labels,
    alertname: drill.expect,
  };
  const route = routeOf(composed, drill, labels);
  const scrapeInterval = seconds(job?.scrape_interval ?? prometheus.global.scrape_interval);
  const timings = {
    scrapeInterval,
    scrapeTimeout: Math.min(
      seconds(job?.scrape_timeout ?? prometheus.global.scrape_timeout ?? `${DEFAULT_SCRAPE_TIMEOUT}s`),
      scrapeInterval,
    ),
    evaluationInterval: seconds(group.interval ?? prometheus.global.evaluation_interval),
    range: secondsToFire(treeOf(rule.expr)),
    for: seconds(rule.for ?? "0s"),
    groupWait: route.groupWait,
    // A group that nobody has opened yet is waited for by group_wait alone.
    groupInterval: drill.into_open_group ? route.groupInterval : route.groupWait,
  };
  const keepFiringFor = seconds(rule.keep_firing_for ?? "0s");
  return {
    alert: drill.expect,
    labels,
    receiver: route.receiver,
    toPage: timeToPage(timings),
    toResolve: timeToResolve({
      ...timings,
      range: longestRange(treeOf(rule.expr)),
      groupInterval: route.groupInterval,
      keepFiringFor,
    }),
  };
}

/** A component's main file, whichever component owns it: Grafana provisions a `prometheus.yml`, too, further down. */
function rendered<T>({ rendered }: Composed, name: string): T {
  const file = rendered.files.find(({ path }) => path.split("/").slice(1).join("/") === name);
  if (file === undefined) throw new UserError(`a drill needs ${name}, and this environment renders none`);
  return load(file.text) as T;
}

/** Of rules that raise the same alert for several jobs, the one about the job that is broken. */
function findRule(
  { environment, rendered }: Composed,
  alert: string,
  job: string | undefined,
): { rule: Rule; group: RuleGroup } {
  const written = environment.rules.flatMap(
    ({ text }) => (load(text) as { groups?: RuleGroup[] } | null)?.groups ?? [],
  );
  const groups = [...rendered.contributions.rules.flatMap(({ groups }) => groups), ...written];
  const all = groups.flatMap((group) => group.rules.map((rule) => ({ rule, group })));
  const raising = all.filter(({ rule }) => rule.alert === alert);
  const found = raising.find(({ rule }) => jobIn(rule) === job) ?? raising[0];
  if (found === undefined) throw new UserError(`no rule raises the alert ${alert}`);
  return found;
}

/** The one job that all selectors of a rule's expression name; undefined when they name none, or several. */
const jobIn = ({ expr }: Rule): string | undefined => onlyJob(treeOf(expr));

function treeOf(expr: string) {
  const { tree } = parsePromQL(expr);
  if (tree === undefined) throw new Error(`a rule that was judged cannot be read: ${expr}`);
  return tree;
}

/** The job that scrapes a component, which is called by its name there. */
const jobOfInstance = (configs: readonly ScrapeConfig[], component: string): string | undefined =>
  configs.find((config) =>
    (config.static_configs as readonly { labels?: Labels }[] | undefined)?.some(
      ({ labels }) => labels?.instance === component,
    ),
  )?.job_name;

/** The route by which the alert must arrive: one that pages, unless the drill says that it must not. */
function routeOf(composed: Composed, drill: Drill, labels: Labels): Route {
  const configuration = rendered<Configuration>(composed, "alertmanager.yml");
  const paging = (configuration.receivers ?? []).flatMap((one) => (one.pagerduty_configs == null ? [] : one.name));
  const routes = routesFor(routeTree(configuration), labels);
  const wanted = routes.filter(({ receiver }) => drill.receiver === undefined || receiver === drill.receiver);
  const route = drill.pages ? wanted.find(({ receiver }) => paging.includes(receiver)) : wanted[0];
  if (route !== undefined) return route;
  const receivers = routes.map(({ receiver }) => receiver).join(", ");
  throw new UserError(
    wanted.length === 0
      ? `the alert ${drill.expect} goes to ${receivers}, not to ${drill.receiver}`
      : `the alert ${drill.expect} goes to ${receivers}, which pages nobody, and ${drill.name} waits for a page`,
    {
      help:
        wanted.length === 0
          ? "mend `receiver` of the drill, or the routes of Alertmanager"
          : "say `pages: false` in the drill, or mend the alert's severity or the routes of Alertmanager",
    },
  );
}
