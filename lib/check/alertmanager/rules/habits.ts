import { allRoutes, formatMatcher, type Route, routeTree } from "../../../alertmanager/index.ts";
import { nearest } from "../../../schema/index.ts";
import { listOf, objectsOf, type Rule, type Say, textOf, textsOf, type Values } from "../../rule.ts";
import { routeOf } from "../configuration.ts";
import { shadowing } from "../reach.ts";
import { integrationsOf } from "./receivers.ts";
import { routesOf } from "./routes.ts";

/** Receivers that wake people; of the others a later word is good enough. */
const PAGING = new Set(["pagerduty", "opsgenie", "victorops", "pushover", "incidentio"]);
/** Labels that tell one service's alerts from another's. */
const TELLS_APART = new Set([
  ...["job", "service", "app", "application", "component", "instance", "host", "node", "pod", "namespace", "device"],
]);
const CONFIGURATION = "https://prometheus.io/docs/alerting/latest/configuration/";

/** Names of a file's receivers that wake people. */
export const pagingReceivers = (file: Values): ReadonlySet<string> =>
  new Set(
    objectsOf(file.receivers)
      .filter((receiver) => integrationsOf(receiver).some(({ kind }) => PAGING.has(kind)))
      .map(({ name }) => textOf(name)),
  );

/** Mistakes that Alertmanager accepts. */
export const habitRules: readonly Rule[] = [
  {
    name: "alertmanager/group-interval",
    on: "alertmanager",
    severity: "warning",
    says: "A route to somebody who is paged with group_wait over 30s or group_interval over 1m.",
    source: "Measured: a resolve came 300 s after the first page, by the default group_interval of 5m.",
    check: (file, say) => forPagingRoutes(file, (route) => checkTimes(route, say)),
  },
  {
    name: "alertmanager/group-by",
    on: "alertmanager",
    severity: "warning",
    says: "A route to somebody who is paged whose groups do not tell services apart.",
    source:
      "Measured: the second service's page comes a group_interval later, with the same dedup_key and an empty summary.",
    check: (file, say) => forPagingRoutes(file, (route) => checkGroups(route, say)),
  },
  {
    name: "alertmanager/unreachable-route",
    on: "alertmanager",
    severity: "warning",
    says: "A route that no alert can reach: an earlier sibling takes them all, or its own matchers contradict each other.",
    source: "Route.Match, dispatch/route.go",
    check: checkReach,
  },
  {
    name: "alertmanager/unused-receiver",
    on: "alertmanager",
    severity: "info",
    says: "A receiver, or a time interval, that no route names.",
    source: CONFIGURATION,
    check: checkUse,
  },
  {
    name: "alertmanager/deprecated",
    on: "alertmanager",
    severity: "warning",
    says: "mute_time_intervals at the top.",
    source: CONFIGURATION,
    check: (file, say) => {
      if (listOf(file.mute_time_intervals).length > 0)
        say(
          "mute_time_intervals",
          "mute_time_intervals is the older name of time_intervals, and will go",
          "rename it: routes may mute by them and be active by them",
          { part: "key" },
        );
    },
  },
  {
    name: "alertmanager/nanoseconds",
    on: "integration",
    severity: "warning",
    says: "A timeout without a unit.",
    source: "Go's time.Duration counts nanoseconds.",
    check: ({ timeout }, say) => {
      if (typeof timeout === "number" && timeout !== 0)
        say("timeout", `a timeout without a unit counts nanoseconds: every request would fail`, `write ${timeout}s`);
    },
  },
];

function forPagingRoutes(file: Values, visit: (route: Route) => void): void {
  const root = routeOf(file);
  if (root === undefined) return;
  const paging = pagingReceivers(file);
  for (const route of allRoutes(routeTree({ route: root }))) if (paging.has(route.receiver)) visit(route);
}

function checkTimes({ written, receiver, groupWait, groupInterval }: Route, say: Say): void {
  if (groupInterval > 60)
    say(
      keyIn(written, "group_interval"),
      `"${receiver}" hears of changes in an open group after ${groupInterval} s: of a second alert, and of the end of the first`,
      "group_interval: 1m on this route",
      { of: written },
    );
  if (groupWait > 30)
    say(
      keyIn(written, "group_wait"),
      `"${receiver}" hears of a new group after ${groupWait} s`,
      "group_wait: 30s or less on this route",
      { of: written },
    );
}

function checkGroups({ written, receiver, groupBy }: Route, say: Say): void {
  if (groupBy === "all" || groupBy.some((label) => TELLS_APART.has(label))) return;
  const by = groupBy.length === 0 ? "nothing, so all alerts form one group" : groupBy.join(", ");
  say(
    keyIn(written, "group_by"),
    `"${receiver}" is told by ${by}: a second service that fails joins the first one's incident`,
    "group_by: [alertname, job], and what else tells services apart",
    { of: written },
  );
}

/** Where a setting that may be inherited is best mended: where it is written, else where the receiver is chosen. */
const keyIn = (written: object, key: string): string => (key in written ? key : "receiver");

function checkReach(file: Values, say: Say): void {
  const root = routeOf(file);
  if (root === undefined) return;
  for (const route of allRoutes(routeTree({ route: root }))) {
    const reason = shadowing(route);
    if (reason === undefined) continue;
    const why =
      reason.kind === "contradiction"
        ? `${reason.matchers.map(formatMatcher).join(" and ")} contradict each other`
        : `${reason.by.pointer.replace("/route/", "")} above takes them all, and does not say \`continue\``;
    say(
      undefined,
      `no alert can reach this route: ${why}`,
      reason.kind === "contradiction" ? "a route inherits the matchers of those above it" : "put it before that one",
      { of: route.written },
    );
  }
}

function checkUse(file: Values, say: Say): void {
  const routes = routesOf(file);
  if (routes.length === 0) return;
  const intervals = routes.flatMap((route) => [
    ...textsOf(route.mute_time_intervals),
    ...textsOf(route.active_time_intervals),
  ]);
  const receivers = routes.map(({ receiver }) => textOf(receiver));
  for (const receiver of unused(objectsOf(file.receivers), receivers))
    say("name", `no route leads to the receiver "${textOf(receiver.name)}"`, undefined, { of: receiver });
  for (const interval of unused(objectsOf(file.time_intervals), intervals))
    say("name", `no route names the time interval "${textOf(interval.name)}"`, undefined, { of: interval });
}

/** Those of `defined` that no route names, and that none of them meant: of a misspelt name it is said where it stands. */
function unused(defined: readonly Values[], named: readonly string[]): Values[] {
  const names = defined.map(({ name }) => textOf(name));
  const meant = new Set(named.map((name) => (names.includes(name) ? name : nearest(name, names))));
  return defined.filter(({ name }) => !meant.has(textOf(name)));
}
