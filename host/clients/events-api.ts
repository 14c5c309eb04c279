import type { ChangeEvent } from "../../apps/pagerduty-sandbox/events.ts";
import type { Answer } from "../targets/target.ts";

/** What Alertmanager sends to when nothing else is said: `pagerduty_url` in its `global`. */
export const PAGERDUTY_EVENTS_URL = "https://events.pagerduty.com/v2/enqueue";

/** Where the Events API v2 whose alerts go to `eventsUrl` (`…/v2/enqueue`) takes change events. */
export const changesUrl = (eventsUrl: string): string => eventsUrl.replace(/\/enqueue\/?$/, "/change/enqueue");

const TIMEOUT_MS = 10_000;

/** Sends a change event: it shows on the service's page and notifies nobody. 202 when it was taken. Rejects when nobody answers. */
export async function sendChange(url: string, event: ChangeEvent): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: await response.text() };
}
