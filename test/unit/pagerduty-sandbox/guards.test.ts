import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FaultSwitch, isInside, RateLimit } from "../../../apps/pagerduty-sandbox/guards.ts";

describe("rate limit", () => {
  const allowed = (limit: RateLimit, key: string, times: readonly number[]) =>
    times.map((now) => limit.allows(key, now));

  test("counts back from each call over one minute, and refused calls do not count", () => {
    const limit = new RateLimit(2);
    expect(allowed(limit, "a", [0, 30_000, 59_999, 60_000, 60_001, 90_000])).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test("is for each key alone", () => {
    const limit = new RateLimit(1);
    expect([limit.allows("a", 0), limit.allows("b", 1), limit.allows("a", 2), limit.allows("b", 3)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("0 is no limit", () => {
    expect(allowed(new RateLimit(0), "a", [0, 0, 0])).toEqual([true, true, true]);
  });
});

describe("fault", () => {
  let told: (number | undefined)[];
  let faults: FaultSwitch;
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    told = [];
    faults = new FaultSwitch(() => told.push(faults.current?.status));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("holds for its time and no longer", () => {
    expect(faults.current).toBeUndefined();
    faults.set(503, 10);
    vi.setSystemTime(9999);
    expect(faults.current?.status).toBe(503);
    vi.setSystemTime(10_000);
    expect(faults.current).toBeUndefined();
  });

  test("is told when it begins and when its time is over", () => {
    faults.set(503, 10);
    vi.advanceTimersByTime(9999);
    expect(told).toEqual([503]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([503, undefined]);
  });

  test("that follows another ends at its own time", () => {
    faults.set(503, 10);
    faults.set(429, 20);
    vi.advanceTimersByTime(19_999);
    expect(told).toEqual([503, 429]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([503, 429, undefined]);
  });
});

test.each<[string, boolean]>([
  ["127.0.0.1", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["172.17.0.1", true],
  ["::ffff:192.168.1.5", true],
  ["fd00::1", true],
  ["172.32.0.1", false],
  ["8.8.8.8", false],
  ["::ffff:8.8.8.8", false],
  ["2001:db8::1", false],
])("%s is inside: %j", (address, expected) => {
  expect(isInside(address)).toBe(expected);
});
