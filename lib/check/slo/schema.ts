import type { JsonSchema } from "../json-schema.ts";
import { boolean, integer, list, map, number, object, type Properties, ref, text } from "../schema-words.ts";

const labels = (what: string): JsonSchema =>
  map(text("Value.", { minLength: 1 }), what, { propertyNames: { format: "label-name" } });
const name = (what: string): JsonSchema => text(what, { pattern: "^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$" });
const query = (what: string): JsonSchema => text(`${what} {{.window}} stands for the window.`, { minLength: 1 });
const alertTexts: Properties = { labels: labels("Labels of the alert."), annotations: labels("Texts for people.") };
const plugins = object(
  {
    overridePrevious: boolean("Replace the plugins declared before."),
    chain: list(
      object(
        { id: text("Plugin."), config: { description: "Its settings." }, priority: integer("Lower runs first.") },
        "A plugin.",
      ),
      "Plugins.",
    ),
  },
  "Plugins that make rules.",
);
const goDuration = (what: string): JsonSchema => ({ type: "string", format: "go-duration", description: what });

/** A Sloth specification, prometheus/v1. Source: Spec in pkg/prometheus/api/v1, and the validation in internal/prometheus/model.go. */
export const sloSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Service level objectives",
  ...object(
    {
      version: text("Always prometheus/v1.", { enum: ["prometheus/v1"] }),
      service: name("Service."),
      labels: labels("Labels of all rules."),
      slo_plugins: plugins,
      slos: list(ref("slo"), "Objectives.", { minItems: 1 }),
    },
    "Service level objectives in the format of Sloth.",
    { required: ["version", "service", "slos"], "x-checked-as": ["spec"] },
  ),
  $defs: {
    slo: object(
      {
        name: name("Name, unique in the file."),
        description: text("What it promises."),
        objective: number("Per cent of good events, more than 0, at most 100.", { exclusiveMinimum: 0, maximum: 100 }),
        labels: labels("Labels of all rules of this objective."),
        infoLabels: labels("Labels of sloth_slo_info."),
        plugins,
        sli: object(
          {
            raw: object({ error_ratio_query: query("Ratio of errors.") }, "A ratio as it is.", {
              required: ["error_ratio_query"],
              "x-checked-as": ["queries"],
            }),
            events: object(
              { error_query: query("Rate of bad events."), total_query: query("Rate of all events.") },
              "Bad events over all events.",
              { required: ["error_query", "total_query"], "x-checked-as": ["queries", "events"] },
            ),
            plugin: object(
              { id: text("Plugin.", { minLength: 1 }), options: map(text("Value."), "Options.") },
              "Made by a plugin.",
              { required: ["id"] },
            ),
          },
          "What is measured; exactly one of these.",
          { "x-checked-as": ["sli"] },
        ),
        alerting: object(
          {
            name: text("Name of the alerts."),
            ...alertTexts,
            page_alert: object({ disable: boolean("Make no such alert."), ...alertTexts }, "The alert that pages."),
            ticket_alert: object(
              { disable: boolean("Make no such alert."), ...alertTexts },
              "The alert that makes a ticket.",
            ),
          },
          "Alerts on the error budget.",
          { "x-checked-as": ["alerting"] },
        ),
        interval: object(
          {
            all: goDuration("Of all rules."),
            slierror: goDuration("Of the ratios."),
            metadata: goDuration("Of the metadata."),
            alert: goDuration("Of the alerts."),
          },
          "How often rules are evaluated.",
        ),
      },
      "An objective.",
      { required: ["name", "objective", "sli", "alerting"] },
    ),
  },
};
