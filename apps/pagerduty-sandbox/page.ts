import { createHash } from "node:crypto";
import type { Fault } from "./guards.ts";
import type { Heartbeat } from "./heartbeats.ts";
import { Html, html } from "./html.ts";
import type { Incident } from "./incident.ts";
import { badge, incidentCard, linkList, short, time } from "./page-incident.ts";
import { SCRIPT } from "./page-script.ts";
import { STYLE } from "./page-style.ts";
import type { ChangeRecord } from "./sandbox.ts";

export interface PageView {
  /** Newest first. */
  readonly open: readonly Incident[];
  /** Newest first. */
  readonly resolved: readonly Incident[];
  readonly resolvedTotal: number;
  readonly heartbeats: readonly (Heartbeat & { readonly missing: boolean })[];
  /** Newest first. */
  readonly changes: readonly ChangeRecord[];
  readonly fault: Fault | undefined;
  /** `http://host:port` as the reader's browser knows it. */
  readonly baseUrl: string;
}

/** What is shown of each list; the API has the rest. */
const SHOWN = { open: 100, resolved: 50, changes: 20 };

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Events are written by others: nothing on the page may load or run but the page's own style and script. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const icon = (isCalm: boolean): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${isCalm ? "#157347" : "#c11f2f"}"/></svg>`)}`;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function stateBanner({ open }: PageView): Html {
  if (open.length === 0)
    return html`<div class="state calm">All quiet <span class="small">no open incident</span></div>`;
  const acknowledged = open.filter((incident) => incident.acknowledged_at !== null).length;
  return html`<div class="state alarm">${plural(open.length, "open incident")}${acknowledged > 0 && html` <span class="small">${acknowledged} acknowledged</span>`}</div>`;
}

const faultNote = (fault: Fault | undefined): Html | undefined =>
  fault &&
  html`<p class="fault" role="alert">A fault is ordered: every event is answered ${fault.status} until ${time(fault.until.toISOString())}</p>`;

const emptyState = ({ baseUrl }: PageView): Html => html`<div class="card">
<h3>Nothing has arrived yet</h3>
<p>Send a first page, and see it here at once:</p>
<pre>curl ${baseUrl}/v2/enqueue -d '{
  "routing_key": "0123456789abcdef0123456789abcdef",
  "event_action": "trigger",
  "dedup_key": "first-page",
  "payload": { "summary": "This is only a test", "source": "me", "severity": "critical" }
}'</pre>
<p>With <code>"event_action": "resolve"</code> it is resolved. In alertmanager.yml a receiver pages this sandbox by</p>
<pre>pagerduty_configs:
  - url: ${baseUrl}/v2/enqueue
    routing_key_file: /path/to/a/file/with/32/characters</pre>
</div>`;

function incidentList(title: string, incidents: readonly Incident[], shown: number, total: number, path: string): Html {
  const rest = total - Math.min(shown, incidents.length);
  return html`<section aria-label="${title} incidents"><h2>${title} (${total})</h2>
${incidents.slice(0, shown).map(incidentCard)}
${rest > 0 && html`<p class="small soft">${plural(rest, "older one")}: <a href="${path}">${path}</a></p>`}</section>`;
}

const heartbeatRow = ({ name, missing, last_at, max_age_seconds }: PageView["heartbeats"][number]): Html =>
  html`<tr><td>${name}</td><td>${missing ? badge("missing", "bad") : badge("beating", "good")}</td><td>${time(last_at, "ago")}</td><td>${max_age_seconds} s</td></tr>`;

const heartbeatTable = ({ heartbeats, baseUrl }: PageView): Html =>
  html`<section aria-label="Heartbeats"><h2>Heartbeats</h2><div class="card wide">${
    heartbeats.length === 0
      ? html`<p class="soft">None yet. Whoever posts to <code>${baseUrl}/heartbeat/NAME</code> once is missed when it stops.</p>`
      : html`<table><thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">May stay away</th></tr></thead><tbody>${heartbeats.map(heartbeatRow)}</tbody></table>`
  }</div></section>`;

const changeRow = ({ at, payload, links }: ChangeRecord): Html =>
  html`<tr><td>${time(at, "ago")}</td><td>${payload.summary}${linkList(links ?? [], "/api/changes")}</td><td class="soft">${short(payload.source ?? "")}</td></tr>`;

const changeTable = (changes: readonly ChangeRecord[]): Html | false =>
  changes.length > 0 &&
  html`<section aria-label="Changes"><h2>Changes</h2><div class="card wide"><table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th></tr></thead><tbody>${changes.slice(0, SHOWN.changes).map(changeRow)}</tbody></table></div></section>`;

function content(view: PageView): Html {
  const { open, resolved, resolvedTotal } = view;
  const isEmpty = open.length + resolvedTotal === 0;
  return html`<div id="content">${faultNote(view.fault)}
${isEmpty ? emptyState(view) : incidentList("Open", open, SHOWN.open, open.length, "/api/incidents?status=open")}
${resolvedTotal > 0 && incidentList("Resolved", resolved, SHOWN.resolved, resolvedTotal, "/api/incidents?status=resolved")}
${heartbeatTable(view)}${changeTable(view.changes)}</div>`;
}

/** The whole page. It needs no script and no other file to be read. */
export function renderPage(view: PageView): string {
  const count = view.open.length;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${count > 0 && `(${count}) `}PagerDuty sandbox</title>
<link rel="icon" href="${icon(count === 0)}">
<style>${new Html(STYLE)}</style><noscript><meta http-equiv="refresh" content="10"></noscript></head>
<body><header><h1>PagerDuty sandbox</h1><span id="live" class="live small soft">reloads every 10 s</span></header>
<main><div id="state" role="status">${stateBanner(view)}</div>
${content(view)}</main>
<footer class="small soft">Stands in for PagerDuty: nobody is called. <a href="/api/incidents">/api/incidents</a> · <a href="/api/counts">/api/counts</a> · <a href="/metrics">/metrics</a></footer>
<script>${new Html(SCRIPT)}</script></body></html>`.text;
}
