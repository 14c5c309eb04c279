import { type Matcher, matches } from "../../alertmanager/index.ts";
import type { Finding } from "../../finding.ts";
import { nearest } from "../../schema/index.ts";
import type { Alert } from "./alerts.ts";
import { finding } from "./routing.ts";

/** A value is near to another only when both are words: of short ones every letter tells. */
const near = (text: string, known: Iterable<string>): string | undefined =>
  text.length < 4
    ? undefined
    : nearest(
        text,
        [...known].filter((other) => other !== text && other.length >= 4),
      );

/** Labels that no matcher speaks of, although one was most likely meant to. */
export function nearMisses(alert: Alert, matchers: readonly Matcher[]): Finding[] {
  const names = new Set(matchers.map(({ name }) => name));
  return Object.entries(alert.labels).flatMap(([name, value]): Finding[] => {
    if (name === "alertname") return [];
    const place = alert.place("labels", name);
    if (!names.has(name)) {
      const meant = near(
        name,
        [...names].filter((other) => !Object.hasOwn(alert.labels, other)),
      );
      return meant === undefined
        ? []
        : [
            finding(
              place,
              "warning",
              "routing/near-miss",
              `no route or inhibition looks at the label "${name}", but they look at "${meant}"`,
              `rename the label to ${meant}`,
            ),
          ];
    }
    const own = matchers.filter((matcher) => matcher.name === name);
    if (own.some((matcher) => matcher.operator.startsWith("=") && matches(matcher, value))) return [];
    const meant = near(
      value,
      own.filter(({ operator }) => operator === "=").map((matcher) => matcher.value),
    );
    return meant === undefined
      ? []
      : [
          finding(
            place,
            "warning",
            "routing/near-miss",
            `no route or inhibition matches ${name}="${value}", but ${name}="${meant}"`,
            `write ${meant}, or route "${value}", too`,
          ),
        ];
  });
}
