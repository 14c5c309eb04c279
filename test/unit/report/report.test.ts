import { describe, expect, test } from "vitest";
import type { Finding } from "../../../lib/finding.ts";
import { codeFrame } from "../../../lib/report/frame.ts";
import { formatFindings, summary } from "../../../lib/report/index.ts";

const finding = (more: Partial<Finding> = {}): Finding => ({
  file: "a.yml",
  line: 1,
  column: 1,
  severity: "error",
  check: "x/y",
  message: "no",
  ...more,
});
const frame = (text: string, more: Partial<Finding>) => codeFrame(finding(more), text, false);

describe("code frame", () => {
  test.each([
    ["a point", "a: 1\nbb: x", { line: 2, column: 5 }, "2 | bb: x\n  |     ^"],
    ["a range", "expr: up == 0", { column: 7, endLine: 1, endColumn: 9 }, "1 | expr: up == 0\n  |       ^^"],
    [
      "a range over lines, to the end of the first",
      "a: |\n  x y\n  z",
      { line: 2, column: 3, endLine: 3, endColumn: 4 },
      "2 |   x y\n  |   ^^^",
    ],
    ["after a tab", "\ta: 1", { column: 5, endLine: 1, endColumn: 6 }, "1 |     a: 1\n  |        ^"],
    ["a tab itself", "\ta: 1", { column: 1, endLine: 1, endColumn: 2 }, "1 |     a: 1\n  | ^^^^"],
    ["after wide characters", "名前: x", { column: 5, endLine: 1, endColumn: 6 }, "1 | 名前: x\n  |       ^"],
    ["under an emoji of two units", "a: 😀!", { column: 4, endLine: 1, endColumn: 6 }, "1 | a: 😀!\n  |    ^^"],
    [
      "after a letter of two code points",
      "e\u0301: x",
      { column: 5, endLine: 1, endColumn: 6 },
      "1 | e\u0301: x\n  |    ^",
    ],
    ["past the end of the line", "a:", { column: 3 }, "1 | a:\n  |   ^"],
    ["in a file of CRLF", "a\r\nb", { line: 2 }, "2 | b\n  | ^"],
    ["what would steer the terminal", "a: \u001b[2J\u202ex", { column: 4 }, "1 | a: \ufffd[2J\ufffdx\n  |    ^"],
  ])("%s", (_name, text, more, expected) => {
    expect(frame(text, more)).toBe(expected);
  });

  test("a very long line is shown around its fault", () => {
    const [line = "", carets = ""] = (
      frame(`${"a".repeat(5000)}BAD${"c".repeat(5000)}`, { column: 5001, endLine: 1, endColumn: 5004 }) ?? ""
    ).split("\n");
    expect(line.length).toBeLessThan(160);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("BAD");
  });

  test("no frame for a line that is not there", () => {
    expect(frame("a", { line: 9 })).toBeUndefined();
  });
});

describe("text", () => {
  const options = { source: () => "a: 1", color: false };
  test("what, where, why, and the mend", () => {
    expect(formatFindings([finding({ help: "mend it", url: "https://x" })], "text", options)).toBe(
      "a.yml:1:1: error: no [x/y]\n  1 | a: 1\n    | ^\n  help: mend it\n  see: https://x\n\n1 error in 1 file\n",
    );
  });
  test("without a source, and in colour", () => {
    const text = formatFindings([finding()], "text", { source: () => undefined, color: true });
    expect(text).toBe(
      "\u001b[1ma.yml:1:1:\u001b[0m \u001b[31merror:\u001b[0m no \u001b[2m[x/y]\u001b[0m\n\n1 error in 1 file\n",
    );
  });
  test("a message cannot steer the terminal, and stays one line", () => {
    expect(
      formatFindings([finding({ message: "a\u001b[2J\n b" })], "text", { source: () => undefined, color: false }),
    ).toContain("error: a\ufffd[2J b [");
  });
  test.each([
    [[], "nothing found"],
    [[finding()], "1 error in 1 file"],
    [
      [
        finding(),
        finding({ file: "b" }),
        finding({ severity: "warning" }),
        finding({ severity: "info" }),
        finding({ severity: "info" }),
      ],
      "2 errors, 1 warning, 2 info in 2 files",
    ],
  ] as const)("summary %#", (findings, expected) => {
    expect(summary(findings)).toBe(expected);
  });
});

test("json has the contract's keys only", () => {
  const extra = { ...finding({ endLine: 1, endColumn: 2, help: "h" }), secret: "x" };
  const text = formatFindings([extra], "json", { source: () => undefined, color: false });
  expect(JSON.parse(text)).toEqual([
    {
      file: "a.yml",
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
      severity: "error",
      check: "x/y",
      message: "no",
      help: "h",
    },
  ]);
  expect(formatFindings([], "json", { source: () => undefined, color: false })).toBe("[]\n");
});

test("github annotations escape what has a meaning to them", () => {
  const one = finding({ file: "a,b:c.yml", message: "50% of\nall", severity: "info" });
  expect(formatFindings([one], "github", { source: () => undefined, color: false })).toBe(
    "::notice file=a%2Cb%3Ac.yml,line=1,col=1,title=x/y::50%25 of%0Aall\n",
  );
});
