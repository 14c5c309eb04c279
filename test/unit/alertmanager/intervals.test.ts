import { describe, expect, test } from "vitest";
import {
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
