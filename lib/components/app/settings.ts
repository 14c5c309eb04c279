import { when } from "../../schema/when.ts";
import { type CommonSettings, duration, settingsSchema } from "../settings.ts";
import { type AppAlerts, alertsSchema } from "./alerts.ts";
import { CONVENTIONS, type Convention, type RequestMetrics } from "./red.ts";

/** An entry of `apps:`: one of ours (`app`), a user's own (`image`), or one that runs elsewhere and is only watched. */
export interface AppSettings extends CommonSettings {
  readonly name: string;
  readonly app?: string;
  readonly image?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly job?: string;
  readonly metrics_path?: string;
  readonly health_path?: string;
  readonly scrape_interval?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Only watched: `host:port` of each instance. */
  readonly targets?: readonly string[];
  readonly http_sd_configs?: readonly object[];
  readonly file_sd_configs?: readonly object[];
  readonly dns_sd_configs?: readonly object[];
  /** Only watched, but `verify` fails when it is down. */
  readonly required: boolean;
  readonly request_metrics?: Convention | (Omit<RequestMetrics, "errors"> & { readonly errors: string });
  readonly alerts: AppAlerts;
}

const METRIC_NAME = "^[a-zA-Z_:][a-zA-Z0-9_:]*$";
const metricName = (description: string) => ({ type: "string", pattern: METRIC_NAME, description });

const requestMetrics = {
  type: ["string", "object"],
  description:
    "What its request metrics are called: a convention (http, express, flask, fastapi, django, opentelemetry), or the names. Default: http.",
  ...when(
    { type: "string" },
    { enum: Object.keys(CONVENTIONS) },
    {
      type: "object",
      additionalProperties: false,
      required: ["requests", "errors", "duration"],
      properties: {
        requests: metricName("A counter of requests."),
        errors: { type: "string", minLength: 1, description: 'Matchers of those that failed: status=~"5.."' },
        duration: metricName("A histogram of seconds, without `_bucket`."),
      },
    },
  ),
};

const discovery = (kind: string) => ({
  type: "array",
  items: { type: "object" },
  description: `Where it runs, in Prometheus's own syntax: \`${kind}\`.`,
});

export const settings = settingsSchema(
  {
    name: { type: "string", pattern: "^[a-z][a-z0-9-]*$", description: "Unique in the environment; its job's name." },
    app: { type: "string", description: "One of our applications: the name of its folder in apps/." },
    image: { type: "string", description: "A user's own image, as `docker run` takes it. Needs the target docker." },
    args: { type: "array", items: { type: "string" }, default: [] },
    env: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description:
        "Variables. No secrets: $(secret:NAME) gives the path of a file, $(address:NAME) the address of another component.",
    },
    job: { type: "string", description: "The job label of its metrics; its name by default." },
    metrics_path: { type: "string", pattern: "^/", description: "Default: /metrics." },
    health_path: {
      type: "string",
      pattern: "^/",
      description: "Answers 200 while it lives; its metrics path by default.",
    },
    scrape_interval: duration("How often it is asked; Prometheus's own interval by default."),
    labels: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description: "Labels of all its metrics.",
    },
    targets: { type: "array", items: { type: "string" }, description: "Only watched: host:port of each instance." },
    http_sd_configs: discovery("http_sd_configs"),
    file_sd_configs: discovery("file_sd_configs"),
    dns_sd_configs: discovery("dns_sd_configs"),
    required: { type: "boolean", default: false, description: "Only watched, but verify fails when it is down." },
    request_metrics: requestMetrics,
    alerts: alertsSchema,
  },
  ["name"],
);
