import type { JsonSchema } from "../../json-schema.ts";
import { boolean, duration, list, map, object, ref, since, text } from "../../schema-words.ts";
import { orNothing } from "./words.ts";

/** Source: Route and InhibitRule in config/config.go, TimeInterval in timeinterval/timeinterval.go, Alertmanager 0.25 to 0.34. */

const matcherLines = (description: string) =>
  list(text('A matcher: severity="critical".', { format: "matchers" }), description);
const labelValues = (description: string) =>
  map(text("Value of the label."), description, { propertyNames: { format: "classic-label" } });
const labelPatterns = (description: string) =>
  map(text("Regular expression for the whole value.", { format: "anchored-re2" }), description, {
    propertyNames: { format: "classic-label" },
  });
const OLD = "The older form, which will go.";
const intervalNames = (description: string) => list(text("Name of a time interval."), description);

export const route: JsonSchema = object(
  {
    receiver: text("Who is told; the parent's receiver when absent."),
    group_by: list(
      text("A label, or `...` for all of them.", { format: "group-label" }),
      "Alerts that agree on these labels are told of together.",
    ),
    matchers: matcherLines("Alerts that satisfy all of these are taken."),
    match: labelValues(`Labels with these values. ${OLD}`),
    match_re: labelPatterns(`Labels that match these. ${OLD}`),
    continue: boolean("Let alerts that are taken here go on to later siblings.", { default: false }),
    group_wait: duration("How long a new group waits for company.", { default: "30s" }),
    group_interval: duration("How long an open group waits before it tells of a change.", { default: "5m" }),
    repeat_interval: duration("How long until an unchanged group is told of again.", { default: "4h" }),
    mute_time_intervals: intervalNames("Times at which nobody is told."),
    active_time_intervals: intervalNames("The only times at which somebody is told."),
    labels: since(
      "0.34",
      map(text("Value. A template.", { format: "template" }), "Labels that templates may read.", {
        propertyNames: { format: "route-label" },
      }),
    ),
    routes: list(ref("route"), "Routes below this one; the first that takes an alert keeps it."),
  },
  "Who is told of which alerts.",
  { "x-checked-as": ["route"] },
);

export const inhibitRule: JsonSchema = orNothing(
  object(
    {
      name: since("0.30", text("Name of the rule.")),
      source_matchers: matcherLines("Alerts that silence others."),
      source_match: labelValues(`As source_matchers. ${OLD}`),
      source_match_re: labelPatterns(`As source_matchers. ${OLD}`),
      target_matchers: matcherLines("Alerts that are silenced."),
      target_match: labelValues(`As target_matchers. ${OLD}`),
      target_match_re: labelPatterns(`As target_matchers. ${OLD}`),
      equal: list(text("A label.", { format: "equal-label" }), "Only where both agree on these labels."),
    },
    "Alerts that silence others.",
    { "x-checked-as": ["inhibit-rule"] },
  ),
);

const timeInterval = orNothing(
  object(
    {
      times: list(
        orNothing(
          object(
            {
              start_time: text("`09:00`", { format: "time-of-day" }),
              end_time: text("`17:00`, `24:00` at the latest; not included.", { format: "time-of-day" }),
            },
            "A part of the day.",
            { required: ["start_time", "end_time"], "x-checked-as": ["time-range"] },
          ),
        ),
        "Parts of the day.",
      ),
      weekdays: list(text("`monday:friday`", { format: "weekdays" }), "Days of the week."),
      days_of_month: list(text("`1:7` or `-3:-1`", { format: "days-of-month" }), "Days of the month."),
      months: list(text("`january:march` or `1:3`", { format: "months" }), "Months."),
      years: list(text("`2026:2028`", { format: "years" }), "Years."),
      location: text("Time zone of all this, as IANA names it: Europe/Berlin.", {
        format: "time-zone",
        default: "UTC",
      }),
    },
    "A moment lies in it when it satisfies all that is given.",
  ),
);

export const namedIntervals: JsonSchema = orNothing(
  object(
    {
      name: text("Name for routes.", { minLength: 1 }),
      time_intervals: list(timeInterval, "A moment must lie in one of them."),
    },
    "Times.",
    { required: ["name"] },
  ),
);
