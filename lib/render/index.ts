import type { Component, Context, Contributions, Site, Workload } from "../components/component.ts";
import { componentOf } from "../components/index.ts";
import { overview } from "../dashboards/overview.ts";
import type { Declared, Environment } from "../environment/environment.ts";
import { portsOf } from "../environment/ports.ts";
import type { RenderedFile } from "../files.ts";

/** All that an environment becomes at a site: what a target must run, and the files that it must publish. */
export interface Rendered {
  readonly workloads: readonly Workload[];
  /** By owner (the first segment of the path), sorted by path. */
  readonly files: readonly RenderedFile[];
  readonly contributions: Contributions;
}

interface Member {
  readonly component: Component;
  readonly context: Context<Readonly<Record<string, unknown>>>;
}

const members = (environment: Environment, site: Site): readonly Member[] =>
  environment.components.map((self: Declared) => ({
    component: componentOf(self.component),
    context: { environment, self, settings: self.settings, site },
  }));

/** The jobs that scrape a component, with what the user wants done to its metrics. */
function jobsOf({ component, context }: Member): Contributions["scrape"] {
  const steps = context.settings.metric_relabel_configs;
  const jobs = component.scrape?.(context) ?? [];
  return steps === undefined ? jobs : jobs.map((job) => ({ ...job, metric_relabel_configs: steps }));
}

const contributionsOf = (all: readonly Member[]): Contributions => ({
  scrape: all.flatMap(jobsOf),
  scraped: all.flatMap((member) => jobsOf(member).map(() => member.context.self)),
  rules: all
    .map(({ component, context }) => ({ name: context.self.name, groups: component.rules?.(context) ?? [] }))
    .filter(({ groups }) => groups.length > 0),
  dashboards: all.flatMap(({ component, context }) => component.dashboards?.(context) ?? []),
  alertReceivers: all.flatMap(({ component, context }) => component.alertReceivers?.(context) ?? []),
  dataSources: all.flatMap(({ component, context }) => component.dataSources?.(context) ?? []),
  pager: all.map(({ component, context }) => component.pager?.(context)).find((pager) => pager !== undefined),
});

/** With the dashboard that is made from what all said. */
const withOverview = (environment: Environment, said: Contributions): Contributions => ({
  ...said,
  dashboards: [overview(environment, said), ...said.dashboards],
});

/** Of several of one kind, each has ports of its own. */
function workloadOf({ component, context }: Member): readonly Workload[] {
  const workload = component.workload?.(context);
  return workload === undefined ? [] : [{ ...workload, ports: portsOf(context.self) }];
}

const byPath = (a: RenderedFile, b: RenderedFile): number => (a.path < b.path ? -1 : 1);

/** Pure: the same environment and site give the same bytes. In a first pass every component says what it brings, in a second each makes its files from what all said. */
export const render = (environment: Environment, site: Site): Rendered => {
  const all = members(environment, site);
  const contributions = withOverview(environment, contributionsOf(all));
  return {
    contributions,
    workloads: all.flatMap(workloadOf),
    files: all.flatMap(({ component, context }) => component.files?.(context, contributions) ?? []).sort(byPath),
  };
};

/** Questions whose answers show that each component is observed. */
export const queriesOf = (environment: Environment, site: Site) => [
  ...members(environment, site).flatMap(({ component, context }) => component.queries?.(context) ?? []),
  ...environment.queries.filter(({ only }) => only === undefined || only === site.kind),
];
