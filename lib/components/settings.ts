/** Settings that every component has. `name` (of one of several) and the check for unknown keys are added by the environment's schema. */
const COMMON = {
  port: { type: "integer", minimum: 1, maximum: 65535, description: "Listen here instead of on the usual port." },
  expose: {
    type: "string",
    format: "ipv4",
    description:
      "Listen on this address of the machine (0.0.0.0: on all) instead of on 127.0.0.1, so that other machines reach it. It may ask for no password: let a firewall choose who comes.",
  },
  memory_mib: { type: "integer", minimum: 16, description: "Memory limit, in MiB." },
} as const;

export interface CommonSettings {
  readonly port?: number;
  readonly expose?: string;
  readonly memory_mib?: number;
}

/** A component's settings as a JSON Schema: its own properties beside the common ones. */
export const settingsSchema = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) => ({
  type: "object",
  properties: { ...COMMON, ...properties },
  required,
});

/** A duration as Prometheus writes it: `15s`, `1h30m`. */
export const duration = (description: string, defaultValue?: string) => ({
  type: "string",
  format: "prometheus-duration",
  description,
  ...(defaultValue === undefined ? {} : { default: defaultValue }),
});

/** Part of a native configuration, handed through as it is: its own program and `check` judge it. */
export const native = (type: "object" | "array", description: string) => ({ type, description });

/** `severity` of an alert: what it must do to a person. critical pages, warning is read in working hours, info is for dashboards. */
export type AlertSeverity = "critical" | "warning" | "info";

const RUNBOOKS = "https://github.com/watchkeeper/watchkeeper/blob/main/docs/runbooks.md";

/** What to do when an alert fires: the section of docs/runbooks.md with the alert's name. */
export const runbook = (alert: string): string => `${RUNBOOKS}#${alert.toLowerCase()}`;

/** Labels and annotations that every alert of ours has. */
export const alert = (
  name: string,
  rule: {
    readonly expr: string;
    readonly for?: string;
    readonly severity: AlertSeverity;
    readonly category: "availability" | "performance" | "capacity" | "reliability";
    readonly summary: string;
    readonly description: string;
  },
) => ({
  alert: name,
  expr: rule.expr,
  ...(rule.for === undefined ? {} : { for: rule.for }),
  labels: { severity: rule.severity, category: rule.category },
  annotations: {
    summary: rule.summary,
    description: rule.description,
    runbook_url: runbook(name),
  },
});
