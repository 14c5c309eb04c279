import { describe, expect, test } from "vitest";
import { type EventRecord, KEPT_ENTRIES } from "../../../apps/pagerduty-sandbox/incident.ts";
import { Incidents, KEPT_RESOLVED } from "../../../apps/pagerduty-sandbox/incidents.ts";
import type { Action } from "../../../apps/pagerduty-sandbox/terms.ts";
import { fc } from "../../support/fast-check.ts";

const { array, constantFrom, assert: forAll, property, record } = fc;

let clock = Date.parse("2026-11-21T03:00:00.000Z");
const event = (action: Action, dedup_key = "k", more: Partial<EventRecord> = {}): EventRecord => {
  clock += 1000;
  const payload = { summary: `${dedup_key} is down`, source: "s", severity: "critical" as const };
  return {
    type: "event",
    at: new Date(clock).toISOString(),
    action,
    routing: "r",
    dedup_key,
    ...(action === "trigger" && { payload }),
    ...more,
  };
};
const applied = (...events: EventRecord[]) => {
  const incidents = new Incidents();
  const did = events.map((one) => incidents.apply(one).did);
  return { incidents, did };
};

describe("PagerDuty's rules", () => {
  test("a second trigger of an open dedup_key opens nothing, and is seen in the timeline", () => {
    const { incidents, did } = applied(event("trigger"), event("trigger"));
    expect(did).toEqual(["opened", "repeated"]);
    expect(incidents.list()).toHaveLength(1);
    expect(incidents.list()[0]?.timeline.map(({ action }) => action)).toEqual(["trigger", "trigger"]);
  });

  test("a trigger after a resolve opens a new incident and leaves the old one resolved", () => {
    const { incidents, did } = applied(event("trigger"), event("resolve"), event("trigger"));
    expect(did).toEqual(["opened", "resolved", "opened"]);
    expect(incidents.list().map(({ id, status }) => [id, status])).toEqual([
      [2, "open"],
      [1, "resolved"],
    ]);
  });

  test.each<Action>(["acknowledge", "resolve"])("an %s of an unknown or resolved dedup_key is dropped", (action) => {
    const { incidents, did } = applied(event(action), event("trigger"), event("resolve"), event(action));
    expect(did).toEqual(["dropped", "opened", "resolved", "dropped"]);
    expect(incidents.get(1)?.timeline).toHaveLength(2);
    expect(incidents.events.dropped).toBe(2);
  });

  test("an acknowledged incident stays so when triggers come, and keeps the time of the first acknowledgement", () => {
    const acknowledge = event("acknowledge");
    const { incidents } = applied(event("trigger"), acknowledge, event("trigger"), event("acknowledge"));
    expect(incidents.get(1)).toMatchObject({ status: "open", acknowledged_at: acknowledge.at });
  });

  test("another routing key neither resolves nor joins an incident", () => {
    const { did } = applied(
      event("trigger"),
      event("resolve", "k", { routing: "other" }),
      event("trigger", "k", { routing: "other" }),
      event("resolve"),
    );
    expect(did).toEqual(["opened", "dropped", "opened", "resolved"]);
  });

  test("an incident keeps its first name, and shows the newest details that were given", () => {
    const payload = { summary: "two are down", source: "s", severity: "info" as const };
    const { incidents } = applied(
      event("trigger"),
      event("trigger", "k", {
        payload: { ...payload, custom_details: { firing: 2 } },
        links: [{ href: "https://a.example" }],
      }),
      event("trigger", "k", { payload }),
    );
    expect(incidents.get(1)).toMatchObject({
      summary: "k is down",
      severity: "critical",
      custom_details: { firing: 2 },
      links: [{ href: "https://a.example" }],
    });
    expect(incidents.get(1)?.timeline[2]).toMatchObject({ summary: "two are down", severity: "info" });
  });
});

describe("questions", () => {
  const { incidents } = applied(
    event("trigger", "Database"),
    event("trigger", "queue"),
    event("resolve", "Database"),
    event("trigger", "cache"),
  );
  const keys = (filter: Parameters<typeof incidents.list>[0]) =>
    incidents.list(filter).map(({ dedup_key }) => dedup_key);
  test.each<[string, Parameters<typeof incidents.list>[0], string[]]>([
    ["all, newest first", {}, ["cache", "queue", "Database"]],
    ["open", { status: "open" }, ["cache", "queue"]],
    ["resolved", { status: "resolved" }, ["Database"]],
    ["by dedup_key", { dedup_key: "queue" }, ["queue"]],
    ["by a part of the summary in any case", { summary: "DATAB" }, ["Database"]],
    ["since, by what happened last", { since: new Date(incidents.get(1)?.resolved_at ?? "") }, ["cache", "Database"]],
  ])("%s", (_name, filter, expected) => {
    expect(keys(filter)).toEqual(expected);
  });

  test("counts: open and resolved, and events of senders but not our own", () => {
    const { incidents: all } = applied(event("trigger"), event("trigger", "h", { own: true }), event("resolve"));
    expect(all.counts).toEqual({ open: 1, resolved: 1 });
    expect(all.events).toEqual({ trigger: 1, acknowledge: 0, resolve: 1, dropped: 0 });
  });
});

describe("bounds", () => {
  test("the oldest resolved incidents go, open ones stay, and counts do not forget", () => {
    const incidents = new Incidents();
    incidents.apply(event("trigger", "open for ever"));
    for (let i = 0; i < KEPT_RESOLVED + 10; i++) {
      incidents.apply(event("trigger", `k${i}`));
      incidents.apply(event("resolve", `k${i}`));
    }
    expect(incidents.list({ status: "resolved" })).toHaveLength(KEPT_RESOLVED);
    expect(incidents.list({ status: "resolved" }).at(-1)?.dedup_key).toBe("k10");
    expect(incidents.get(1)?.status).toBe("open");
    expect(incidents.counts).toEqual({ open: 1, resolved: KEPT_RESOLVED + 10 });
  });

  test("what was resolved first goes first, however long it had been open, also after a restart", () => {
    const incidents = new Incidents();
    const resolved = () => incidents.list({ status: "resolved" }).map(({ dedup_key }) => dedup_key);
    incidents.apply(event("trigger", "long"));
    for (let i = 0; i < KEPT_RESOLVED; i++) {
      incidents.apply(event("trigger", `k${i}`));
      incidents.apply(event("resolve", `k${i}`));
    }
    incidents.apply(event("resolve", "long"));
    expect(resolved()).toHaveLength(KEPT_RESOLVED);
    expect(resolved().slice(-2)).toEqual(["k1", "long"]);

    const restored = new Incidents();
    restored.restore(JSON.parse(JSON.stringify(incidents.snapshot())));
    restored.apply(event("trigger", "later"));
    restored.apply(event("resolve", "later"));
    expect(restored.get(1)?.status).toBe("resolved");
    expect(restored.list({ dedup_key: "k1" })).toEqual([]);
    expect(restored.list({ status: "resolved" })).toHaveLength(KEPT_RESOLVED);
  });

  test("a long timeline keeps its first entry and the newest ones", () => {
    const first = event("trigger");
    const { incidents } = applied(first, ...Array.from({ length: KEPT_ENTRIES + 4 }, () => event("trigger")));
    const incident = incidents.get(1);
    expect(incident?.timeline).toHaveLength(KEPT_ENTRIES);
    expect(incident?.timeline[0]?.at).toBe(first.at);
    expect(incident?.timeline.at(-1)?.at).toBe(incident?.updated_at);
    expect(incident?.timeline_omitted).toBe(5);
  });
});

test("whatever comes: one open incident for a key at most, nothing uncounted, and a snapshot in the middle changes nothing", () => {
  const events = array(
    record({
      action: constantFrom<Action>("trigger", "acknowledge", "resolve"),
      key: constantFrom("a", "b"),
      routing: constantFrom("r", "q"),
    }),
    { maxLength: 30 },
  );
  forAll(
    property(events, (list) => {
      const records = list.map(({ action, key, routing }) => event(action, key, { routing }));
      const { incidents, did } = applied(...records);
      const open = incidents.list({ status: "open" }).map(({ routing, dedup_key }) => `${routing} ${dedup_key}`);
      expect(new Set(open).size).toBe(open.length);
      const { dropped, ...counted } = incidents.events;
      expect(Object.values(counted).reduce((sum, count) => sum + count)).toBe(records.length);
      expect(dropped).toBe(did.filter((one) => one === "dropped").length);

      const half = Math.floor(records.length / 2);
      const restored = new Incidents();
      restored.restore(JSON.parse(JSON.stringify(applied(...records.slice(0, half)).incidents.snapshot())));
      for (const one of records.slice(half)) restored.apply(one);
      expect(restored.snapshot()).toEqual(incidents.snapshot());
    }),
  );
});
