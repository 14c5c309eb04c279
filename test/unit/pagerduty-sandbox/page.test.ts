import { describe, expect, test } from "vitest";
import type { EventRecord } from "../../../apps/pagerduty-sandbox/incident.ts";
import { Incidents } from "../../../apps/pagerduty-sandbox/incidents.ts";
import { CONTENT_SECURITY_POLICY, type PageView, renderPage } from "../../../apps/pagerduty-sandbox/page.ts";
import { duration } from "../../../apps/pagerduty-sandbox/page-incident.ts";

const EMPTY: PageView = {
  open: [],
  resolved: [],
  resolvedTotal: 0,
  heartbeats: [],
  changes: [],
  fault: undefined,
  baseUrl: "http://127.0.0.1:8099",
};
const EVIL = `<img src=x onerror="alert('1')">&`;
const ESCAPED = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";

const trigger: EventRecord = {
  type: "event",
  at: "2026-11-21T03:00:00.123Z",
  action: "trigger",
  routing: "r",
  dedup_key: EVIL,
  payload: {
    summary: EVIL,
    source: EVIL,
    severity: "warning",
    component: EVIL,
    group: EVIL,
    class: EVIL,
    custom_details: { [EVIL]: EVIL, n: { [EVIL]: 1 } },
  },
  client: EVIL,
  client_url: "javascript:alert(1)",
  links: [{ href: "javascript:alert(1)", text: EVIL }, { href: 'https://example.com/?a=1&b="2"' }],
  images: [{ src: "https://example.com/i.png", alt: EVIL }],
};

function viewOf(...events: EventRecord[]): PageView {
  const incidents = new Incidents();
  for (const event of events) incidents.apply(event);
  return {
    ...EMPTY,
    open: incidents.list({ status: "open" }),
    resolved: incidents.list({ status: "resolved" }),
    resolvedTotal: incidents.counts.resolved,
  };
}

describe("what others have written", () => {
  const heartbeat = {
    name: EVIL,
    missing: true,
    max_age_seconds: 1,
    first_at: trigger.at,
    last_at: trigger.at,
    beats: 1,
  };
  const change = {
    type: "change",
    at: trigger.at,
    routing: "r",
    payload: { summary: EVIL, source: EVIL },
    links: [{ href: EVIL, text: EVIL }],
  } as const;
  const page = renderPage({
    ...viewOf(trigger),
    heartbeats: [heartbeat],
    changes: [change],
    baseUrl: `http://${EVIL}`,
  });

  test("is text everywhere", () => {
    expect(page).not.toContain("<img");
    expect(page.split(ESCAPED).length - 1).toBeGreaterThanOrEqual(14);
  });

  test("becomes a link only to the web", () => {
    const targets = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
    expect(targets).toEqual([
      "https://example.com/?a=1&amp;b=&quot;2&quot;",
      "https://example.com/i.png",
      "/api/incidents",
      "/api/counts",
      "/metrics",
    ]);
  });

  test("cannot load or run anything", () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; /,
    );
    expect(CONTENT_SECURITY_POLICY).not.toContain("unsafe");
  });
});

test("an empty page says what to do", () => {
  const page = renderPage(EMPTY);
  expect(page).toContain("All quiet");
  expect(page).toContain("curl http://127.0.0.1:8099/v2/enqueue");
  expect(page).toContain("http://127.0.0.1:8099/heartbeat/NAME");
});

test("open incidents come before resolved ones, each with its timeline, newest entry first", () => {
  const at = (second: number) => ({ at: `2026-11-21T03:00:0${second}.000Z` });
  const payload = { summary: "Database is down", source: "s", severity: "critical" as const };
  const page = renderPage(
    viewOf(
      { ...trigger, ...at(1), dedup_key: "a", payload },
      { ...trigger, ...at(2), dedup_key: "b", payload: { ...payload, summary: "Queue is down" } },
      { ...trigger, ...at(3), dedup_key: "a", action: "acknowledge" },
      { ...trigger, ...at(4), dedup_key: "a", action: "resolve" },
    ),
  );
  expect(page).toContain("<title>(1) PagerDuty sandbox</title>");
  expect(page.indexOf("Queue is down")).toBeLessThan(page.indexOf("Database is down"));
  expect(page).toMatch(/<b>Resolved<\/b>.*<b>Acknowledged<\/b>.*<b>Triggered<\/b>/s);
  expect(page).toContain("after 3 s");
});

test("a long timeline and long lists are cut, and say where the rest is", () => {
  const triggers = Array.from({ length: 30 }, () => trigger);
  expect(renderPage(viewOf(...triggers))).toContain('9 more between: <a href="/api/incidents/1">');
  const many = Array.from({ length: 103 }, (_, i) => ({ ...trigger, dedup_key: String(i) }));
  expect(renderPage(viewOf(...many))).toContain("3 older ones");
});

describe("what is large", () => {
  const plain = { summary: "s", source: "s", severity: "critical" } as const;
  const withDetails = (custom_details: Readonly<Record<string, unknown>>) => ({
    ...trigger,
    payload: { ...plain, custom_details },
  });
  const deep = JSON.parse(`${"[".repeat(3500)}${"]".repeat(3500)}`);
  const many = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));
  const quotes = "'".repeat(5000);
  const facts = { summary: "'".repeat(1024), source: quotes, component: quotes, group: quotes, class: quotes };
  const links = many(100, (i) => ({ href: `https://example.com/${i}/'`, text: quotes }));
  const custom_details = Object.fromEntries(many(10, (i) => [`${i}${quotes}`, quotes]));
  const full = { ...trigger, payload: { ...plain, ...facts, custom_details }, links, client: quotes };
  const others = many(30, (i) => ({ ...full, payload: { ...full.payload, summary: `${i}`.padEnd(1024, "'") } }));

  test.each<[string, EventRecord[]]>([
    ["deep details", [withDetails(Object.fromEntries(many(7, (i) => [`field ${i}`, deep])))]],
    ["details less deep, and wide", [withDetails({ a: many(500, () => [[[[[[[1]]]]]]]) })]],
    ["many details", [withDetails(Object.fromEntries(many(10_000, (i) => [i, i])))]],
    ["all at once", [full, ...others]],
  ])("%s: an incident takes less than 100 KB of the page", (_name, events) => {
    expect(renderPage(viewOf(...events)).length - renderPage(EMPTY).length).toBeLessThan(100_000);
  });

  test("a change takes less than 20 KB of the page", () => {
    const change = { type: "change", at: trigger.at, routing: "r", payload: { summary: "s", source: quotes }, links };
    const page = renderPage({ ...EMPTY, changes: [change as PageView["changes"][number]] });
    expect(page.length - renderPage(EMPTY).length).toBeLessThan(20_000);
    expect(page).toMatch(/\d+ more: <a href="\/api\/changes">/);
  });

  test("is cut where it says so, and what is small beside it is whole", () => {
    const page = renderPage(
      viewOf(withDetails({ long: "x".repeat(5000), deep, also: "y".repeat(5000), small: { a: [1] } })),
    );
    expect(page).toContain(`<pre>${"x".repeat(2500)}… all of it: /api/incidents/1</pre>`);
    expect(page).toContain("<pre>{\n  &quot;a&quot;: [\n    1\n  ]\n}</pre>");
    expect(page).toContain('1 more: <a href="/api/incidents/1">');
  });
});

test.each<[string, string]>([
  ["2026-11-21T03:00:00.400Z", "0 s"],
  ["2026-11-21T03:00:59.000Z", "59 s"],
  ["2026-11-21T03:01:05.000Z", "1 min 5 s"],
  ["2026-11-21T05:00:00.000Z", "2 h"],
  ["2026-11-23T04:30:00.000Z", "2 d 1 h"],
])("from three o'clock to %s it is %s", (to, text) => {
  expect(duration("2026-11-21T03:00:00.000Z", to)).toBe(text);
});
