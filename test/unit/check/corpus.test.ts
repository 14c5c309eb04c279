import { describe, expect, test } from "vitest";
import { check, type KindName } from "../../../lib/check/index.ts";
import { isError } from "../../../lib/finding.ts";
import { casesOf } from "./corpus.ts";

const KINDS = ["prometheus", "rules", "web", "blackbox", "slo", "tests"] as const satisfies KindName[];

describe.each(KINDS)("%s", (kind) => {
  test.each(casesOf(kind, "valid"))("accepts $path", (file) => {
    expect(check([file], { kind }).filter(isError)).toEqual([]);
  });

  // Each invalid case has its findings beside it, so that a mistake is found for its own reason and at its own place.
  test.each(casesOf(kind, "invalid"))("refuses $path", async (file) => {
    const errors = check([file], { kind, versions: { prometheus: "3.15.0" } }).filter(isError);
    const lines = errors.map(({ line, column, check, message }) => `${line}:${column} ${check}: ${message}\n`);
    expect(errors).not.toEqual([]);
    await expect(lines.join("")).toMatchFileSnapshot(`../../../${file.path.replace(/\.yml$/, ".txt")}`);
  });

  test.each(casesOf(kind, "warned"))("warns of $path", async (file) => {
    const findings = check([file], { kind });
    const lines = findings.map(
      ({ line, column, severity, check, message }) => `${line}:${column} ${severity} ${check}: ${message}\n`,
    );
    expect(findings.filter(isError)).toEqual([]);
    await expect(lines.join("")).toMatchFileSnapshot(`../../../${file.path.replace(/\.yml$/, ".txt")}`);
  });

  test("is told by its content", () => {
    for (const file of casesOf(kind, "valid").filter(({ text }) => /^\w/m.test(text))) {
      expect(check([file])).toEqual(check([file], { kind }));
    }
  });
});
