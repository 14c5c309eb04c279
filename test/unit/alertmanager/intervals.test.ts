import { describe, expect, test } from "vitest";
import {
  containsTime,
  isActiveAt,
  namedIntervals,
  parseDaysOfMonth,
  parseMonths,
  parseTime,
  parseWeekdays,
  parseYears,
} from "../../../lib/alertmanager/intervals.ts";
import { isTimeZone, timeZoneLike } from "../../../lib/alertmanager/zones.ts";

describe("ranges", () => {
  test.each([
    ["weekdays", parseWeekdays("monday:Friday"), { from: 1, to: 5 }],
    ["a weekday", parseWeekdays("sunday"), { from: 0, to: 0 }],
    ["days of the month", parseDaysOfMonth("-3:-1"), { from: -3, to: -1 }],
    ["days to the end", parseDaysOfMonth("15:-1"), { from: 15, to: -1 }],
    ["months by name and number", parseMonths("february:12"), { from: 2, to: 12 }],
    ["years", parseYears("2026:2028"), { from: 2026, to: 2028 }],
    ["the end of the day", parseTime("24:00"), 1440],
  ])("%s", (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  test.each([
    [parseWeekdays("saturday:sunday"), /a week starts with sunday/],
    [parseWeekdays("mon"), /"mon" is not a day of the week/],
    [parseDaysOfMonth("0"), /no day of a month/],
    [parseDaysOfMonth("-5:5"), /must also end there/],
    [parseDaysOfMonth("29:-1"), /always comes before/],
    [parseMonths("march:january"), /comes before/],
    [parseMonths("janvier"), /is not a month/],
    [parseYears("2026:2025:2024"), /one colon/],
  ])("%s", (actual, reason) => {
    expect(actual).toMatch(reason);
  });

  test.each(["9:00", "24:01", "12:60", "noon", ""])("%s is no time", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

describe("a moment", () => {
  const office = { times: [{ start_time: "09:00", end_time: "17:00" }], weekdays: ["monday:friday"] };
  // A Thursday, 08:30 in Berlin's winter.
  const morning = new Date("2026-11-19T07:30:00Z");

  test("lies in an interval by the clock of its zone", () => {
    expect(containsTime({ ...office, location: "Asia/Tokyo" }, morning)).toBe(true);
    expect(containsTime({ ...office, location: "Europe/Berlin" }, morning)).toBe(false);
    expect(containsTime({ ...office, location: "Europe/Berlin" }, new Date("2026-11-19T08:00:00Z"))).toBe(true);
    expect(containsTime(office, new Date("2026-11-19T17:00:00Z"))).toBe(false);
    expect(containsTime(office, new Date("2026-11-21T12:00:00Z"))).toBe(false);
  });

  test("days that count from the end follow the month's length", () => {
    const last = { days_of_month: ["-1"] };
    expect(containsTime(last, new Date("2028-02-29T12:00:00Z"))).toBe(true);
    expect(containsTime(last, new Date("2028-02-28T12:00:00Z"))).toBe(false);
    expect(containsTime({ days_of_month: ["31"] }, new Date("2026-11-30T12:00:00Z"))).toBe(false);
    expect(containsTime({ days_of_month: ["28:31"] }, new Date("2026-11-30T12:00:00Z"))).toBe(true);
  });

  test("decides whether a route sends", () => {
    const intervals = namedIntervals({ time_intervals: [{ name: "office", time_intervals: [office] }] });
    const noon = new Date("2026-11-19T12:00:00Z");
    const none = { muteTimeIntervals: [], activeTimeIntervals: [] };
    expect(isActiveAt({ ...none, activeTimeIntervals: ["office"] }, intervals, noon)).toBe(true);
    expect(isActiveAt({ ...none, activeTimeIntervals: ["office"] }, intervals, morning)).toBe(false);
    expect(isActiveAt({ ...none, muteTimeIntervals: ["office"] }, intervals, noon)).toBe(false);
    expect(isActiveAt(none, intervals, noon)).toBe(true);
  });
});

describe("time zones", () => {
  test.each(["Europe/Berlin", "America/Port-au-Prince", "US/Eastern", "Etc/GMT+5", "EST5EDT", "UTC", "Local", ""])(
    "%s is one",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );
  test.each(["europe/berlin", "EUROPE/BERLIN", "Europe/Berlln", "+01:00", "Europe", "../etc", "Mars/Olympus", "PST"])(
    "%s is none",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
  test("the right capitals are known", () => {
    expect(timeZoneLike("europe/berlin")).toBe("Europe/Berlin");
    expect(timeZoneLike("Europe/Berlln")).toBeUndefined();
  });
});
