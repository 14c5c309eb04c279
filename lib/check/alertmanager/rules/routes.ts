import type { RouteConfiguration } from "../../../alertmanager/configuration.ts";
import { parseTime } from "../../../alertmanager/intervals.ts";
import { matchersOf } from "../../../alertmanager/routes.ts";
import { didYouMean, parseDuration } from "../../../schema/index.ts";
import { listOf, objectOf, objectsOf, type Rule, type Say, textOf, textsOf, type Values } from "../../rule.ts";

const CONFIG = "Config.UnmarshalYAML, config/config.go";

/** What Alertmanager refuses of routes, and of what they name. */
export const routeRules: readonly Rule[] = [
  {
    name: "alertmanager/root-route",
    on: "alertmanager",
    says: "A root route without receiver, with matchers, with time intervals, or with `continue`.",
    source: `${CONFIG}, and Load`,
    check: (file, say) => checkRoot(objectOf(file.route), say),
  },
  {
    name: "alertmanager/undefined-receiver",
    on: "alertmanager",
    says: "A route to a receiver that is not defined.",
    source: "checkReceiver, config/config.go",
    check: (file, say) => {
      // What is no list holds no names that could be read.
      if (file.receivers !== undefined && !Array.isArray(file.receivers)) return;
      const names = namesIn(file.receivers);
      for (const route of routesOf(file)) {
        const name = textOf(route.receiver);
        if (name !== "" && !names.includes(name))
          say(
            "receiver",
            `the receiver "${name}" is not defined${didYouMean(name, names)}`,
            `define it: receivers: [{ name: ${name}, … }]`,
            { of: route },
          );
      }
    },
  },
  {
    name: "alertmanager/undefined-interval",
    on: "alertmanager",
    says: "A route that names a time interval which is not defined.",
    source: "checkTimeInterval, config/config.go",
    check: checkIntervalNames,
  },
  {
    name: "alertmanager/duplicate-name",
    on: "alertmanager",
    says: "Two receivers, or two time intervals, of one name.",
    source: CONFIG,
    check: (file, say) => {
      checkUnique("receiver", objectsOf(file.receivers), say);
      checkUnique("time interval", [...objectsOf(file.mute_time_intervals), ...objectsOf(file.time_intervals)], say);
    },
  },
  {
    name: "alertmanager/group-labels",
    on: "route",
    says: "group_by with a label twice, or with `...` beside others.",
    source: "Route.UnmarshalYAML, config/config.go",
    check: checkGroupLabels,
  },
  {
    name: "alertmanager/label-name",
    on: "inhibit-rule",
    says: "An empty label in `equal`.",
    source: "InhibitRule.UnmarshalYAML, config/common/inhibitrule.go",
    check: ({ equal }, say) => checkEmptyLabels(equal, say),
  },
  {
    name: "alertmanager/zero-interval",
    on: "route",
    says: "A group_interval or repeat_interval of 0.",
    source: "Route.UnmarshalYAML, config/config.go",
    check: (route, say) => {
      for (const key of ["group_interval", "repeat_interval"]) {
        if (typeof route[key] === "string" && parseDuration(route[key]) === 0)
          say(key, `${key} cannot be 0`, "write 1m or more");
      }
    },
  },
  ...["route", "inhibit-rule"].map(
    (on): Rule => ({
      name: "alertmanager/regex",
      on,
      says: "A regular expression without a value.",
      source: "MatchRegexps.UnmarshalYAML, config/common/matchers.go",
      check: (value, say, { isNull }) => {
        for (const map of ["match_re", "source_match_re", "target_match_re"].map((key) => objectOf(value[key]) ?? {})) {
          for (const name of Object.keys(map).filter((key) => isNull(map, key)))
            say(name, `"${name}" has no regular expression`, "write one, or remove the line", { of: map, part: "key" });
        }
      },
    }),
  ),
  {
    name: "alertmanager/time-range",
    on: "time-range",
    says: "A part of the day that ends before it starts, or at once.",
    source: "TimeRange.UnmarshalYAML, timeinterval/timeinterval.go",
    check: ({ start_time, end_time }, say) => {
      if (start_time === undefined || end_time === undefined) return;
      const [start, end] = [textOf(start_time), textOf(end_time)];
      if (start === "" || end === "") say(undefined, "start_time and end_time must both be given");
      else if ((parseTime(start) ?? 0) >= (parseTime(end) ?? Number.POSITIVE_INFINITY))
        say("end_time", `${end} does not come after ${start}`, "a part that goes over midnight is written as two");
    },
  },
];

/** Every route of a file, the root first, as far as they can be read. */
export function routesOf(file: Values): Values[] {
  const all = (route: Values): Values[] => [route, ...objectsOf(route.routes).flatMap(all)];
  const root = objectOf(file.route);
  return root === undefined ? [] : all(root);
}

const namesIn = (list: unknown): string[] =>
  objectsOf(list).flatMap(({ name }) => (typeof name === "string" ? [name] : []));

function checkRoot(route: Values | undefined, say: Say): void {
  if (route === undefined) return;
  if (textOf(route.receiver) === "")
    say("receiver", "the root route needs a receiver: it takes what no other route takes", undefined, { of: route });
  for (const key of [
    "match",
    "match_re",
    "matchers",
    "mute_time_intervals",
    "active_time_intervals",
  ] satisfies (keyof RouteConfiguration)[]) {
    const count =
      (key === "matchers" ? matchersOf(undefined, undefined, textsOf(route[key])) : listOf(route[key])).length +
      Object.keys(objectOf(route[key]) ?? {}).length;
    if (count > 0)
      say(key, `the root route cannot have ${key}: it takes every alert, always`, "put it on a route below", {
        of: route,
        part: "key",
      });
  }
  if (route.continue === true)
    say("continue", "the root route has no siblings to continue to", "remove it", { of: route, part: "key" });
}

function checkIntervalNames(file: Values, say: Say): void {
  const names = [...namesIn(file.time_intervals), ...namesIn(file.mute_time_intervals)];
  for (const route of routesOf(file)) {
    for (const list of [route.mute_time_intervals, route.active_time_intervals]) {
      if (!Array.isArray(list)) continue;
      for (const [index, name] of textsOf(list).entries()) {
        if (!names.includes(name))
          say(
            index,
            `the time interval "${name}" is not defined${didYouMean(name, names)}`,
            "define it in time_intervals",
            { of: list },
          );
      }
    }
  }
}

function checkUnique(what: string, named: readonly Values[], say: Say): void {
  const seen = new Set<string>();
  for (const one of named) {
    const name = textOf(one.name);
    if (name !== "" && seen.has(name))
      say("name", `there are two ${what}s of the name "${name}"`, "rename one, or merge the two", { of: one });
    seen.add(name);
  }
}

function checkEmptyLabels(list: unknown, say: Say): void {
  if (!Array.isArray(list)) return;
  for (const [index, label] of list.entries())
    if (label === "")
      say(index, "a label name cannot be empty", undefined, { of: list, name: "alertmanager/label-name" });
}

function checkGroupLabels({ group_by }: Values, say: Say): void {
  checkEmptyLabels(group_by, say);
  if (!Array.isArray(group_by)) return;
  const labels = textsOf(group_by);
  if (labels.includes("...") && labels.some((label) => label !== "..."))
    say("group_by", "`...` means every label, so no other can stand beside it", "remove `...` or the others");
  for (const [index, label] of labels.entries()) {
    if (label !== "..." && labels.indexOf(label) < index)
      say(index, `the label "${label}" stands twice in group_by`, undefined, { of: group_by });
  }
}
