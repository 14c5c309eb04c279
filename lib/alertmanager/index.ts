export type {
  Configuration,
  InhibitRuleConfiguration,
  ReceiverConfiguration,
  RouteConfiguration,
  TimeIntervalConfiguration,
} from "./configuration.ts";
export { type InhibitRule, inhibitRules, silences } from "./inhibition.ts";
export { containsTime, isActiveAt, namedIntervals } from "./intervals.ts";
export { sum, type Term, type Timings, timeToPage, timeToResolve, worstCaseSeconds } from "./lateness.ts";
export { formatMatcher, type Labels, type Matcher, matches, matchesAll, parseMatchers } from "./matchers.ts";
export { allRoutes, groupKey, ROUTE_DEFAULTS, type Route, routesFor, routeTree } from "./routes.ts";
