import { type Labels, type Matcher, matchesAll } from "./matchers.ts";

/** What a silence asks of one label. Source: `matcher` in api/v2/openapi.yaml of Alertmanager's repository. */
export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  /** Absent before Alertmanager 0.22, which knew no other. */
  readonly isEqual?: boolean;
}

/** The same as routes have them. */
export const matcherOf = ({ name, value, isRegex, isEqual = true }: SilenceMatcher): Matcher => ({
  name,
  operator: isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=",
  value,
});

/** Whether a silence keeps back an alert of these labels. */
export const isSilenced = (matchers: readonly SilenceMatcher[], labels: Labels): boolean =>
  matchesAll(matchers.map(matcherOf), labels);
