import { type Route, sum, timeToPage } from "../../alertmanager/index.ts";
import type { Finding } from "../../finding.ts";
import type { Alert } from "./alerts.ts";
import { finding, isCritical, type Routing, type Told } from "./routing.ts";

/** What an alert that pages must have, and by when the page must come. */
export function page(alert: Alert, routes: readonly Route[], told: Told, routing: Routing): Finding[] {
  const missing = (["summary", "runbook_url"] as const).filter((name) => (alert.annotations[name] ?? "") === "");
  const findings = missing.map((name) =>
    name === "summary"
      ? finding(
          alert.place("annotations"),
          "warning",
          "routing/no-summary",
          `${alert.name} pages without a summary: who is woken must be told what has failed`,
          "annotations: { summary: … }",
        )
      : finding(
          alert.place("annotations"),
          "info",
          "routing/no-runbook",
          `${alert.name} pages without a runbook_url: who is woken must find what to do`,
          "annotations: { runbook_url: … }",
        ),
  );
  return isCritical(alert)
    ? [
        ...findings,
        ...latePage(
          alert,
          routes.filter(({ receiver }) => told.paging.has(receiver)),
          routing,
        ),
      ]
    : findings;
}

function latePage(alert: Alert, routes: readonly Route[], { scrapeOf, maxSecondsToPage }: Routing): Finding[] {
  const { interval, timeout } = scrapeOf(alert);
  const terms = timeToPage({
    scrapeInterval: interval,
    scrapeTimeout: timeout,
    evaluationInterval: alert.evaluationSeconds,
    range: alert.rangeSeconds,
    for: alert.forSeconds,
    groupWait: Math.max(...routes.map(({ groupWait }) => groupWait)),
    groupInterval: Math.max(...routes.map(({ groupInterval }) => groupInterval)),
  });
  const seconds = sum(terms);
  if (seconds <= maxSecondsToPage) return [];
  const written = terms.map((term) => `${term.seconds} s ${term.name}`).join(" + ");
  return [
    finding(
      alert.place("for"),
      "warning",
      "routing/late-page",
      `the page of ${alert.name} can come ${seconds} s after the failure, and limits.max_time_to_page allows ${maxSecondsToPage} s: ${written}`,
      "shorten the longest of these, or raise the limit",
    ),
  ];
}
