import { formatMatcher, matcherOf } from "../../lib/alertmanager/index.ts";
import type { AlertmanagerAlert, Silence } from "./alertmanager.ts";

/** What keeps an alert from its receivers, for a person, one text each. `alerts`: all of the same Alertmanager's. */
export function suppressorsOf(
  { status: { silencedBy, inhibitedBy, mutedBy = [] } }: AlertmanagerAlert,
  alerts: readonly AlertmanagerAlert[],
): readonly string[] {
  const nameOf = (id: string) => alerts.find(({ fingerprint }) => fingerprint === id)?.labels.alertname ?? id;
  return [
    ...silencedBy.map((id) => `silenced by ${id}`),
    ...[...new Set(inhibitedBy.map(nameOf))].map((name) => `inhibited by ${name}`),
    ...mutedBy.map((name) => `muted by the time interval ${name}`),
  ];
}

/** A silence for a person: whose it is, what it is about, and until when. */
export function describeSilence({ id, matchers, endsAt, createdBy, comment }: Silence): string {
  const about = matchers.map((each) => formatMatcher(matcherOf(each))).join(", ");
  return `silence ${id} of ${createdBy || "nobody named"}, "${comment}", about {${about}} until ${endsAt}`;
}

/** The two ways to end a silence. `url`: of its Alertmanager. */
export const howToExpire = ({ id }: Silence, url: string): string =>
  `expire it on Alertmanager's page, ${url}/#/silences/${id}, or: amtool --alertmanager.url=${url} silence expire ${id}`;
