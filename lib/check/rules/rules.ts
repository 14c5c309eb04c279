import { checkExpression, type Knowledge, parsePromQL } from "../../promql/index.ts";
import {
  type Context,
  isAbsent,
  isSet,
  objectOf,
  objectsOf,
  type Rule,
  type Say,
  textOf,
  type Values,
} from "../rule.ts";
import { isSince } from "../version.ts";
import { acrossRules } from "./across.ts";
import { habitRules } from "./habits.ts";
import { checkTemplates } from "./templates.ts";

const SOURCE = "Rule.Validate, model/rulefmt/rulefmt.go";
const CLASSIC_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

export const ruleRules: readonly Rule[] = [
  {
    name: "rules/group-name",
    on: "rule-file",
    says: "A group without a name, or with the name of an earlier one.",
    source: "RuleGroups.Validate, model/rulefmt/rulefmt.go",
    check: (value, say) => {
      const seen = new Set<string>();
      for (const group of objectsOf(value.groups)) {
        const name = textOf(group.name);
        if (isAbsent(group.name)) say("name", "a group needs a name", undefined, { of: group });
        else if (seen.has(name))
          say(
            "name",
            `there is a group "${name}" in this file already`,
            "give it another name, or put its rules into the first",
            { of: group },
          );
        seen.add(name);
      }
    },
  },
  {
    name: "rules/record-or-alert",
    on: "rule",
    says: "A rule with neither record nor alert, or with both.",
    source: SOURCE,
    check: (value, say) => {
      const names = ["record", "alert"].filter((key) => !isAbsent(value[key]));
      if (names.length === 0) say(undefined, "a rule needs a name: `alert` or `record`");
      if (names.length === 2)
        say("record", "a rule is either an alert or a recording, not both", "make two rules of it", { part: "key" });
    },
  },
  {
    name: "rules/expr",
    on: "rule",
    says: "A rule without expr.",
    source: SOURCE,
    check: (value, say) => {
      if (isAbsent(value.expr)) say("expr", "a rule needs an expression: `expr`");
    },
  },
  {
    name: "rules/recording-fields",
    on: "rule",
    says: "A recording rule with annotations, for or keep_firing_for.",
    source: SOURCE,
    check: (value, say) => {
      if (!isSet(value.record)) return;
      for (const key of ["annotations", "for", "keep_firing_for"]) {
        if (!isNothing(value[key]))
          say(key, `a recording rule has no "${key}"`, "remove it, or make the rule an alert", { part: "key" });
      }
    },
  },
  {
    name: "rules/record-name",
    on: "rule",
    says: "A recorded name that is no metric name, or that holds braces.",
    source: SOURCE,
    check: (value, say, { versions }) => {
      const name = textOf(value.record);
      if (name === "" || CLASSIC_METRIC.test(name)) return;
      const takesBraces = isSince(versions.prometheus, "3.0") === true && isSince(versions.prometheus, "3.2") === false;
      if (/[{}]/.test(name))
        say(
          "record",
          `"${name}" is not a metric name: it holds braces`,
          "record is a name only; labels stand in `labels`",
          takesBraces ? { severity: "warning" } : {},
        );
      else if (isSince(versions.prometheus, "3.0") === false)
        say(
          "record",
          `"${name}" is not a metric name`,
          "before Prometheus 3.0: letters, digits, underscores and colons, with no digit first",
        );
    },
  },
  {
    name: "rules/label-name",
    on: "rule",
    says: "A label named __name__.",
    source: SOURCE,
    check: (value, say) => noMetricName(value, say),
  },
  {
    name: "rules/label-name",
    on: "group",
    says: "A label of the group named __name__.",
    source: "RuleGroups.Validate, model/rulefmt/rulefmt.go",
    check: (value, say) => noMetricName(value, say),
  },
  {
    name: "rules/template",
    on: "rule",
    says: "A label or annotation of an alert whose template does not parse.",
    source: "testTemplateParsing, model/rulefmt/rulefmt.go",
    check: checkTemplates,
  },
  {
    name: "promql/syntax",
    on: "rule",
    says: "An expression that does not parse (promql/syntax), whose types do not fit (promql/type), or that is not what was meant (promql/…).",
    source: "ParseExpr, promql/parser",
    check: checkExpr,
  },
  {
    name: "rules/duplicate",
    on: "rule-file",
    severity: "warning",
    says: "Two rules of one name with the same labels.",
    source: "checkDuplicates, cmd/promtool/main.go (lint duplicate-rules)",
    check: checkDuplicates,
  },
  ...acrossRules,
  ...habitRules,
];

function checkExpr(value: Values, say: Say, { knowledge }: Context): void {
  const expr = textOf(value.expr);
  if (expr === "") return;
  for (const { from, to, message, help, severity, check } of checkExpression(expr, knowledge)) {
    say("expr", message, help, { range: [from, to - from], severity, name: check });
  }
  const type = MAY_BE_NO_VECTOR.test(expr) ? wrongResult(expr, knowledge) : undefined;
  if (type === undefined) return;
  const message = `a rule needs an instant vector or a number, but this is a ${type}`;
  say("expr", message, "promtool and Prometheus take it, and then every evaluation fails", {
    severity: "warning",
    name: "promql/type",
  });
}

/** Only an expression that ends in a range or in quotes can be of a type that no rule takes. */
const MAY_BE_NO_VECTOR = /[\]"'`](?:\s|\)|(?:offset|@)[^\]]*$)*$/;

function wrongResult(expr: string, knowledge: Knowledge): string | undefined {
  let tree = parsePromQL(expr, knowledge).tree;
  while (tree?.type === "paren") tree = tree.expression;
  if (tree?.type === "string") return "string";
  return tree?.type === "subquery" || (tree?.type === "selector" && tree.range !== undefined)
    ? "range vector"
    : undefined;
}

/** What Go's decoder makes the same as absent: an empty map, a zero duration. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === "" ||
  /^0+(?:ms|[smhdwy])?$/.test(textOf(value)) ||
  (objectOf(value) !== undefined && Object.keys(value as object).length === 0);

function noMetricName(value: Values, say: Say): void {
  const labels = objectOf(value.labels);
  if (labels && Object.hasOwn(labels, "__name__"))
    say("__name__", "a label cannot be named __name__", "`record` names the series", { of: labels, part: "key" });
}

function checkDuplicates(value: Values, say: Say): void {
  const seen = new Map<string, string>();
  for (const group of objectsOf(value.groups)) {
    for (const rule of objectsOf(group.rules)) {
      const name = textOf(rule.alert) || textOf(rule.record);
      const labels = { ...objectOf(group.labels), ...objectOf(rule.labels) };
      const identity = JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
      const first = seen.get(identity);
      if (first === undefined) seen.set(identity, textOf(group.name));
      else if (name !== "")
        say(
          isSet(rule.alert) ? "alert" : "record",
          `a rule "${name}" with the same labels is in the group "${first}" already`,
          "two rules of one identity overwrite each other: give one another name or label",
          { of: rule },
        );
    }
  }
}
