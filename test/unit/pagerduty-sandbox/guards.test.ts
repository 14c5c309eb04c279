import { describe, expect, test, vi } from "vitest";
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

test("a fault holds for its time and no longer", () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const faults = new FaultSwitch();
    expect(faults.current).toBeUndefined();
    faults.set(503, 10);
    vi.setSystemTime(9999);
    expect(faults.current?.status).toBe(503);
    vi.setSystemTime(10_000);
    expect(faults.current).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
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
