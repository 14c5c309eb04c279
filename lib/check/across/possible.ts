import { type InhibitRule, type Labels, type Matcher, matches, type Route } from "../../alertmanager/index.ts";
import type { Alert } from "./alerts.ts";

/** What can be said of an alert before it is raised: `maybe` where only the data tells. */
export type Answer = "yes" | "no" | "maybe";

/** Whether an alert satisfies all matchers. */
export function satisfies(matchers: readonly Matcher[], alert: Pick<Alert, "labels" | "mayHave">): Answer {
  const answers = matchers.map((matcher) => satisfiesOne(matcher, alert));
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

function satisfiesOne(matcher: Matcher, { labels, mayHave }: Pick<Alert, "labels" | "mayHave">): Answer {
  const value = labels[matcher.name];
  if (value === undefined && mayHave(matcher.name)) return "maybe";
  return matches(matcher, value ?? "") ? "yes" : "no";
}

/** All routes that may take an alert. Source: Route.Match in dispatch/route.go, where what is not known may go either way. */
export function possibleRoutes(root: Route, alert: Alert): readonly Route[] {
  const found: Route[] = [];
  // Whether some child takes it for certain: then the node itself does not.
  let isTaken = false;
  for (const child of root.routes) {
    const answer = satisfies(child.matchers, alert);
    if (answer === "no") continue;
    found.push(...possibleRoutes(child, alert));
    isTaken ||= answer === "yes";
    if (answer === "yes" && !child.continues) return found;
  }
  return isTaken ? found : [...found, root];
}

/** Whether one alert silences another for certain, given that labels which only the data tells are equal where they must be. */
export function surelySilences(rule: InhibitRule, source: Alert, target: Alert): boolean {
  if (satisfies(rule.source, source) !== "yes" || satisfies(rule.target, target) !== "yes") return false;
  const isTwoSided = satisfies(rule.source, target) !== "no" && satisfies(rule.target, source) !== "no";
  return !isTwoSided && rule.equal.every((label) => mayBeEqual(label, source, target));
}

const mayBeEqual = (label: string, source: Alert, target: Alert): boolean => {
  const [a, b] = [labelOf(source.labels, label), labelOf(target.labels, label)];
  return source.mayHave(label) || target.mayHave(label) || a === b;
};

const labelOf = (labels: Labels, name: string): string => labels[name] ?? "";
