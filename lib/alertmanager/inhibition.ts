import type { Configuration, InhibitRuleConfiguration } from "./configuration.ts";
import { type Labels, type Matcher, matchesAll } from "./matchers.ts";
import { matchersOf } from "./routes.ts";

/** While an alert matches `source`, those that match `target` and agree on all labels of `equal` are not told of. */
export interface InhibitRule {
  /** Where it stands in the file, as a JSON pointer: `/inhibit_rules/0`. */
  readonly pointer: string;
  readonly written: InhibitRuleConfiguration;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

export const inhibitRules = ({ inhibit_rules }: Pick<Configuration, "inhibit_rules">): readonly InhibitRule[] =>
  (inhibit_rules ?? []).map((written, index) => ({
    pointer: `/inhibit_rules/${index}`,
    written,
    source: matchersOf(written.source_match, written.source_match_re, written.source_matchers),
    target: matchersOf(written.target_match, written.target_match_re, written.target_matchers),
    equal: written.equal ?? [],
  }));

/**
 * Whether `source`, while it fires, silences `target`. Labels that both lack are equal; an alert that matches both sides is
 * not silenced by another that does, too. Source: InhibitRule.hasEqual and Inhibitor.Mutes in inhibit/inhibit.go.
 */
export function silences(rule: InhibitRule, source: Labels, target: Labels): boolean {
  if (!matchesAll(rule.source, source) || !matchesAll(rule.target, target)) return false;
  const isTwoSided = matchesAll(rule.source, target) && matchesAll(rule.target, source);
  return !isTwoSided && rule.equal.every((name) => (source[name] ?? "") === (target[name] ?? ""));
}
