import { parseDuration } from "../../schema/index.ts";
import { deadMetrics, kindOf, saidOf } from "../across/query.ts";
import { cycleOf, metricsReadBy, type Recording } from "../across/recordings.ts";
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
  const rules = objectsOf(group.rules);
  const recordedBy = (name: string) => world?.recordings.get(name) ?? [];
  const own = rules.flatMap((rule) => recordedBy(textOf(rule.record))).find((each) => isOf(each, group, rules));
  if (own === undefined) return;
  for (const [ruleIndex, rule] of rules.entries()) {
    for (const name of metricsReadBy(textOf(rule.expr))) {
      const recorded = name === rule.record ? undefined : recordedBy(name)[0];
      const later = recorded && laterThan(recorded, own.groupIndex, ruleIndex);
      if (later === undefined) continue;
      say(
        "expr",
        `this reads ${name}, which is recorded ${later}, so its value is one evaluation old`,
        "put the rule that records it before this one, into the same group",
        { of: rule },
      );
    }
  }
}

/** Whether a recording stands in this group: other files may have one of the same name. */
const isOf = ({ group, ruleIndex, name, expr }: Recording, own: Values, rules: readonly Values[]): boolean =>
  group === textOf(own.name) && rules[ruleIndex]?.record === name && rules[ruleIndex]?.expr === expr;

/** Where, as seen from a rule that is evaluated before. */
function laterThan({ group, groupIndex, ruleIndex }: Recording, position: number, own: number): string | undefined {
  if (groupIndex === position && ruleIndex > own) return "further down in this group";
  return groupIndex > position ? `in the later group "${group}"` : undefined;
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
