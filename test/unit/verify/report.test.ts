import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../host/verify/check.ts";
import { jsonOf, textOf, verdictOf } from "../../../host/verify/report.ts";

const outcome = (check: string, status: Outcome["status"], evidence = "seen", help?: string): Outcome => ({
  check,
  subject: "prometheus",
  status,
  evidence,
  ...(help === undefined ? {} : { help }),
});

describe("the verdict", () => {
  test.each([
    [["pass", "warn"], true],
    [["pass", "fail"], false],
  ] as const)("%j: %s", (statuses, ok) => {
    expect(
      verdictOf(
        "e",
        statuses.map((status) => outcome("c", status)),
      ).ok,
    ).toBe(ok);
  });
  test("JSON holds every outcome as it is", () => {
    const checks = [outcome("a", "fail", "x"), outcome("b", "fail", "x")];
    expect(JSON.parse(jsonOf(verdictOf("e", checks)))).toEqual({ environment: "e", ok: false, checks });
  });
});

describe("the text", () => {
  const text = (checks: readonly Outcome[], color = false) => textOf(verdictOf("e", checks), color);

  test("a line each, the mend below, the count at the end", () => {
    const checks = [outcome("health", "pass", "200"), outcome("targets", "fail", "down", "start it")];
    expect(text(checks)).toBe(
      [
        "ok    health   prometheus  200",
        "FAIL  targets  prometheus  down",
        "      help: start it",
        "",
        "2 checks: 1 hold, 1 failed",
        "",
      ].join("\n"),
    );
  });
  test("one reason for many is said once, with all that is not known for it, and counted in full", () => {
    const checks = [outcome("a", "fail", "away"), outcome("b", "pass"), outcome("c", "fail", "away")];
    expect(text(checks)).toContain("FAIL  2 checks  prometheus  away; not known: a, c\n");
    expect(text(checks)).toContain("3 checks: 1 hold, 2 failed");
  });
  test("colours only when asked for", () => {
    const checks = [outcome("a", "fail")];
    expect(text(checks)).not.toContain("\u001b");
    expect(text(checks, true)).toContain("\u001b[31mFAIL");
  });
  test("what a program wrote cannot move the cursor", () => {
    expect(text([outcome("a", "fail", "x\u001b[2Ky")])).not.toContain("\u001b");
  });
});
