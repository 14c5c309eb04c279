import { describe, expect, test } from "vitest";
import type { Sample } from "../../../host/clients/prometheus.ts";
import { seeClock } from "../../../host/verify/checks/clock.ts";
import { disksOf, seeDisk } from "../../../host/verify/checks/disk.ts";
import { errorLines } from "../../../host/verify/checks/logs.ts";

describe("disk", () => {
  const sample = (metric: string, labels: object, value: number): Sample => ({
    labels: { __name__: `node_filesystem_${metric}`, instance: "n", ...labels },
    value,
  });
  const mount = (device: string, mountpoint: string, readonly = 0) => [
    sample("size_bytes", { device, mountpoint }, 1000),
    sample("free_bytes", { device, mountpoint }, 300),
    sample("avail_bytes", { device, mountpoint }, 100),
    sample("readonly", { device, mountpoint }, readonly),
  ];

  test("a device that is mounted twice is one disk; what cannot be written to is none", () => {
    const samples = [...mount("/dev/a", "/var/lib/x"), ...mount("/dev/a", "/"), ...mount("/dev/b", "/snap", 1)];
    expect(disksOf(samples)).toEqual([{ place: "n /", size: 1000, free: 300, available: 100 }]);
  });
  test("per cent as df counts them: what root keeps for itself is used by nobody", () => {
    expect(seeDisk({ place: "/", size: 1000, free: 300, available: 100 })).toMatchObject({
      status: "fail",
      evidence: expect.stringContaining("87.5 % used"),
    });
  });
  test.each([
    [201, "pass"],
    [200, "fail"],
  ])("%d of 1000 free: %s", (free, status) => {
    expect(seeDisk({ place: "/", size: 1000, free, available: free }).status).toBe(status);
  });
});

describe("the clock", () => {
  test.each([
    ["between question and answer", 100.5, "pass", "0.0 s ahead of"],
    ["four seconds ahead", 105, "pass", "4.0 s ahead of"],
    ["six seconds ahead", 107, "fail", "6.0 s ahead of"],
    ["six seconds behind", 94, "fail", "6.0 s behind"],
    ["no number", Number.NaN, "fail", "NaN"],
  ])("%s", (_, theirs, status, evidence) => {
    expect(seeClock("p", theirs, 100, 101)).toMatchObject({ status, evidence: expect.stringContaining(evidence) });
  });
});

describe("error lines", () => {
  test.each([
    'ts=2026-11-21T10:00:00Z caller=dispatch.go:352 level=error msg="Notify for alerts failed"',
    "2026-11-21_10:00:00.12345 time=2026-11-21T10:00:00Z level=ERROR source=dispatch.go:352 msg=x",
    '{"level":"error","msg":"x"}',
    '{"level":50,"msg":"x"}',
    "2026-11-21_10:00:00.12345 panic: runtime error",
    "TypeError: x is not a function",
    "logger=sqlstore t=2026 level=eror msg=x",
  ])("%s", (line) => {
    expect(errorLines(`level=info msg=fine\n${line}\n`)).toEqual([line]);
  });
  test.each([
    'ts=2026-11-21T10:00:00Z level=info msg="error budget"',
    "Task 5 failed in 0.3s: the task's own error",
    '{"level":30,"msg":"error"}',
    "level=warn component=error_handler",
  ])("not an error: %s", (line) => {
    expect(errorLines(line)).toEqual([]);
  });
});
