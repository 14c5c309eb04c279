import { inhibitRules, type Labels, type Matcher, matchesAll } from "../../../alertmanager/index.ts";
import type { Rule, Say, Values } from "../../rule.ts";
import { inhibitRuleOf } from "../configuration.ts";

const DOCUMENTATION = "https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings";

export const inhibitionRules: readonly Rule[] = [
  {
    name: "alertmanager/inhibit-all",
    on: "inhibit-rule",
    severity: "warning",
    says: "An inhibition without source or without target matchers: every alert silences, or every alert is silenced.",
    source: DOCUMENTATION,
    check: (value, say) => {
      const [rule] = parsed(value);
      if (rule === undefined) return;
      const where = rule.equal.length === 0 ? "" : ` that agrees on ${rule.equal.join(", ")}`;
      if (rule.source.length === 0)
        say(
          undefined,
          `without source matchers every alert${where} silences`,
          "say which alerts silence: source_matchers",
        );
      if (rule.target.length === 0)
        say(
          undefined,
          `without target matchers every alert${where} is silenced`,
          "say which alerts are silenced: target_matchers",
        );
    },
  },
  {
    name: "alertmanager/inhibit-self",
    on: "inhibit-rule",
    severity: "warning",
    says: "An inhibition whose sources are its targets, too.",
    source: DOCUMENTATION,
    check: checkSides,
  },
];

const parsed = (value: Values) => {
  const rule = inhibitRuleOf(value);
  return rule === undefined ? [] : inhibitRules({ inhibit_rules: [rule] });
};

function checkSides(value: Values, say: Say): void {
  const [rule] = parsed(value);
  if (rule === undefined || rule.source.length === 0 || rule.target.length === 0) return;
  const example = { ...equalities(rule.target), ...equalities(rule.source) };
  const isBoth = matchesAll(rule.source, example) && matchesAll(rule.target, example);
  // With other labels in play only the alerts themselves can tell.
  if (!isBoth || !rule.target.every(({ name }) => rule.source.some((source) => source.name === name))) return;
  say(
    undefined,
    "an alert that silences by this rule is also one that it silences; two such alerts do not silence each other",
    "let the target leave out what the source says",
  );
}

const equalities = (matchers: readonly Matcher[]): Labels =>
  Object.fromEntries(matchers.filter(({ operator }) => operator === "=").map(({ name, value }) => [name, value]));
