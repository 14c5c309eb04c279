import {
  allRoutes,
  type Configuration,
  type InhibitRule,
  inhibitRules,
  type Matcher,
  type Route,
  routeTree,
} from "../../alertmanager/index.ts";
import type { Finding } from "../../finding.ts";
import { inhibitRuleOf, routeOf } from "../alertmanager/configuration.ts";
import { pagingReceivers } from "../alertmanager/rules/habits.ts";
import { integrationsOf } from "../alertmanager/rules/receivers.ts";
import { objectsOf, textOf, type Values } from "../rule.ts";
import type { Alert } from "./alerts.ts";
import { idleInhibitions, mutualSilence } from "./inhibitions.ts";
import { type Matchers, nearMisses } from "./near-misses.ts";
import { page } from "./pages.ts";
import { possibleRoutes } from "./possible.ts";
import { finding, isCritical, type Routing, type Told } from "./routing.ts";

/** What only alerts and routes together tell: who is told of which alert, how soon, and who silences whom. */
export function checkRouting(routing: Routing): Finding[] {
  const route = routeOf(routing.file);
  if (route === undefined) return [];
  const root = routeTree({ route });
  const inhibitions = inhibitionsOf(routing.file);
  const matchers = byLabel([
    ...allRoutes(root).flatMap((route) => route.matchers),
    ...inhibitions.flatMap(({ source, target }) => [...source, ...target]),
  ]);
  const told = toldOf(routing.file);
  return [
    ...routing.alerts.flatMap((alert) => {
      const routes = possibleRoutes(root, alert);
      return [
        ...nearMisses(alert, matchers),
        ...destination(alert, routes, root, told),
        ...(routes.some(({ receiver }) => told.paging.has(receiver)) ? page(alert, routes, told, routing) : []),
      ];
    }),
    ...mutualSilence(routing.alerts, inhibitions),
    ...idleInhibitions(routing.alerts, inhibitions, routing.place),
  ];
}

function byLabel(all: readonly Matcher[]): Matchers {
  const groups = new Map<string, Matcher[]>();
  for (const matcher of all) {
    const group = groups.get(matcher.name);
    if (group === undefined) groups.set(matcher.name, [matcher]);
    else group.push(matcher);
  }
  return groups;
}

const toldOf = (file: Values): Told => ({
  defined: new Set(objectsOf(file.receivers).map(({ name }) => textOf(name))),
  paging: pagingReceivers(file),
  silent: new Set(
    objectsOf(file.receivers)
      .filter((receiver) => integrationsOf(receiver).length === 0)
      .map(({ name }) => textOf(name)),
  ),
});

const inhibitionsOf = (file: Values): readonly InhibitRule[] => {
  const written = objectsOf(file.inhibit_rules).map(inhibitRuleOf);
  return inhibitRules({
    inhibit_rules: written.filter((rule) => rule !== undefined) as NonNullable<Configuration["inhibit_rules"]>,
  });
};

/** Alerts that go nowhere but to the root, and critical ones that wake nobody. */
function destination(alert: Alert, routes: readonly Route[], root: Route, told: Told): Finding[] {
  const receivers = [...new Set(routes.map(({ receiver }) => receiver))];
  // A misspelt receiver is told at its place; whether the right one pages, nobody knows.
  if (receivers.some((receiver) => !told.defined.has(receiver))) return [];
  if (isCritical(alert) && told.paging.size > 0 && !receivers.some((receiver) => told.paging.has(receiver))) {
    const where = receivers
      .map((receiver) => `"${receiver}"${told.silent.has(receiver) ? ", who is told of nothing" : ""}`)
      .join(", ");
    return [
      finding(
        alert.place("labels", "severity"),
        "warning",
        "routing/critical-unpaged",
        `the critical alert ${alert.name} pages nobody: it goes to ${where}`,
        "add a route for it to a receiver that pages",
      ),
    ];
  }
  const isOnlyRoot = root.routes.length > 0 && routes.every((route) => route === root);
  return isOnlyRoot
    ? [
        finding(
          alert.place(),
          "info",
          "routing/root-only",
          `no route takes the alert ${alert.name}, so it stays with the root's receiver "${root.receiver}"`,
        ),
      ]
    : [];
}
