import { parsePromQL } from "../../promql/index.ts";
import { deadMetrics, kindOf, saidOf } from "../across/query.ts";
import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { isSet, objectOf, objectsOf, type Rule, textOf } from "../rule.ts";
import { sloSchema } from "./schema.ts";
import validator from "./slo.validator.ts";

const SOURCE = "internal/prometheus/model.go of Sloth";
const WINDOW = /\{\{ *\.window *\}\}/g;
const QUERIES = ["error_ratio_query", "error_query", "total_query"];

const sloRules: readonly Rule[] = [
  {
    name: "slo/name",
    on: "spec",
    says: "Two objectives of one name.",
    source: `validateSLOGroup, ${SOURCE}`,
    check: (value, say) => {
      const seen = new Set<string>();
      for (const slo of objectsOf(value.slos)) {
        const name = textOf(slo.name);
        if (seen.has(name))
          say("name", `there is an objective "${name}" already`, "give it a name of its own", { of: slo });
        seen.add(name);
      }
    },
  },
  {
    name: "slo/sli",
    on: "sli",
    says: "None or several of raw, events and plugin.",
    source: `validateOneSLI, ${SOURCE}`,
    check: (value, say) => {
      const [first, ...others] = ["raw", "events", "plugin"].filter((key) => objectOf(value[key]));
      if (first === undefined) say(undefined, "an sli needs one of raw, events and plugin");
      for (const key of others) say(key, `"${key}" stands beside "${first}"`, "remove one of the two", { part: "key" });
    },
  },
  {
    name: "slo/query",
    on: "queries",
    says: "A query without {{.window}}, or that is no PromQL once a window stands there.",
    source: `validateTemplateVars and validatePromExpression, ${SOURCE}`,
    check: (value, say, { knowledge, world }) => {
      for (const key of QUERIES.filter((name) => isSet(value[name]))) {
        const query = textOf(value[key]);
        if (query.match(WINDOW) === null)
          say(key, "the query lacks {{.window}}, so it would be the same in every window", "rate(…[{{.window}}])");
        // The window stands in a text of the same length, so that places in the query stay what they are.
        const sample = query.replaceAll(WINDOW, (all) => "5m".padEnd(all.length));
        const { faults } = parsePromQL(sample, knowledge);
        for (const { from, to, message, help, severity, check } of faults)
          say(key, message, help, { range: [from, to - from], severity, name: check });
        for (const dead of world === undefined ? [] : deadMetrics(sample, world)) {
          const severity = dead.fate.kind === "dropped" ? "error" : "warning";
          say(key, saidOf(dead), "the objective has no data", {
            range: dead.range,
            severity,
            name: `slo/${kindOf(dead)}`,
          });
        }
      }
    },
  },
  {
    name: "slo/events",
    on: "events",
    says: "The same query for bad events and for all events.",
    source: `validateSLIEvents, ${SOURCE}`,
    check: (value, say) => {
      if (isSet(value.error_query) && value.error_query === value.total_query)
        say("error_query", "error_query is total_query, so every event would be bad");
    },
  },
  {
    name: "slo/alert-name",
    on: "alerting",
    says: "Alerts that are not disabled, but have no name.",
    source: `validateRequiredEnabledAlertName, ${SOURCE}`,
    check: (value, say) => {
      const disabled = ["page_alert", "ticket_alert"].every((key) => objectOf(value[key])?.disable === true);
      if (!disabled && !isSet(value.name))
        say("name", "the alerts need a name", "or disable both: page_alert and ticket_alert with disable: true");
    },
  },
];

export const sloStandard: Standard = {
  kind: "slo",
  schema: sloSchema,
  validator,
  dialect: 2,
  rules: sloRules,
  unknownKeys: "warning",
};

export const slo: Kind = {
  name: "slo",
  title: "a Sloth specification",
  keys: Object.keys(sloSchema.properties ?? {}),
  detects: (keys) => keys.has("slos"),
  check: (source, options) => judge(source, sloStandard, options).findings,
};
