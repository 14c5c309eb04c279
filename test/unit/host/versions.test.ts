import { describe, expect, test } from "vitest";
import { compareVersions, isWithin, versionIn } from "../../../host/versions.ts";

describe("versions", () => {
  test.each([
    ["prometheus, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5)", "2.42.0"],
    ["node_exporter, version 1.12.1 (branch: , revision: unknown)", "1.12.1"],
    ["Terraform v1.11.4\non linux_amd64", "1.11.4"],
    ["OpenTofu v1.12.6", "1.12.6"],
  ])("are found in what programs say: %s", (text, version) => expect(versionIn(text)).toBe(version));

  test("are none in a text without", () => expect(versionIn("branch: main")).toBeUndefined());

  test.each([
    ["2.9.0", "2.42.0", -1],
    ["2.42.0", "2.42.0", 0],
    ["3.0", "2.99.9", 1],
    ["1.5", "1.5.0", 0],
    ["1.5.0", "1.5.0.1", -1],
  ])("%s against %s", (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));

  test("a range has its beginning and not its end", () => {
    const range = { from: "2.42.0", below: "4.0.0" };
    expect(["2.41.9", "2.42.0", "3.15.0", "4.0.0"].map((version) => isWithin(version, range))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
