import { parseDuration } from "../schema/index.ts";
import type { Configuration, RouteConfiguration } from "./configuration.ts";
import { type Labels, type Matcher, matchesAll, parseMatchers } from "./matchers.ts";

/** A node of the routing tree with all that it inherits. Durations in seconds. */
export interface Route {
  /** Where it stands in the file, as a JSON pointer: `/route/routes/0`. */
  readonly pointer: string;
  /** What is written there. */
  readonly written: RouteConfiguration;
  readonly receiver: string;
  /** The labels that tell groups apart; `all`: every label, written `...`. */
  readonly groupBy: readonly string[] | "all";
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly matchers: readonly Matcher[];
  /** Whether alerts that it takes go on to its later siblings. */
  readonly continues: boolean;
  /** Names of time intervals. These are not inherited. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly parent?: Route;
  readonly routes: readonly Route[];
}

type Inherited = Pick<Route, "receiver" | "groupBy" | "groupWait" | "groupInterval" | "repeatInterval">;

/** Source: DefaultRouteOpts in dispatch/route.go. */
const ROUTE_DEFAULTS: Inherited = {
  receiver: "",
  groupBy: [],
  groupWait: 30,
  groupInterval: 300,
  repeatInterval: 14_400,
};

/** The routing tree of a valid configuration. Source: NewRoute in dispatch/route.go. */
export const routeTree = (configuration: Pick<Configuration, "route">): Route =>
  makeRoute(configuration.route, "/route");

function makeRoute(written: RouteConfiguration, pointer: string, parent?: Route): Route {
  const above: Inherited = parent ?? ROUTE_DEFAULTS;
  const routes: Route[] = [];
  const route: Route = {
    pointer,
    written,
    receiver: written.receiver || above.receiver,
    groupBy: groupBy(written, above),
    groupWait: seconds(written.group_wait) ?? above.groupWait,
    groupInterval: seconds(written.group_interval) ?? above.groupInterval,
    repeatInterval: seconds(written.repeat_interval) ?? above.repeatInterval,
    matchers: matchersOf(written.match, written.match_re, written.matchers),
    continues: written.continue === true,
    muteTimeIntervals: written.mute_time_intervals ?? [],
    activeTimeIntervals: written.active_time_intervals ?? [],
    ...(parent !== undefined && { parent }),
    routes,
  };
  routes.push(...(written.routes ?? []).map((child, index) => makeRoute(child, `${pointer}/routes/${index}`, route)));
  return route;
}

const groupBy = ({ group_by }: RouteConfiguration, above: Inherited): Route["groupBy"] => {
  if (group_by === undefined || group_by === null) return above.groupBy;
  return group_by.includes("...") ? "all" : group_by;
};

const seconds = (duration: string | undefined): number | undefined => {
  const milliseconds = duration === undefined ? undefined : parseDuration(duration);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
};

/** All of a route's matchers, or of one side of an inhibition, in whichever of the three forms they are written. */
export function matchersOf(
  match: Readonly<Record<string, string>> | null | undefined,
  matchRegex: Readonly<Record<string, string>> | null | undefined,
  lines: readonly string[] | null | undefined,
): readonly Matcher[] {
  return [
    ...Object.entries(match ?? {}).map(([name, value]): Matcher => ({ name, operator: "=", value })),
    ...Object.entries(matchRegex ?? {}).map(([name, value]): Matcher => ({ name, operator: "=~", value })),
    ...(lines ?? []).flatMap((line) => {
      const parsed = parseMatchers(line);
      return "matchers" in parsed ? parsed.matchers : [];
    }),
  ];
}

/**
 * The routes that take an alert, the first one first: children in order up to the first that takes it and does not say `continue`,
 * the node itself when no child does. Never empty for the root. Source: Route.Match in dispatch/route.go.
 */
export function routesFor(root: Route, labels: Labels): readonly Route[] {
  if (!matchesAll(root.matchers, labels)) return [];
  const taken: Route[] = [];
  for (const child of root.routes) {
    const found = routesFor(child, labels);
    taken.push(...found);
    if (found.length > 0 && !child.continues) break;
  }
  return taken.length > 0 ? taken : [root];
}

/** The whole tree, parents before children. */
export const allRoutes = (root: Route): readonly Route[] => [root, ...root.routes.flatMap(allRoutes)];

/** What tells the group of an alert apart from others of the same route. */
export const groupKey = ({ groupBy }: Route, labels: Labels): Labels =>
  groupBy === "all" ? labels : Object.fromEntries(groupBy.map((name) => [name, labels[name] ?? ""]));
