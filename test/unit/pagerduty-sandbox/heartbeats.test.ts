import { describe, expect, test } from "vitest";
import {
  type HeartbeatRecord,
  Heartbeats,
  isSignOfLife,
  parseMaxAge,
} from "../../../apps/pagerduty-sandbox/heartbeats.ts";

test.each<[string, number | undefined]>([
  ["90", 90],
  ["90s", 90],
  ["3m", 180],
  ["1h30m", 5400],
  ["7d", 604_800],
  ["8d", undefined],
  ["0", undefined],
  ["", undefined],
  ["-1", undefined],
  ["1.5m", undefined],
  ["3 m", undefined],
  ["m", undefined],
  ["1e9", undefined],
])("an allowed age of %j is %j seconds", (text, seconds) => {
  expect(parseMaxAge(text)).toBe(seconds);
});

test.each<[unknown, boolean]>([
  [{ version: "4", status: "firing", alerts: [] }, true],
  [{ version: "4", status: "resolved", alerts: [] }, false],
  ["anything", true],
  [undefined, true],
  [null, true],
])("%j as a sign of life: %j", (body, isAlive) => {
  expect(isSignOfLife(body)).toBe(isAlive);
});

describe("ages", () => {
  const beat = (name: string): HeartbeatRecord => ({
    type: "heartbeat",
    at: "2026-11-21T03:00:00.000Z",
    name,
    max_age_seconds: 60,
  });
  const missing = (heartbeats: Heartbeats) =>
    heartbeats
      .list()
      .filter((one) => heartbeats.isMissing(one))
      .map(({ name }) => name);

  test("a heartbeat is missing once it is older than it may be, and no longer when it is back", () => {
    let now = 1000;
    const heartbeats = new Heartbeats(() => now);
    heartbeats.apply(beat("a"));
    now += 30;
    heartbeats.apply(beat("b"));
    now += 30;
    expect(missing(heartbeats)).toEqual([]);
    now += 1;
    expect(missing(heartbeats)).toEqual(["a"]);
    heartbeats.apply(beat("a"));
    expect(missing(heartbeats)).toEqual([]);
    expect(heartbeats.list().find(({ name }) => name === "a")?.beats).toBe(2);
  });

  test("one that was known before a restart has its whole time once more, and is missed then", () => {
    let now = 5;
    const heartbeats = new Heartbeats(() => now);
    heartbeats.restore([
      {
        name: "a",
        max_age_seconds: 60,
        first_at: "2020-01-01T00:00:00.000Z",
        last_at: "2020-01-01T00:00:00.000Z",
        beats: 7,
      },
    ]);
    now += 60;
    expect(missing(heartbeats)).toEqual([]);
    now += 1;
    expect(missing(heartbeats)).toEqual(["a"]);
  });
});
