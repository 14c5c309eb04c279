import type { Contributions, Site } from "../../components/component.ts";
import { componentOf } from "../../components/index.ts";
import { panelQueries } from "../../dashboards/queries.ts";
import type { Environment } from "../../environment/environment.ts";
import type { Finding } from "../../finding.ts";
import { queriesOf } from "../../render/index.ts";
import { checkQuery, type DeadMetric, deadMetrics, saidOf, withoutVariables } from "./query.ts";
import type { World } from "./world.ts";

const ANSWER = { area: "query", effect: "the answer is always empty, and verify fails" } as const;
const ALERT = { area: "grafana-alert", effect: "the alert never has data" } as const;

/** Findings of the environment's own questions, and of the PromQL in the settings of its components. */
export function checkOwnQueries(environment: Environment, site: Site, world: World): Finding[] {
  const asked = environment.queries.filter(({ only }) => only === undefined || only === site.kind);
  return [
    ...asked.flatMap(({ expr, place }) =>
      checkQuery(expr, world, ANSWER)
        .filter(({ check }) => !/^promql\/(syntax|type)$/.test(check)) // said when the file was read
        .map(({ range, ...finding }) => ({ ...place(...range), ...finding })),
    ),
    ...environment.components.flatMap(({ component, settings, pointer }) =>
      (componentOf(component).expressions?.(settings) ?? []).flatMap(({ expr, pointer: at }) =>
        checkQuery(expr, world, ALERT).map(({ range, ...finding }) => ({
          ...environment.place(pointer + at, range),
          ...finding,
        })),
      ),
    ),
  ];
}

/** What asks for a metric, for a person: `the alert TargetDown`. */
interface Use {
  readonly who: string;
  readonly isRule?: boolean;
  readonly expr: string;
}

/** Findings of what components bring themselves: their settings may name metrics, and relabelling may take some away. */
export const checkBroughtAlong = (
  environment: Environment,
  site: Site,
  contributions: Contributions,
  world: World,
): Finding[] => [
  ...unknownInRules(environment, contributions, world),
  ...droppedFromUnder(environment, site, contributions, world),
];

/** Alerts of a component whose metrics are named in its settings. */
const unknownInRules = (environment: Environment, { rules }: Contributions, world: World): Finding[] =>
  rules.flatMap(({ name, groups }) =>
    groups.flatMap((group) =>
      group.rules.flatMap(({ alert, record, expr }) =>
        deadMetrics(expr, world)
          .filter(({ fate }) => fate.kind === "unknown" && fate.isSure)
          .map((dead) => ({
            ...environment.place(environment.components.find((each) => each.name === name)?.pointer ?? ""),
            severity: "warning" as const,
            check: "component/unknown-metric",
            message: `${alert ?? record} of ${name} never has data: ${saidOf(dead)}`,
            help: "name the metrics that it has, or switch the alert off",
          })),
      ),
    ),
  );

/**
 * Metrics that relabelling takes away from rules, dashboards, and questions of verify. The mistake is the user's, and so
 * is the place: the settings of the component that is scraped without them.
 */
function droppedFromUnder(environment: Environment, site: Site, contributions: Contributions, world: World): Finding[] {
  const missed = new Map<string, { readonly dead: DeadMetric; readonly uses: Use[] }>();
  for (const use of usesOf(environment, site, contributions)) {
    for (const dead of deadMetrics(withoutVariables(use.expr), world)) {
      if (dead.fate.kind !== "dropped") continue;
      const key = `${dead.fate.job} ${dead.name}`;
      missed.set(key, { dead, uses: [...(missed.get(key)?.uses ?? []), use] });
    }
  }
  return [...missed.values()].map(({ dead, uses }) => ({
    ...placeOf(dead, environment, contributions),
    // A panel may stay empty where somebody wants it so; an alert that never fires is none.
    severity: uses.some(({ isRule }) => isRule) ? "error" : "warning",
    check: "component/dropped-metric",
    message: `${saidOf(dead)}, which is asked for by ${listed([...new Set(uses.map(({ who }) => who))])}`,
    help: "keep the metric; an alert that nobody wants is switched off in its component's settings",
  }));
}

const usesOf = (environment: Environment, site: Site, { rules, dashboards }: Contributions): readonly Use[] => [
  ...rules.flatMap(({ groups }) =>
    groups.flatMap((group) =>
      group.rules.map(({ alert, record, expr }) => ({
        who: alert === undefined ? `the recording ${record}` : `the alert ${alert}`,
        isRule: true,
        expr,
      })),
    ),
  ),
  ...dashboards.flatMap((dashboard) =>
    panelQueries(dashboard).map(({ expr }) => ({ who: `the dashboard "${dashboard.title}"`, expr })),
  ),
  ...queriesOf({ ...environment, queries: [] }, site).map(({ name, expr }) => ({ who: `verify's "${name}"`, expr })),
];

/** Where the job is told what to drop. */
function placeOf({ fate }: DeadMetric, environment: Environment, { scrape, scraped }: Contributions) {
  const index = scrape.findIndex(({ job_name }) => fate.kind === "dropped" && job_name === fate.job);
  const component = scraped[index] ?? environment.components.find((each) => "scrape_configs" in each.settings);
  const key = index === -1 ? "scrape_configs" : "metric_relabel_configs";
  return environment.place(`${component?.pointer ?? ""}/${key}`);
}

const MOST = 3;
const listed = (users: readonly string[]): string =>
  users.length <= MOST ? users.join(", ") : `${users.slice(0, MOST).join(", ")} and ${users.length - MOST} more`;
