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
  const { rule, group } = findRule(composed, drill.expect);
  const prometheus = rendered<PrometheusFile>(composed, "prometheus.yml");
  const job = jobOf(prometheus.scrape_configs, subjectOf(drill.break));
  const labels = { ...composed.environment.externalLabels, ...job.labels, ...rule.labels, alertname: drill.expect };
  const route = routeOf(composed, drill, labels);
  const scrapeInterval = seconds(job.config?.scrape_interval ?? prometheus.global.scrape_interval);
  const timings = {
    scrapeInterval,
    scrapeTimeout: Math.min(
      seconds(job.config?.scrape_timeout ?? prometheus.global.scrape_timeout ?? `${DEFAULT_SCRAPE_TIMEOUT}s`),
      scrapeInterval,
    ),
    evaluationInterval: seconds(group.interval ?? prometheus.global.evaluation_interval),
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
    toResolve: timeToResolve({ ...timings, groupInterval: route.groupInterval, keepFiringFor }),
  };
}

/** A rendered file, whichever component owns it. */
function rendered<T>({ rendered }: Composed, name: string): T {
  const file = rendered.files.find(({ path }) => path.endsWith(`/${name}`));
  if (file === undefined) throw new UserError(`a drill needs ${name}, and this environment renders none`);
  return load(file.text) as T;
}

function findRule({ environment, rendered }: Composed, alert: string): { rule: Rule; group: RuleGroup } {
  const written = environment.rules.flatMap(
    ({ text }) => (load(text) as { groups?: RuleGroup[] } | null)?.groups ?? [],
  );
  const groups = [...rendered.contributions.rules.flatMap(({ groups }) => groups), ...written];
  for (const group of groups) {
    const rule = group.rules.find((candidate) => candidate.alert === alert);
    if (rule !== undefined) return { rule, group };
  }
  throw new UserError(`no rule raises the alert ${alert}`);
}

/** The job that scrapes a component, which is called by its name there. */
function jobOf(configs: readonly ScrapeConfig[], component: string): { config?: ScrapeConfig; labels: Labels } {
  const config = configs.find((candidate) =>
    (candidate.static_configs as readonly { labels?: Labels }[] | undefined)?.some(
      ({ labels }) => labels?.instance === component,
    ),
  );
  return config === undefined ? { labels: {} } : { config, labels: { job: config.job_name } };
}

function routeOf(composed: Composed, drill: Drill, labels: Labels): Route {
  const routes = routesFor(routeTree(rendered<Configuration>(composed, "alertmanager.yml")), labels);
  const route = routes.find(({ receiver }) => drill.receiver === undefined || receiver === drill.receiver);
  if (route !== undefined) return route;
  throw new UserError(
    `the alert ${drill.expect} goes to ${routes.map(({ receiver }) => receiver).join(", ")}, not to ${drill.receiver}`,
    {
      help: "mend `receiver` of the drill, or the routes of Alertmanager",
    },
  );
}
