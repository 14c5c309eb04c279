import { describe, expect, test } from "vitest";
import { changesUrl } from "../../../host/clients/events-api.ts";
import { seeHeartbeat } from "../../../host/verify/checks/heartbeat.ts";
import { waysIn } from "../../../host/verify/checks/pager.ts";

describe("the way to the pager", () => {
  const configuration = (receiver: string, global = "") =>
    `${global}\nroute: { receiver: a }\nreceivers: [{ name: a, pagerduty_configs: [${receiver}] }]`;

  test("its own address, else the global one, else PagerDuty's", () => {
    const key = "routing_key_file: /s/key";
    const global = "global: { pagerduty_url: http://global/v2/enqueue }";
    expect(waysIn(configuration(`{ ${key}, url: http://own/v2/enqueue }`, global), "/s")).toEqual([
      { name: "key", eventsUrl: "http://own/v2/enqueue" },
    ]);
    expect(waysIn(configuration(`{ ${key} }`, global), "/s")).toMatchObject([
      { eventsUrl: "http://global/v2/enqueue" },
    ]);
    expect(waysIn(configuration(`{ ${key} }`), "/s")).toMatchObject([
      { eventsUrl: "https://events.pagerduty.com/v2/enqueue" },
    ]);
  });
  test("without a key of ours there is none", () => {
    expect(waysIn(configuration("{ routing_key_file: /elsewhere/key }"), "/s")).toEqual([]);
  });
  test("change events have an address of their own", () => {
    expect(changesUrl("https://events.pagerduty.com/v2/enqueue")).toBe(
      "https://events.pagerduty.com/v2/change/enqueue",
    );
  });
});

describe("the heartbeat", () => {
  const beat = {
    name: "s",
    max_age_seconds: 180,
    first_at: "",
    last_at: "2026-11-21T10:00:00Z",
    beats: 5,
    missing: false,
  };
  const at = Date.parse("2026-11-21T10:00:20Z");

  test("came lately", () => {
    expect(seeHeartbeat("s", [beat], at)).toEqual({
      subject: "s",
      status: "pass",
      evidence: "the last of 5 came 20 s ago, and one is due within 180 s",
    });
  });
  test.each([
    ["none", []],
    ["another stack's", [{ ...beat, name: "t" }]],
    ["missing by the sandbox", [{ ...beat, missing: true }]],
    ["older than it may be, though the sandbox was restarted", [{ ...beat, last_at: "2026-11-21T09:00:00Z" }]],
  ])("%s", (_, beats) => {
    expect(seeHeartbeat("s", beats, at).status).toBe("fail");
  });
});
