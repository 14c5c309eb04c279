import { isSilenced } from "../../../lib/alertmanager/index.ts";
import type { Silence } from "../../clients/alertmanager.ts";
import { describeSilence, howToExpire } from "../../clients/held-back.ts";
import { type Check, forEach, type Seen } from "../check.ts";
import { isWatchdog, type KnownAlert, knownAlerts } from "../known-alerts.ts";
import { listOf } from "../list.ts";
import { WATCHDOG } from "../watchdog.ts";

/**
 * What is silenced now: nobody is told of it, and nothing but Alertmanager itself shows that. A silence for some alerts is a
 * person's decision and warns; without the Watchdog, or with no alert left that pages, nothing can be told any more.
 */
export const silences: Check = {
  name: "silences",
  run: (context) =>
    forEach(context.alertmanagers, async ({ name, silences }) => {
      const address = context.components.get(name)?.addresses.http;
      return seeSilences(name, knownAlerts(context, name), await silences(), `http://${address}`);
    }),
};

/** What is seen of each silence that lasts now. `url`: of the Alertmanager. */
export function seeSilences(
  subject: string,
  alerts: readonly KnownAlert[],
  silences: readonly Silence[],
  url: string,
): readonly Seen[] {
  if (silences.length === 0) return [{ subject, status: "pass", evidence: "no silence" }];
  const paging = alerts.filter(({ pages }) => pages);
  const isLeft = paging.some((alert) => !silences.some((silence) => surelySilences(silence, alert)));
  return silences.map((silence) => {
    const silenced = paging.filter((alert) => surelySilences(silence, alert));
    const isDeaf = alerts.some((alert) => isWatchdog(alert) && surelySilences(silence, alert));
    return {
      subject,
      status: isDeaf || (silenced.length > 0 && !isLeft) ? "fail" : "warn",
      evidence: `${describeSilence(silence)}: ${effectOf(silenced, paging, { isDeaf, isLeft })}`,
      help: howToExpire(silence, url),
    };
  });
}

/** Whether it silences an alert whatever the data adds to its labels: it asks for none but the known ones. */
const surelySilences = (silence: Silence, { labels }: KnownAlert): boolean =>
  silence.matchers.every(({ name }) => Object.hasOwn(labels, name)) && isSilenced(silence.matchers, labels);

/** What a silence keeps from people, for one of them. */
function effectOf(
  silenced: readonly KnownAlert[],
  paging: readonly KnownAlert[],
  { isDeaf, isLeft }: { readonly isDeaf: boolean; readonly isLeft: boolean },
): string {
  const held = [
    ...(isDeaf ? [`${WATCHDOG}, by whose absence a dead way is noticed`] : []),
    ...(silenced.length > 0 ? [pagesOf(silenced, paging)] : []),
  ];
  if (held.length === 0) return "which alerts that is, only their data tells";
  return `it holds back ${held.join(", and ")}${silenced.length === 0 || isLeft ? "" : ": no page is left"}`;
}

function pagesOf(silenced: readonly KnownAlert[], paging: readonly KnownAlert[]): string {
  if (silenced.length === paging.length) return `every alert that pages (${paging.length})`;
  const names = new Set(silenced.map(({ labels }) => labels.alertname ?? ""));
  return `of the ${paging.length} alerts that page ${listOf([...names], ", ")}`;
}
