import { describe, expect, test } from "vitest";
import { parseYaml } from "../../../lib/yaml/index.ts";

const said = (text: string) =>
  parseYaml({ path: "a.yml", text }).findings.map(
    ({ line, column, message }) => `${line}:${column} ${message.replace("this is not valid YAML: ", "")}`,
  );

describe("what is no YAML is told at its cause, not where the parser stumbles", () => {
  test.each([
    ["a conflict", "a:\n<<<<<<< HEAD\n  b: 1\n=======\n  b: 2\n>>>>>>> x\n", "2:1 a merge left its conflict here"],
    ["a template of Helm", "a: {{ .Values.a }}\n{{- range .Values.b }}\n  - b\n", "1:4 this is a template"],
    ["a template of Jinja", "a:\n{% for b in c %}\n  - b\n", "2:1 this is a template"],
    ["a line that is a template", "a:\n  b: 1\n  {{- if x }}\n  c: 1\n", "3:3 this is a template"],
    ["an open quote above", "a: 'x\nb:\n    - ['y']\n", "1:4 this quote is not closed in its line"],
    ["an open quote to the end", 'a: "x\nb: c\n', "1:4 this quote is not closed in its line"],
    ["an open quote in the last line", "a: b\nc: 'd", "2:4 this quote is not closed in its line"],
    ["quotes in quotes", 'a: "x{y="5"} > 1"\n', "1:10 the text goes on behind its closing quote"],
    [
      "an apostrophe in a comment, and quotes",
      "# don't: 'a\na: 'b' c\n",
      "2:8 the text goes on behind its closing quote",
    ],
    ["an unquoted template", "a: {{ $x }} of {{ $y }}\n", "1:4 the text goes on behind its closing bracket"],
    ["an unquoted selector", 'a: {b="c"} > 5\n', "1:4 the text goes on behind its closing bracket"],
    ["an open bracket above", "a:\n  - b: ['x', 'y'\n  - b: ['z']\n", "2:8 this bracket is not closed"],
    ["a bracket that a comment hides", "a: { b: 1, c: #d }\ne: f\n", "1:4 this bracket is not closed"],
    ["a variable between brackets", "a: [{ b: ${C} }]\n", "1:10 between brackets, a text with brackets in it"],
    ["an expression between brackets", 'a: { expr: up{b="c"} }\n', "1:12 between brackets, a text with brackets in it"],
    ["a missing comma", '{\n  "a": 1\n  "b": [2]\n}\n', "3:6 a comma or a closing bracket is missing here"],
    ["a missing comma in a line", '{"a": "b" "c": 1}\n', "1:11 a comma or a closing bracket is missing here"],
    ["no space behind a colon", "- a:b\n  c: d\n", "1:4 a space is missing behind this colon"],
    ["no space behind a colon, further up", "x:\n  a:15s\n\n  b: 15s\n", "2:4 a space is missing behind this colon"],
    ["a deeper sibling", "a: x\n  b: c\n", "2:3 this line stands neither with its siblings nor below its parent"],
    ["a deeper sibling of an address", "a: http://x\n  b: c\n", "2:3 this line stands neither"],
    ["a second colon", "a: b\nc: d: e\n", "2:5 a second colon stands in this line"],
    ["a reserved character", "a: [ %b% ]\n", "1:6 a text cannot begin with %"],
    ["a tab, whatever stands above", "a: [b]\n\tc: d\n", "2:1 tab characters must not be used in indentation"],
  ])("%s", (_name, text, expected) => {
    expect(said(text)).toEqual([expect.stringContaining(expected)]);
  });
});
