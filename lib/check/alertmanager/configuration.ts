import type { Configuration, RouteConfiguration } from "../../alertmanager/configuration.ts";
import { listOf, objectOf, type Values } from "../rule.ts";

const isTexts = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.every((item) => typeof item === "string"));
const isTextMap = (value: unknown): boolean => {
  if (value === undefined || value === null) return true;
  const map = objectOf(value);
  return map !== undefined && Object.values(map).every((item) => typeof item === "string");
};
const isText = (value: unknown): boolean => value === undefined || typeof value === "string";

/** The routing tree of a file, or undefined when its types are not right: then the schema has said so. */
export function routeOf(file: Values): RouteConfiguration | undefined {
  const route = objectOf(file.route);
  return route !== undefined && isRoute(route) ? (route as RouteConfiguration) : undefined;
}

function isRoute(value: Values): boolean {
  const { receiver, group_by, match, match_re, matchers, group_wait, group_interval, repeat_interval, routes } = value;
  return (
    [receiver, group_wait, group_interval, repeat_interval].every(isText) &&
    [group_by, matchers, value.mute_time_intervals, value.active_time_intervals].every(isTexts) &&
    [match, match_re].every(isTextMap) &&
    (routes === undefined || Array.isArray(routes)) &&
    listOf(routes).every((child) => isRoute(objectOf(child) ?? { receiver: 0 }))
  );
}

/** As routeOf, of an inhibition. */
export function inhibitRuleOf(value: Values): NonNullable<Configuration["inhibit_rules"]>[number] | undefined {
  const { source_match, source_match_re, source_matchers, target_match, target_match_re, target_matchers, equal } =
    value;
  const isOne =
    [source_matchers, target_matchers, equal].every(isTexts) &&
    [source_match, source_match_re, target_match, target_match_re].every(isTextMap);
  return isOne ? value : undefined;
}
