import type { Rule, RuleGroup } from "./component.ts";
import { type AlertSeverity, alert, duration } from "./settings.ts";

/** An alert that a component brings, and whose threshold, patience and severity its settings can change. */
export interface TunableAlert {
  readonly name: string;
  /** The expression, with the threshold that holds where there is one. */
  readonly expr: (above: number) => string;
  /** The threshold's default and what it is of, with its unit; absent where the expression needs none. */
  readonly above?: { readonly default: number; readonly description: string };
  /** Defaults, as Prometheus writes durations. */
  readonly for: string;
  readonly severity: AlertSeverity;
  readonly category: "availability" | "performance" | "capacity" | "reliability";
  readonly summary: string;
  readonly description: string;
}

/** What settings say of one alert, defaults filled in. */
type Tuned = "off" | { readonly above?: number; readonly for: string; readonly severity: AlertSeverity };
export type TunedAlerts = Readonly<Record<string, Tuned>>;

export const severitySchema = (value: AlertSeverity) => ({
  enum: ["critical", "warning", "info"],
  default: value,
  description: "critical pages, warning is read in working hours, info is for dashboards.",
});

/** Settings of one alert, or `off`. */
export const orOff = (description: string, properties: Readonly<Record<string, unknown>>) => ({
  type: ["object", "string"],
  description: `${description} \`off\` switches it off.`,
  default: {},
  if: { type: "string" },
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name; nobody awaits a schema.
  then: { enum: ["off"] },
  else: { type: "object", properties, additionalProperties: false },
});

const schemaOf = ({ above, for: time, severity, summary }: TunableAlert) =>
  orOff(`${withoutTemplates(summary)}.`, {
    ...(above === undefined ? {} : { above: { type: "number", ...above } }),
    for: duration("How long, before it is told.", time),
    severity: severitySchema(severity),
  });

/** A summary as a sentence about any instance: `A mountpoint of host is nearly full`. */
const withoutTemplates = (summary: string): string =>
  summary
    .replace(/^\{\{ \$labels\.(\w+) \}\}/, "A $1")
    .replaceAll(/\{\{.*?\}\}/g, "")
    .replaceAll(/ +/g, " ")
    .trim();

/** The property `alerts` of a component's settings. */
export const tunableSchema = (alerts: readonly TunableAlert[]) => ({
  type: "object",
  additionalProperties: false,
  default: {},
  description: "Its alerts: thresholds, patience and severities, or `off`.",
  properties: Object.fromEntries(alerts.map((each) => [each.name, schemaOf(each)])),
});

const ruleOf = (tunable: TunableAlert, tuned: Exclude<Tuned, "off">): Rule =>
  alert(tunable.name, { ...tunable, ...tuned, expr: tunable.expr(tuned.above ?? 0) });

/** One group of those alerts that are not switched off. */
export const tunedRules = (name: string, alerts: readonly TunableAlert[], tuned: TunedAlerts): readonly RuleGroup[] => {
  const rules = alerts.flatMap((tunable) => {
    const settings = tuned[tunable.name];
    return settings === undefined || settings === "off" ? [] : [ruleOf(tunable, settings)];
  });
  return rules.length === 0 ? [] : [{ name, rules }];
};
