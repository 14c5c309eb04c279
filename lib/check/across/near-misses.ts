import { type Matcher, matches } from "../../alertmanager/index.ts";
import type { Finding } from "../../finding.ts";
import { nearest } from "../../schema/index.ts";
import type { Alert } from "./alerts.ts";
import { finding } from "./routing.ts";

/** The matchers of all routes and inhibitions, by the label that they look at. */
export type Matchers = ReadonlyMap<string, readonly Matcher[]>;

/** Labels that no matcher speaks of, although one was most likely meant to. */
export function nearMisses(alert: Alert, matchers: Matchers): Finding[] {
  return Object.entries(alert.labels).flatMap(([name, value]) => {
    if (name === "alertname") return [];
    const own = matchers.get(name);
    return (own === undefined ? nearName(alert, name, matchers) : nearValue(alert, name, value, own)) ?? [];
  });
}

function nearName(alert: Alert, name: string, matchers: Matchers): Finding | undefined {
  const others = [...matchers.keys()].filter((other) => !Object.hasOwn(alert.labels, other));
  const meant = near(name, others);
  if (meant === undefined) return undefined;
  const message = `no route or inhibition looks at the label "${name}", but they look at "${meant}"`;
  return finding(alert.place("labels", name, "key"), "warning", CHECK, message, `rename the label to ${meant}`);
}

function nearValue(alert: Alert, name: string, value: string, own: readonly Matcher[]): Finding | undefined {
  if (own.some((matcher) => matcher.operator.startsWith("=") && matches(matcher, value))) return undefined;
  const values = new Set(own.filter(({ operator }) => operator === "=").map((matcher) => matcher.value));
  const meant = near(value, [...values]);
  if (meant === undefined) return undefined;
  const message = `no route or inhibition matches ${name}="${value}", but ${name}="${meant}"`;
  return finding(alert.place("labels", name), "warning", CHECK, message, `write ${meant}, or route "${value}", too`);
}

const CHECK = "routing/near-miss";

/** Of short words every letter tells, so none is near to another. */
const near = (text: string, known: readonly string[]): string | undefined =>
  text.length < 4
    ? undefined
    : nearest(
        text,
        known.filter((other) => other !== text && other.length >= 4),
      );
