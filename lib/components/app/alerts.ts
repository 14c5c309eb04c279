import type { Rule, RuleGroup } from "../component.ts";
import { type AlertSeverity, alert, duration } from "../settings.ts";
import { orOff, severitySchema } from "../tunable.ts";
import { errorRatio, latency, ofJob, type RequestMetrics } from "./red.ts";

interface Threshold {
  readonly for: string;
  readonly severity: AlertSeverity;
}
type OrOff<T> = T | "off";

/** The alerts of an app, each set or switched off. */
export interface AppAlerts {
  readonly Down: OrOff<Threshold>;
  readonly ErrorRatio: OrOff<Threshold & { readonly above: number }>;
  readonly Latency: OrOff<Threshold & { readonly above: number; readonly quantile: number }>;
}

export const alertsSchema = {
  type: "object",
  additionalProperties: false,
  default: {},
  description: "Its alerts: thresholds and severities, or `off`.",
  properties: {
    Down: orOff("It does not answer Prometheus.", {
      for: duration("How long, before it is told.", "1m"),
      severity: severitySchema("critical"),
    }),
    ErrorRatio: orOff("Too large a share of its requests fails.", {
      above: { type: "number", minimum: 0, maximum: 1, default: 0.05, description: "Share of the requests, 0 to 1." },
      for: duration("How long, before it is told.", "5m"),
      severity: severitySchema("critical"),
    }),
    Latency: orOff("Its requests take too long.", {
      above: { type: "number", exclusiveMinimum: 0, default: 1, description: "In seconds." },
      quantile: {
        type: "number",
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.95,
        description: "Share of the requests that must be faster, 0 to 1.",
      },
      for: duration("How long, before it is told.", "10m"),
      severity: severitySchema("warning"),
    }),
  },
} as const;

interface Watched {
  readonly name: string;
  readonly job: string;
  /** Whether its targets are found at run time: then all of them may be gone. */
  readonly discovered: boolean;
  readonly metrics: RequestMetrics | undefined;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

const down = ({ name, job, discovered }: Watched, { for: time, severity }: Threshold): Rule =>
  alert("Down", {
    expr: `up{job="${job}"} == 0${discovered ? ` or absent(up{job="${job}"})` : ""}`,
    for: time,
    severity,
    category: "availability",
    summary: `${name} {{ $labels.instance }} is down`,
    description: `It has not answered Prometheus for ${time}.`,
  });

const tooManyErrors = (
  { name, job }: Watched,
  metrics: RequestMetrics,
  { above, for: time, severity }: Exclude<AppAlerts["ErrorRatio"], "off">,
): Rule =>
  alert("ErrorRatio", {
    expr: `${errorRatio(ofJob(job), metrics)} > ${above}`,
    for: time,
    severity,
    category: "reliability",
    summary: `More than ${percent(above)} of the requests to ${name} fail`,
    description: "{{ $value | humanizePercentage }} of the requests of the last 5 minutes failed.",
  });

const tooSlow = (
  { name, job }: Watched,
  metrics: RequestMetrics,
  { above, quantile, for: time, severity }: Exclude<AppAlerts["Latency"], "off">,
): Rule =>
  alert("Latency", {
    expr: `${latency(ofJob(job), metrics, quantile)} > ${above}`,
    for: time,
    severity,
    category: "performance",
    summary: `${name} answers more slowly than within ${above} s`,
    description: `${percent(quantile)} of the requests of the last 5 minutes took up to {{ $value | humanizeDuration }}.`,
  });

/** The alerts of one app that are not switched off. */
export const alertRules = (app: Watched, { Down, ErrorRatio, Latency }: AppAlerts): readonly RuleGroup[] => {
  const { metrics } = app;
  const rules = [
    ...(Down === "off" ? [] : [down(app, Down)]),
    ...(ErrorRatio === "off" || metrics === undefined ? [] : [tooManyErrors(app, metrics, ErrorRatio)]),
    ...(Latency === "off" || metrics === undefined ? [] : [tooSlow(app, metrics, Latency)]),
  ];
  return rules.length === 0 ? [] : [{ name: `app_${app.name}`, rules }];
};
