import type { JsonSchema } from "../../json-schema.ts";
import { list, map, object, ref, since, text } from "../../schema-words.ts";
import { chatReceivers } from "./chat.ts";
import { global } from "./global.ts";
import { httpClientDefinitions } from "./http-client.ts";
import { otherReceivers } from "./other.ts";
import { pagingReceivers } from "./paging.ts";
import { inhibitRule, namedIntervals, route } from "./routing.ts";

import { eventRecorder, traceHeaders, tracing } from "./server.ts";
import { orNothing } from "./words.ts";

/** The newest version whose keys this schema knows. */
export const NEWEST_ALERTMANAGER = "0.34";

const receiver = orNothing(
  object(
    {
      name: text("Name for routes.", { minLength: 1 }),
      labels: since("0.33", map(text("Value."), "Labels to find receivers by; `name` is its name.")),
      ...pagingReceivers,
      ...chatReceivers,
      ...otherReceivers,
    },
    "Somebody who is told, in as many ways as stand here; without any, nobody is.",
    { required: ["name"], "x-checked-as": ["receiver"] },
  ),
);

/** alertmanager.yml. Source: Config in config/config.go, Alertmanager 0.25 to 0.34. */
export const alertmanagerSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Alertmanager configuration",
  ...object(
    {
      global: ref("global"),
      templates: list(text("A path; `*` may stand in it."), "Files with templates."),
      route: ref("route", "The root of the routing tree: it takes every alert."),
      receivers: list(ref("receiver"), "Who can be told."),
      inhibit_rules: list(ref("inhibit_rule"), "Alerts that silence others."),
      time_intervals: list(ref("named_intervals"), "Times that routes name."),
      mute_time_intervals: list(ref("named_intervals"), "The older name of `time_intervals`, which will go."),
      tracing: since("0.30", ref("tracing")),
      event_recorder: since("0.33", ref("event_recorder")),
    },
    "The configuration file of Alertmanager.",
    { required: ["route"], "x-checked-as": ["alertmanager"] },
  ),
  $defs: {
    global,
    route,
    receiver,
    inhibit_rule: inhibitRule,
    named_intervals: namedIntervals,
    tracing,
    trace_headers: traceHeaders,
    event_recorder: eventRecorder,
    ...httpClientDefinitions,
  },
};
