import { describe, expect, test } from "vitest";
import { formatMatcher, isForwardCompatible, matches, parseMatchers } from "../../../lib/alertmanager/matchers.ts";

const read = (text: string, syntax: "both" | "classic" = "both") => {
  const parsed = parseMatchers(text, syntax);
  return "matchers" in parsed ? parsed.matchers.map(formatMatcher).join(" ") : `fault: ${parsed.fault.message}`;
};

describe("both syntaxes", () => {
  test.each([
    ['severity="critical"', 'severity="critical"'],
    ["severity=critical", 'severity="critical"'],
    ['{a = "b", c!=d ,e=~"f|g",}', 'a="b" c!="d" e=~"f|g"'],
    ['quote="She said: \\"Hi, ladies!\\""', 'quote="She said: \\"Hi, ladies!\\""'],
    ["path=~/api/v1/.*", 'path=~"/api/v1/.*"'],
    ['a="\\d"', 'a="\\\\d"'],
    ['"label with spaces"="é"', '"label with spaces"="é"'],
    ["a-b=c", '"a-b"="c"'],
    ["", ""],
    ["{}", ""],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("before 0.27 only the classic syntax is known", () => {
    expect(read("a-b=c", "classic")).toContain("is no matcher");
    expect(read("a=b", "classic")).toBe('a="b"');
  });

  test("what only the classic syntax understands is told apart", () => {
    expect(isForwardCompatible('a="\\d"')).toBe(false);
    expect(isForwardCompatible('a="d"')).toBe(true);
  });
});

describe("faults say what is wrong, and where", () => {
  test.each([
    ["severity", "one of =, !=, =~ and !~ is missing at the end", ""],
    ["severity=", undefined, ""],
    ['a="b', "a double quote is not closed", '"b'],
    ["a=b,,c=d", "`,` stands where the name of a label was expected", ","],
    ["a b=c", "`b` stands where one of =, !=, =~ and !~ was expected", "b"],
    ["{a-b=c", "the closing brace is missing", ""],
    ['a=~"("', "regular expression", ""],
  ])("%s", (text, message, marked) => {
    const parsed = parseMatchers(text);
    if (message === undefined) {
      expect(parsed).toEqual({ matchers: [{ name: "severity", operator: "=", value: "" }] });
    } else {
      expect("fault" in parsed && parsed.fault.message).toContain(message);
      expect("fault" in parsed && text.slice(parsed.fault.start, parsed.fault.end)).toBe(marked);
    }
  });
});

test("a regular expression must match the whole value, a label that is absent is empty", () => {
  const matcher = { name: "a", operator: "=~", value: "b|c.*" } as const;
  expect(["b", "bb", "cd", ""].map((value) => matches(matcher, value))).toEqual([true, false, true, false]);
  expect(matches({ ...matcher, operator: "!~" }, "")).toBe(true);
});
