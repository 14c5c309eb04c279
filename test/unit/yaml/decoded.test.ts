import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { sourceRange } from "../../../lib/yaml/decoded.ts";
import { goEventsOf } from "../../../lib/yaml/events.ts";
import { parseYaml } from "../../../lib/yaml/index.ts";
import { isScalar, Tree } from "../../../lib/yaml/tree.ts";
import { fc } from "../../support/fast-check.ts";

/** The source text at the place of `word` inside the decoded text of `/a`. */
function sourceOf(text: string, word: string): string {
  const { document } = parseYaml({ path: "a.yml", text });
  const decoded = document.text("/a") ?? "";
  const place = document.placeIn("/a", decoded.indexOf(word), word.length);
  return slice(text, place);
}

function slice(text: string, place: { line: number; column: number; endLine?: number; endColumn?: number }): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const offset = (line: number, column: number) => lines.slice(0, line - 1).join("").length + column - 1;
  return text.slice(
    offset(place.line, place.column),
    offset(place.endLine ?? place.line, place.endColumn ?? place.column),
  );
}

describe("what Go's YAML takes besides", () => {
  const textOf = (text: string) => {
    const tree = new Tree(goEventsOf(text), text);
    return tree.text(tree.child(1, "a")?.value ?? 0);
  };

  test.each([
    ['a: "it\\\'s \\\\\\\' \\"b\\""', "it's \\' \"b\""],
    ['x: "no\\\'"\na: "yes\\\'"', "yes'"],
    ["{x: [-, y], a: -}", "-"],
    ["{a: b:, x: -}", "b:"],
  ])("%s", (text, expected) => expect(textOf(text)).toBe(expected));

  test("every position stays", () => {
    const text = 'a: "it\\\'s bad"';
    const tree = new Tree(goEventsOf(text), text);
    const event = tree.event(tree.child(1, "a")?.value ?? 0);
    expect(isScalar(event) && text.slice(...sourceRange(text, event, 5, 3))).toBe("bad");
  });

  test("an environment is not read by Go", () => {
    const [finding] = parseYaml({ path: "a.yml", text: 'a: "it\\\'s"' }).findings;
    expect(finding?.message).toContain("YAML does not know this escape");
  });
});

describe("placeIn", () => {
  test.each([
    ["plain", "a: sum(up) > 0", "up", "up"],
    ["plain over lines", "a: sum(up)\n  by (job)\n\n  > bad", "bad", "bad"],
    ["single quoted", "a: 'x''y bad'", "bad", "bad"],
    ["single quoted over lines", "a: 'x''y   \n\n   bad  '", "bad", "bad"],
    ["double quoted", 'a: "\\u0041\\U0001F600\\t\\"bad"', "bad", "bad"],
    ["escape itself", 'a: "x\\u0041y"', "A", "\\u0041"],
    ["double quoted, line joined", 'a: "one\\\n   bad"', "bad", "bad"],
    ["literal", "a: |\n  sum(\n    bad\n  )\n", "bad", "bad"],
    ["literal, keep", "a: |+\n\n  x\n\n  bad\n\n", "bad", "bad"],
    ["literal, CRLF", "a: |\r\n  x\r\n  bad\r\n", "bad", "bad"],
    ["literal, indentation given", "a: |1\n  x\n  bad\n", "bad", "bad"],
    ["folded", "a: >\n  sum\n  by\n\n   more\n  bad\n", "bad", "bad"],
    ["folded, over the fold", "a: >-\n  one\n  two\n", "one two", "one\n  two"],
  ])("%s", (_style, text, word, expected) => {
    expect(sourceOf(text, word)).toBe(expected);
  });

  test("a range past the end stays inside the scalar", () => {
    const { document } = parseYaml({ path: "a.yml", text: "a: xy\nb: z" });
    expect(document.placeIn("/a", 1, 50)).toEqual({ file: "a.yml", line: 1, column: 5, endLine: 1, endColumn: 6 });
    expect(document.placeIn("/a", 50, 1)).toEqual({ file: "a.yml", line: 1, column: 6 });
  });

  test("every character of any text in any style is found again", () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9 '"\\{}:#é😀-]*$/u);
    const texts = fc.array(word, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
    const styles = fc.constantFrom(
      { lineWidth: 8 },
      { lineWidth: -1 },
      { forceQuotes: true },
      { forceQuotes: true, quoteStyle: "double" as const },
    );
    fc.assert(
      fc.property(texts, styles, (value, options) => {
        const text = dump({ a: value }, options);
        const { document } = parseYaml({ path: "a.yml", text });
        expect(document.text("/a")).toBe(value);
        for (const [index, character] of [...value].entries()) {
          if (!/[a-zA-Z0-9é]/.test(character)) continue;
          const offset = [...value].slice(0, index).join("").length;
          expect(slice(text, document.placeIn("/a", offset, 1))).toBe(character);
        }
      }),
      { numRuns: 300 },
    );
  });
});
