import { CLASSIC_LABEL } from "../schema/index.ts";
import { classicMatchers } from "./matchers-classic.ts";
import { utf8Matchers } from "./matchers-utf8.ts";
import { matcherRegexFault, matchesAnchored } from "./regex.ts";

export type Operator = "=" | "!=" | "=~" | "!~";

/** What a label of an alert must be. A label that is not there counts as empty. */
export interface Matcher {
  readonly name: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Why a text is no list of matchers. `[start, end)` counts UTF-16 units from 0. */
export interface MatcherFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Parsed = { readonly matchers: readonly Matcher[] } | { readonly fault: MatcherFault };

export type Labels = Readonly<Record<string, string>>;

/**
 * One line of `matchers`, which may hold several, as Alertmanager reads it: both syntaxes are tried, and what the classic
 * one understands counts as that. Before 0.27 there is only the classic one.
 * Source: FallbackMatchersParser in matcher/compat/parse.go (0.27 to 0.34), labels.ParseMatchers before.
 */
export function parseMatchers(text: string, syntax: "both" | "classic" = "both"): Parsed {
  const classic = checked(classicMatchers(text));
  if ("matchers" in classic || syntax === "classic") return classic;
  const utf8 = checked(utf8Matchers(text));
  // Where both refuse, the newer one says more exactly what is wrong, unless it got further than the label's name.
  return "matchers" in utf8 || !isNoName(utf8) ? utf8 : classic;
}

/** Whether Alertmanager would still understand this line without the classic syntax, which is on its way out. */
export const isForwardCompatible = (text: string): boolean => "matchers" in checked(utf8Matchers(text));

const isNoName = ({ fault }: { readonly fault: MatcherFault }): boolean => fault.end === 0;

function checked(parsed: Parsed): Parsed {
  if ("fault" in parsed) return parsed;
  for (const { name, operator, value } of parsed.matchers) {
    const reason = operator === "=~" || operator === "!~" ? matcherRegexFault(value) : undefined;
    if (reason !== undefined) {
      return { fault: { message: `the regular expression of "${name}" is none: ${reason}`, start: 0, end: 0 } };
    }
  }
  return parsed;
}

/** Whether the labels satisfy all matchers; none at all are satisfied by everything. */
export const matchesAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((matcher) => matches(matcher, labels[matcher.name] ?? ""));

/** Whether a matcher accepts a label's value. Regular expressions must match it as a whole. */
export function matches({ operator, value }: Matcher, actual: string): boolean {
  switch (operator) {
    case "=":
      return actual === value;
    case "!=":
      return actual !== value;
    case "=~":
      return matchesAnchored(value, actual);
    case "!~":
      return !matchesAnchored(value, actual);
  }
}

/** As Alertmanager writes them: `severity="critical"`. */
export const formatMatcher = ({ name, operator, value }: Matcher): string =>
  `${CLASSIC_LABEL.test(name) ? name : JSON.stringify(name)}${operator}${JSON.stringify(value)}`;
