import type { Finding, Place } from "../../finding.ts";
import type { Values } from "../rule.ts";
import type { Alert } from "./alerts.ts";

/** All that is needed to say who is told of which alert, and how soon. */
export interface Routing {
  /** alertmanager.yml, read as Alertmanager does. */
  readonly file: Values;
  /** Where a part of it is written, by JSON pointer. */
  readonly place: (pointer: string) => Place;
  readonly alerts: readonly Alert[];
  /** How often, and how long at most, what an alert looks at is scraped, in seconds. */
  readonly scrapeOf: (alert: Alert) => { readonly interval: number; readonly timeout: number };
  /** How late a critical page may be, in seconds. */
  readonly maxSecondsToPage: number;
}

export interface Told {
  /** Receivers that there are. */
  readonly defined: ReadonlySet<string>;
  /** Receivers that page. */
  readonly paging: ReadonlySet<string>;
  /** Receivers that tell nobody. */
  readonly silent: ReadonlySet<string>;
}

export const isCritical = ({ labels }: Alert): boolean => labels.severity === "critical";

export const finding = (
  place: Place,
  severity: Finding["severity"],
  check: string,
  message: string,
  help?: string,
): Finding => ({
  ...place,
  severity,
  check,
  message,
  ...(help !== undefined && { help }),
});
