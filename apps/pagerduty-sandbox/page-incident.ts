import { cut } from "./cut.ts";
import type { Image, Link } from "./events.ts";
import { type Html, html } from "./html.ts";
import type { Incident, TimelineEntry } from "./incident.ts";

/** A small label; `look`: `solid` in the colour of the severity around it, `plain`, `good`, `bad`, or a severity. */
export const badge = (text: string, look: string): Html => html`<span class="badge ${look}">${text}</span>`;

/** `look` "ago": the script shows it as an age. Exact to the second for the reader, to the millisecond for a program. */
export const time = (at: string, look = ""): Html =>
  html`<time datetime="${at}" class="${look}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;

// A link of an event is somebody's text: `javascript:` and the like stay text.
const isWeb = (href: string): boolean => URL.canParse(href) && ["http:", "https:"].includes(new URL(href).protocol);

const anchor = (href: string, text: string): Html =>
  isWeb(href) ? html`<a href="${href}" rel="noopener noreferrer">${text}</a>` : html`${text} (${href})`;

/*
 * Whatever is sent, an incident takes tens of KB of the page at most: longer texts are cut, and the API has them whole. These are
 * characters, of which HTML makes up to six each.
 */
const SHOWN = { text: 200, links: 3000, value: 2500, details: 6000 };
/** Of a link or a detail, besides its text. */
const MARKUP = 60;

/** A text that others have written, where it may be of any length. */
export const short = (text: string): string => cut(text, SHOWN.text);

/** Those that fit into so many characters, in their order. */
function fitting<T>(items: readonly T[], characters: number, lengthOf: (item: T) => number): readonly T[] {
  let left = characters;
  return items.filter((item) => {
    const length = lengthOf(item) + MARKUP;
    if (length > left) return false;
    left -= length;
    return true;
  });
}

/** How many are not shown, and where they are. */
const omitted = (count: number, path: string): Html | false =>
  count > 0 && html`<span class="small soft">${count} more: <a href="${path}">${path}</a></span>`;

/** Links on a line of their own; nothing when there are none. `path`: where the API has all of them. */
export function linkList(links: readonly Link[], path: string): Html | false {
  const named = links.map(({ href, text }) => ({ href, text: short(text?.trim() || href) }));
  const shown = fitting(named, SHOWN.links, ({ href, text }) => href.length + text.length);
  return (
    links.length > 0 &&
    html`<p class="small links">${shown.map(({ href, text }) => html`<span>${anchor(href, text)}</span>`)}${omitted(links.length - shown.length, path)}</p>`
  );
}

// Images stay links: to load them would tell others who reads the page, and when.
const imageLinks = (images: readonly Image[]): readonly Link[] =>
  images.map(({ src, alt }) => ({ href: src, text: `Image: ${alt?.trim() || src}` }));

const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** `1 h 5 min`, `12 s`: the two largest units. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const parts = UNITS.map(([unit, size], i) => {
    const within = i === 0 ? seconds : seconds % (UNITS[i - 1]?.[1] ?? 1);
    return [Math.floor(within / size), unit] as const;
  });
  const all = [...parts, [seconds % 60, "s"] as const].filter(([count]) => count > 0);
  return all.length === 0
    ? "0 s"
    : all
        .slice(0, 2)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(" ");
}

/** Where the API has the whole of an incident. */
const pathOf = (id: number): string => `/api/incidents/${id}`;

/** Entries of a timeline after the first. */
const SHOWN_ENTRIES = 20;

const WORDS = { trigger: "Triggered", acknowledge: "Acknowledged", resolve: "Resolved" };

function timelineItem(entry: TimelineEntry, title: string): Html {
  const isNews = entry.action === "trigger" && entry.summary !== title;
  return html`<li class="${entry.action}"><b>${WORDS[entry.action]}</b> ${time(entry.at)}${isNews && html` ${short(entry.summary ?? "")} <span class="soft">(${entry.severity})</span>`}</li>`;
}

/** Newest first, as everything on the page; the first entry stays in sight, however many follow. */
function timeline({ id, timeline: entries, timeline_omitted, summary }: Incident): Html {
  const [first, ...others] = entries.map((entry) => timelineItem(entry, summary));
  const shown = others.slice(-SHOWN_ENTRIES).reverse();
  const hidden = others.length - shown.length + timeline_omitted;
  const gap =
    hidden > 0 && html`<li class="soft">${hidden} more between: <a href="${pathOf(id)}">${pathOf(id)}</a></li>`;
  return html`<ol class="timeline small">${shown}${gap}${first}</ol>`;
}

const fact = (name: string, value: string | null): Html | false =>
  value !== null && html`<div><dt>${name}</dt><dd>${short(value)}</dd></div>`;

const facts = (incident: Incident): Html => html`<dl class="facts small">
${fact("Source", incident.source)}${fact("Component", incident.component)}${fact("Group", incident.group)}${fact("Class", incident.class)}
<div><dt>Key</dt><dd class="mono">${incident.dedup_key}</dd></div></dl>`;

const context = ({ id, links, images, client, client_url }: Incident): Html | false =>
  linkList(
    [
      ...links,
      ...imageLinks(images),
      ...(client_url === null ? [] : [{ href: client_url, text: client ?? client_url }]),
    ],
    pathOf(id),
  );

/** Deeper values stay on one line: indented, they would grow with the square of their depth. */
const INDENTED_DEPTH = 8;

const isFlat = (value: unknown, depth = INDENTED_DEPTH): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth > 0 && Object.values(value).every((item) => isFlat(item, depth - 1)));

function jsonText(value: unknown): string {
  const line = JSON.stringify(value);
  return line.length <= SHOWN.value && isFlat(value) ? JSON.stringify(value, null, 2) : line;
}

const valueText = (value: unknown, path: string): string =>
  cut(typeof value === "string" ? value.trim() : jsonText(value), SHOWN.value, `… all of it: ${path}`);

function detailsOf({ id, custom_details }: Incident): Html | false {
  if (custom_details === null) return false;
  const path = pathOf(id);
  const all = Object.entries(custom_details).map(([name, value]) => ({
    name: short(name),
    text: valueText(value, path),
  }));
  const shown = fitting(all, SHOWN.details, ({ name, text }) => name.length + text.length);
  return html`<details id="details-${id}"><summary>Details</summary>${shown.map(({ name, text }) => html`<p class="small soft">${name}</p><pre>${text}</pre>`)}${omitted(all.length - shown.length, path)}</details>`;
}

function stateOf({ opened_at, acknowledged_at, resolved_at }: Incident): Html {
  if (resolved_at !== null)
    return html`${badge("resolved", "good")} <span class="small soft">after ${duration(opened_at, resolved_at)}</span>`;
  return acknowledged_at === null ? badge("triggered", "plain") : badge("acknowledged", "info");
}

/** One incident with all that is known of it; a resolved one keeps its timeline folded away. */
export function incidentCard(incident: Incident): Html {
  const { id, status, severity, summary, opened_at } = incident;
  const more = html`${timeline(incident)}${context(incident)}${detailsOf(incident)}`;
  return html`<article class="card incident ${severity} ${status}">
<div class="head">${badge(severity, "solid")} ${stateOf(incident)} <span class="small soft push">#${id} · ${time(opened_at, "ago")}</span></div>
<h3>${summary}</h3>${facts(incident)}
${status === "open" ? more : html`<details id="incident-${id}"><summary>Timeline</summary>${more}</details>`}</article>`;
}
