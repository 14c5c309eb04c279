import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HelpAsked } from "../../../host/arguments.ts";
import { Refused, UserError } from "../../../host/errors.ts";
import { report, wantsColor } from "../../../host/report.ts";

let said = "";
beforeEach(() => {
  said = "";
  vi.stubEnv("DEBUG", "");
  vi.stubEnv("NO_COLOR", "1");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("report", () => {
  test("a user's mistake: message and mend, no stack, its exit code", () => {
    expect(report(new UserError("no such flag", { help: "see --help", exitCode: 2 }))).toBe(2);
    expect(said).toBe("error: no such flag\n  help: see --help\n");
  });

  test("help, which was asked for, on standard output", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(report(new HelpAsked("tool ENV\n"))).toBe(0);
    expect(write.mock.calls).toEqual([["tool ENV\n"]]);
    expect(said).toBe("");
  });

  test("findings, with the source line", () => {
    const finding = { file: "cdktf.json", line: 1, column: 1, severity: "error", check: "x", message: "no" } as const;
    expect(report(new Refused([finding]))).toBe(1);
    expect(said).toBe("cdktf.json:1:1: error: no [x]\n  1 | {\n    | ^\n\n1 error in 1 file\n");
  });

  test("any other error is a fault of ours, and shows its stack only when asked", () => {
    const error = new TypeError("x is not a function");
    expect(report(error)).toBe(1);
    expect(said).toContain(
      "This is a fault of watchkeeper, not yours: TypeError: x is not a function\n  help: run it again with DEBUG=1",
    );
    expect(said).not.toContain("at ");
    vi.stubEnv("DEBUG", "1");
    report(error);
    expect(said).toContain("report.test.ts");
  });
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
])("colour with %j on a terminal (%s): %s", (variables, isTTY, expected) => {
  for (const [name, value] of Object.entries({ NO_COLOR: "", FORCE_COLOR: "", ...variables })) vi.stubEnv(name, value);
  expect(wantsColor({ isTTY })).toBe(expected);
});
