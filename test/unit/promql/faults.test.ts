import { describe, expect, test } from "vitest";
import { parsePromQL } from "../../../lib/promql/index.ts";

/** The first fault, with the place that it names marked in the expression. */
function marked(text: string, version?: string): readonly string[] {
  const [fault] = parsePromQL(text, version === undefined ? {} : { version }).faults;
  if (fault === undefined) return [];
  const { from, to, message, help } = fault;
  return [`${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`, message, ...(help ? [help] : [])];
}

describe("a syntax fault names its place, what stands there and what should", () => {
  test.each([
    [
      "sum(rate(foo[5m])",
      "sum«(»rate(foo[5m])",
      "unclosed left parenthesis",
      'write the ")" that closes "sum(", opened here',
    ],
    ["foo)", "foo«)»", 'unexpected right parenthesis ")"'],
    ["foo + ", "foo + «»", "unexpected end of input"],
    ["", "«»", "unexpected end of input, expected an expression"],
    ["foo bar", "foo «bar»", 'unexpected identifier "bar"'],
    ["sum by (a b) (x)", "sum by (a «b») (x)", 'unexpected identifier "b" in grouping opts, expected "," or ")"'],
    ['x{a "b"}', 'x{a «"b"»}', 'unexpected string "b" in label matching, expected label matching operator'],
    [
      "x{a=b}",
      "x{a=«b»}",
      'unexpected identifier "b" in label matching, expected string',
      'a value stands in quotes: job="a"',
    ],
    ["x{", "x«{»", "unexpected end of input inside braces"],
    ["x[1.5h]", "x[«1.5h»]", 'bad number or duration syntax: "1.5h"'],
    ['x{a="b', 'x{a=«"»b', "unterminated quoted string"],
    ['"\\q"', '"«\\q»"', "unknown or incomplete escape sequence \\q"],
    ["x && y", "x «&»& y", 'unexpected character: "&"', "write `and`"],
    ["😀", "«😀»", 'unexpected character: "😀"'],
    ["foo(x)", "«foo»(x)", 'unknown function with name "foo"'],
    ["abs(x,)", "abs(x«,»)", "trailing commas not allowed in function call args"],
    ['x{a=~"("}', 'x{a=~«"("»}', "invalid regular expression: missing closing ): `(`"],
    ["x @ inf", "«x» @ inf", "timestamp out of bounds for @ modifier: Infinity"],
    ["x offset 5m offset 5m", "«x offset 5m» offset 5m", "offset may not be set multiple times"],
  ])("%s", (text, ...expected) => {
    expect(marked(text)).toEqual(expected);
  });

  test.each([
    ["x[1h1d]", "x[«1h1d»]", /^not a valid duration/, /from large to small/],
    ["rate(sum(x)[5m])", "rate(sum(x)«[5m]»)", /^ranges only allowed/, /subquery/],
    ["RATE(x[5m])", "«RATE»(x[5m])", /^unknown function/, /lower case: rate$/],
    ["topk(x)", "«topk(x)»", /expected 2, got 1$/, /parameter comes first/],
    ["sum(x) offset 5m", "«sum(x)» offset 5m", /^offset modifier must be/, /selector itself/],
  ])("%s, with the mend", (text, place, message, help) => {
    expect(marked(text)).toEqual([place, expect.stringMatching(message), expect.stringMatching(help)]);
  });

  test("after a syntax fault there is no tree, and types are not judged", () => {
    expect(parsePromQL("rate(x) +")).toEqual({ faults: [expect.objectContaining({ check: "promql/syntax" })] });
  });
});

describe("a type fault names the part that does not fit", () => {
  test.each([
    ["rate(foo)", "rate(«foo»)", 'expected type range vector in call to function "rate", got instant vector'],
    ["sum(foo[5m])", "sum(«foo[5m]»)", "expected type instant vector in aggregation expression, got range vector"],
    ["1 == 1", "1 «==» 1", "comparisons between scalars must use BOOL modifier"],
    ["x and 1", "x «and» 1", 'set operator "and" not allowed in binary scalar expression'],
    ['{a=~".*"}', '«{a=~".*"}»', "vector selector must contain at least one non-empty matcher"],
    [
      "x[5m] > 1",
      "«x[5m]» > 1",
      "binary expression must contain only scalar and instant vector types, got range vector",
    ],
    [
      "clamp_max(1, x)",
      "clamp_max(«1», x)",
      'expected type instant vector in call to function "clamp_max", got scalar',
    ],
  ])("%s", (text, place, message) => {
    expect(marked(text)).toEqual([place, message, expect.any(String)]);
  });

  test("all of them are said at once, in the order of the text", () => {
    const { faults } = parsePromQL("rate(x) + rate(y)");
    expect(faults.map(({ check, from }) => [check, from])).toEqual([
      ["promql/type", 5],
      ["promql/type", 15],
    ]);
  });
});

test("an expression nested too deeply for the stack is said to be unchecked, not refused", () => {
  const text = `${"(".repeat(50_000)}1${")".repeat(50_000)}`;
  expect(parsePromQL(text).faults).toEqual([
    expect.objectContaining({ severity: "warning", from: 0, to: text.length }),
  ]);
});
