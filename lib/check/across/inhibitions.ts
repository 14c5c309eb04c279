import type { InhibitRule } from "../../alertmanager/index.ts";
import type { Finding } from "../../finding.ts";
import type { Alert } from "./alerts.ts";
import { satisfies, surelySilences } from "./possible.ts";
import { finding, type Routing } from "./routing.ts";

/** Two alerts that silence each other: of neither is anybody told. */
export function mutualSilence(alerts: readonly Alert[], rules: readonly InhibitRule[]): Finding[] {
  const silences = (source: Alert, target: Alert): boolean =>
    rules.some((rule) => surelySilences(rule, source, target));
  const both = alerts.filter((alert) => isSurely("source", alert, rules) && isSurely("target", alert, rules));
  return both.flatMap((alert, index) =>
    both
      .slice(index + 1)
      .flatMap((other) =>
        silences(alert, other) && silences(other, alert)
          ? [
              finding(
                other.place(),
                "warning",
                "routing/mutual-silence",
                `${alert.name} and ${other.name} silence each other: when both fire, nobody is told of either`,
                "let one inhibition leave out what the other one silences",
              ),
            ]
          : [],
      ),
  );
}

const isSurely = (side: "source" | "target", alert: Alert, rules: readonly InhibitRule[]): boolean =>
  rules.some((rule) => satisfies(rule[side], alert) === "yes");

/** Inhibitions for which this environment has no alert on one side. */
export function idleInhibitions(
  alerts: readonly Alert[],
  rules: readonly InhibitRule[],
  place: Routing["place"],
): Finding[] {
  if (alerts.length === 0) return [];
  return rules.flatMap((rule) =>
    (["source", "target"] as const)
      .filter((side) => alerts.every((alert) => satisfies(rule[side], alert) === "no"))
      .map((side) =>
        finding(
          place(rule.pointer),
          "info",
          "routing/idle-inhibition",
          `no alert of this environment matches the ${side} of this inhibition`,
        ),
      ),
  );
}
