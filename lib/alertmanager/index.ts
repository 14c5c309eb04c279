export type { Configuration, ReceiverConfiguration, RouteConfiguration } from "./configuration.ts";
export { type InhibitRule, inhibitRules, silences } from "./inhibition.ts";
export { sum, type Term, timeToPage, timeToResolve, worstCaseSeconds } from "./lateness.ts";
export { formatMatcher, type Labels, type Matcher, matches, matchesAll, parseMatchers } from "./matchers.ts";
export { allRoutes, groupKey, type Route, routesFor, routeTree } from "./routes.ts";
export { isSilenced, matcherOf, type SilenceMatcher } from "./silences.ts";
