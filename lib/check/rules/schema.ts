import type { JsonSchema } from "../json-schema.ts";
import { duration, integer, list, map, object, ref, since, text } from "../schema-words.ts";

const labels = (what: string): JsonSchema => map(text("Value."), what, { propertyNames: { format: "label-name" } });

/** A text that Prometheus before 3.3 took from the YAML node as it is, with no look at what an alias stands for. */
const written = (description: string): JsonSchema => text(description, { "x-node-until": "3.3" });

/** A label of an alert may hold a template; its name must not be `__name__`. */
const rule = {
  ...object(
    {
      record: written("Name of the series that is recorded."),
      alert: written("Name of the alert."),
      expr: written("PromQL expression."),
      for: duration("How long the expression must hold before the alert fires.", { default: "0s" }),
      keep_firing_for: duration("How long the alert fires on after the expression stopped to hold.", { default: "0s" }),
      labels: labels("Labels of the series or alert. Alerts may use templates."),
      annotations: labels("Texts for people. They may use templates."),
    },
    "A recording or an alerting rule.",
    { "x-checked-as": ["rule"] },
  ),
  type: ["object", "null"] as const,
};

const group = {
  ...object(
    {
      name: text("Name of the group, unique in the file."),
      interval: duration("How often the group is evaluated; the global evaluation_interval when absent."),
      query_offset: since("2.53", duration("How far into the past the group looks.")),
      limit: integer("Most alerts or series that a rule may make. 0: no limit.", { default: 0 }),
      rules: list(ref("rule"), "Rules, evaluated one after the other."),
      labels: since("3.0", labels("Labels that every rule of the group gets.")),
    },
    "Rules that are evaluated together.",
    { "x-checked-as": ["group"] },
  ),
  type: ["object", "null"] as const,
};

/** A rule file. Source: RuleGroups in model/rulefmt/rulefmt.go, Prometheus 2.42 to 3.15. */
export const rulesSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Prometheus rules",
  ...object({ groups: list(ref("group"), "Groups of rules.") }, "A rule file of Prometheus.", {
    "x-checked-as": ["rule-file"],
  }),
  type: ["object", "null"],
  $defs: { group, rule },
};
