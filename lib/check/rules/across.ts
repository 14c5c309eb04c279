import { parseDuration } from "../../schema/index.ts";
import { deadMetrics, kindOf, saidOf } from "../across/query.ts";
import { cycleOf } from "../across/recordings.ts";
import { type Context, isSet, objectsOf, type Rule, type Say, textOf, type Values } from "../rule.ts";
import { cardinality } from "./cardinality.ts";
import { checkLabelTemplates } from "./templates.ts";

/** Rules that look beyond the file: at what an environment scrapes, drops and records. Without an environment they say nothing. */
export const acrossRules: readonly Rule[] = [
  {
    name: "rules/unknown-metric",
    on: "rule",
    severity: "warning",
    says: "A metric that no scrape job of the environment exposes and no rule records. What cannot be known is left alone.",
    source: "the components' recorded metrics",
    check: (value, say, context) => checkMetrics(value, say, context),
  },
  cardinality,
  {
    name: "rules/recording-cycle",
    on: "rule",
    severity: "warning",
    says: "A recording rule that reads, by way of others, what it records.",
    source: "rules are evaluated on the samples of the evaluation before",
    check: (value, say, { world }) => {
      const cycle = world && isSet(value.record) ? cycleOf(textOf(value.record), world.recordings) : undefined;
      if (cycle !== undefined)
        say(
          "record",
          `this records what it reads: ${cycle.join(" → ")}`,
          "each round takes the value of the round before: read the metrics that are scraped instead",
        );
    },
  },
  {
    name: "rules/recording-order",
    on: "group",
    severity: "warning",
    says: "A rule that reads a name which a later rule of its group, or a later group, records.",
    source: "Group.Eval, rules/group.go: the rules of a group run in order, groups at the same time",
    check: checkOrder,
  },
  {
    name: "rules/for-interval",
    on: "group",
    severity: "warning",
    says: "A `for` shorter than the interval at which the group is evaluated.",
    source: "AlertingRule.Eval, rules/alerting.go",
    check: checkFor,
  },
  {
    name: "rules/label-template",
    on: "rule",
    severity: "warning",
    says: "A template that shows a label which the expression's result does not have.",
    source: "AlertingRule.Eval, rules/alerting.go: templates see the labels of the result",
    check: checkLabelTemplates,
  },
];

function checkMetrics(value: Values, say: Say, { world }: Context): void {
  if (world === undefined) return;
  for (const dead of deadMetrics(textOf(value.expr), world)) {
    const { range } = dead;
    const effect = "the expression never returns anything";
    const name = `rules/${kindOf(dead)}`;
    if (dead.fate.kind !== "dropped") say("expr", saidOf(dead), effect, { range, name });
    else say("expr", saidOf(dead), `${effect}: keep the metric, or do not use it`, { range, name, severity: "error" });
  }
}

function checkOrder(group: Values, say: Say, { world }: Context): void {
  const groupIndex = world?.recordings.find((each) => each.group === textOf(group.name))?.groupIndex;
  for (const [ruleIndex, rule] of objectsOf(group.rules).entries()) {
    const own = world?.recordings.find((each) => each.group === textOf(group.name) && each.ruleIndex === ruleIndex);
    for (const name of own?.reads ?? []) {
      const later = world?.recordings.find((each) => each.name === name && each.name !== own?.name);
      if (later === undefined || groupIndex === undefined) continue;
      const isLaterRule = later.group === textOf(group.name) && later.ruleIndex > ruleIndex;
      const isLaterGroup = later.groupIndex > groupIndex;
      if (!isLaterRule && !isLaterGroup) continue;
      const where = isLaterRule ? "further down in this group" : `in the later group "${later.group}"`;
      say(
        "expr",
        `this reads ${name}, which is recorded ${where}, so its value is one evaluation old`,
        "put the rule that records it before this one, into the same group",
        { of: rule },
      );
    }
  }
}

function checkFor(group: Values, say: Say, { world }: Context): void {
  const own = isSet(group.interval) ? parseDuration(textOf(group.interval)) : undefined;
  const interval = own === undefined ? world?.evaluationSeconds : own / 1000;
  if (interval === undefined || interval === 0) return;
  for (const rule of objectsOf(group.rules)) {
    const seconds = (parseDuration(textOf(rule.for)) ?? 0) / 1000;
    if (seconds === 0 || seconds >= interval) continue;
    say(
      "for",
      `this is shorter than the evaluation interval of ${interval}s, so the alert fires ${interval}s after the first time it holds`,
      `for: ${interval}s says the same, 0s fires at once`,
      { of: rule },
    );
  }
}
