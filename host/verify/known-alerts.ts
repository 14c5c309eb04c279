import { type Configuration, type Labels, routesFor, routeTree } from "../../lib/alertmanager/index.ts";
import { pagingReceivers } from "../../lib/check/alertmanager/rules/habits.ts";
import { canHave, onlyJob, parsePromQL, resultLabels } from "../../lib/promql/index.ts";
import type { Context } from "./check.ts";
import { type RenderedGroup, type RenderedRule, readValues, renderedGroups, renderedText } from "./rendered.ts";
import { WATCHDOG } from "./watchdog.ts";

/** An alert before it is raised: the labels that it has for certain, `alertname` among them. */
export interface KnownAlert {
  readonly labels: Labels;
  /** Whether it goes to a receiver that pages, by these labels. */
  readonly pages: boolean;
}

/** All alerts that the rendered rules can raise, as an Alertmanager would route them. */
export function knownAlerts(context: Context, alertmanager: string): readonly KnownAlert[] {
  const pages = pagingTest(renderedText(context, alertmanager, "alertmanager.yml"));
  const { externalLabels } = context.composed.environment;
  const groups = context.prometheuses.flatMap(({ name }) => renderedGroups(context, name));
  return groups.flatMap((group) =>
    group.rules
      .filter(({ alert }) => alert !== undefined)
      .map((rule) => ({ ...externalLabels, ...labelsOf(rule, group) }))
      .map((labels) => ({ labels, pages: pages(labels) })),
  );
}

/** What the data adds, and what a template makes, is not known. */
export function labelsOf(rule: RenderedRule, group: Pick<RenderedGroup, "labels">): Labels {
  const written = Object.entries({ ...group.labels, ...rule.labels }).filter(([, value]) => !value.includes("{{"));
  return { ...jobOf(rule), ...Object.fromEntries(written), alertname: rule.alert ?? "" };
}

function jobOf({ expr }: RenderedRule): Labels {
  const { tree } = parsePromQL(expr);
  const job = tree === undefined ? undefined : onlyJob(tree);
  return job !== undefined && tree !== undefined && canHave(resultLabels(tree), "job") ? { job } : {};
}

/** Whether an alertmanager.yml sends an alert to a receiver that pages. */
function pagingTest(text: string): (labels: Labels) => boolean {
  const configuration = readValues(text) as Configuration;
  const paging = pagingReceivers({ ...configuration });
  const root = routeTree(configuration);
  return (labels) => routesFor(root, labels).some(({ receiver }) => paging.has(receiver));
}

export const isWatchdog = ({ labels }: KnownAlert): boolean => labels.alertname === WATCHDOG;
