import { describe, expect, test } from "vitest";
import { ignores, isIgnored, parseYaml } from "../../../lib/yaml/index.ts";
import { fc } from "../../support/fast-check.ts";

const parse = (text: string) => parseYaml({ path: "a.yml", text });
const findings = (text: string) =>
  parse(text).findings.map(({ line, column, check, message }) => `${line}:${column} ${check}: ${message}`);

describe("findings", () => {
  test.each([
    ["a: 1\n\tb: 2", "2:1 yaml/syntax: this is not valid YAML: tab characters must not be used in indentation"],
    [
      "a:\n  b: 1\n c: 2",
      "3:2 yaml/syntax: this is not valid YAML: this line stands neither with its siblings nor below its parent",
    ],
    ["a: b: c", "1:5 yaml/syntax: this is not valid YAML: a second colon stands in this line"],
    ["a: 1\nb", "2:2 yaml/syntax: this is not valid YAML: a colon is missing after this key"],
    ["a: {{ $x }}", "1:5 yaml/syntax: this is not valid YAML here: a map or a list cannot be a key"],
    ["a: [1", "1:6 yaml/syntax"],
    ["a: *up", '1:5 yaml/syntax: this is not valid YAML: unidentified alias "up"'],
    ["a: !foo x", "1:4 yaml/syntax: this is not valid YAML: unknown scalar tag !<!foo>"],
    ["a: &a [*a]", "1:8 yaml/alias: this alias stands inside of what it stands for, so it never ends"],
    ["a: \u0000", "1:4 yaml/syntax: this is not valid YAML: null byte is not allowed in input"],
  ])("%j", (text, expected) => {
    expect(findings(text)).toEqual([expect.stringContaining(expected)]);
  });

  test("every repeated key, and the last value counts", () => {
    const text = "a: 1\nb: {c: 1, c: 2}\n'a': 3";
    expect(findings(text)).toEqual([
      '3:1 yaml/duplicate-key: the key "a" stands here a second time, first in line 1',
      '2:11 yaml/duplicate-key: the key "c" stands here a second time, first in line 2',
    ]);
    expect(parse(text).document.value).toEqual({ a: 3, b: { c: 2 } });
  });

  test("a key that a merge brings may be written again", () => {
    expect(findings("a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: {x: 3, <<: *a}")).toEqual([]);
  });

  test("nested aliases that would fill the memory are refused", () => {
    const levels = [
      "a0: &a0 x",
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
    ];
    expect(findings(levels.join("\n"))).toEqual([
      expect.stringContaining("yaml/alias: the aliases of this file stand for"),
    ]);
  });

  test("many aliases and merge keys are no fault, and take no long time", () => {
    const rules = Array.from({ length: 5000 }, (_, i) => `- &r {<<: *labels, n: ${i}}\n- *r\n`).join("");
    const parsed = parse(`- &labels {a: 1, b: 2, c: 3}\n${rules}`);
    expect(parsed.findings).toEqual([]);
    expect(parsed.document.value).toHaveLength(10_001);
    expect(parsed.document.place("/10000/n")).toMatchObject({ line: 10_000, column: 23 });
  });

  test("several documents, an empty file and comments alone are valid", () => {
    expect(parse("a: 1\n---\nb: 2").documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(parse("a: 1\n---\nb: 2").documents[1]?.place("/b")).toMatchObject({ line: 3, column: 4 });
    for (const text of ["", "# nothing\n", "\n\n"]) {
      expect(parse(text)).toMatchObject({ documents: [], findings: [], document: { value: undefined } });
    }
  });

  test("nothing that can be written makes it throw", () => {
    const piece = fc.constantFrom(
      ..."ab:-?&*!|>'\"%@`{}[],#~ \t\n\r",
      ": ",
      "- ",
      "\n  ",
      "<<: ",
      "&a ",
      "*a",
      "|\n",
      "---\n",
      "1",
      "😀",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { findings, document } = parse(pieces.join(""));
        for (const finding of findings) expect(finding.line).toBeGreaterThan(0);
        expect(document.place("/a/0/b").line).toBeGreaterThan(0);
        expect(document.placeIn("/a", 1, 2).column).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("ignores", () => {
  const at = (text: string) =>
    ignores(parse(text)).map(({ check, reason, from, to }) => `${check} (${reason}) ${from}-${to}`);
  test.each([
    ["a: 1 # watchkeeper:ignore x/y it is fine\nb: 2", ["x/y (it is fine) 1-1"]],
    ["# watchkeeper:ignore x/y\na:\n  b: 1\n\n  c: 2\nd: 1", ["x/y () 2-5"]],
    ["l:\n  # watchkeeper:ignore x why\n  # more\n  - a: 1\n    b: 1\n  - a: 2", ["x (why) 4-5"]],
    ["a: |\n  # watchkeeper:ignore x\n  up\nb: ' # watchkeeper:ignore x'", []],
    ["a: b#watchkeeper:ignore x", []],
    ["# watchkeeper:ignore * all", ["* (all) 2-1"]],
  ])("%j", (text, expected) => {
    expect(at(text)).toEqual(expected);
  });

  test("silence their check in their block, and nothing else", () => {
    const comments = ignores(parse("# watchkeeper:ignore x\na:\n  b: 1\nc: 1"));
    const finding = (check: string, line: number) => ({
      file: "a.yml",
      line,
      column: 1,
      severity: "error" as const,
      check,
      message: "",
    });
    expect(isIgnored(finding("x", 3), comments)).toBe(true);
    expect(isIgnored(finding("y", 3), comments)).toBe(false);
    expect(isIgnored(finding("x", 4), comments)).toBe(false);
  });
});
