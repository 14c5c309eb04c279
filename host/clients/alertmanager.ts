import type { SilenceMatcher } from "../../lib/alertmanager/index.ts";
import { ask, askJson, type Get } from "./ask.ts";
import { metricValue } from "./exposition.ts";

export interface AlertmanagerAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Names of the receivers that its routes lead to. */
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: "active" | "suppressed" | "unprocessed";
    /** Ids of silences. */
    readonly silencedBy: readonly string[];
    /** Fingerprints of alerts. */
    readonly inhibitedBy: readonly string[];
    /** Time intervals of its routes; since Alertmanager 0.28. */
    readonly mutedBy?: readonly string[];
  };
  readonly startsAt: string;
  readonly endsAt: string;
}

/** While it lasts, nobody is told of alerts that satisfy all of its matchers. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly SilenceMatcher[];
  /** RFC 3339. */
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** The HTTP API v2 of one Alertmanager (api/v2/openapi.yaml of its repository). All methods throw Unanswered. */
export interface AlertmanagerClient {
  readonly name: string;
  /** The configuration that runs, as YAML, defaults filled in and secrets as `<secret>`. */
  configuration(): Promise<string>;
  /** All alerts, silenced and inhibited ones too. */
  alerts(): Promise<readonly AlertmanagerAlert[]>;
  /** Those that last now: neither over nor still to begin. */
  silences(): Promise<readonly Silence[]>;
  /** One of its own metrics without labels. */
  metric(name: string): Promise<number | undefined>;
}

export const alertmanagerClient = (name: string, get: Get): AlertmanagerClient => ({
  name,
  configuration: async () =>
    (await askJson<{ config: { original: string } }>(name, get, "/api/v2/status")).config.original,
  alerts: () => askJson(name, get, "/api/v2/alerts"),
  silences: async () => {
    const all = await askJson<(Silence & { status: { state: string } })[]>(name, get, "/api/v2/silences");
    return all.filter(({ status }) => status.state === "active");
  },
  metric: async (metric) => metricValue(await ask(name, get, "/metrics"), metric),
});
