import { parseEvents } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parseYaml, type YamlDocument } from "../../../lib/yaml/index.ts";
import { Tree } from "../../../lib/yaml/tree.ts";

const parse = (text: string): YamlDocument => parseYaml({ path: "a.yml", text }).document;
const at = (text: string, pointer: string, part?: "key" | "value") => {
  const { line, column, endLine, endColumn } = parse(text).place(pointer, part);
  return `${line}:${column}${endLine === undefined ? "" : `-${endLine}:${endColumn}`}`;
};

describe("place", () => {
  test.each([
    ["a: 1\nb:\n  - x\n  - yy", "/b/1", "value", "4:5-4:7"],
    ["a: 1\nb:\n  - x", "/b", "key", "2:1-2:2"],
    ["a: 1\nb:\n  - x", "/b", "value", "3:3"],
    ['a: "x y"', "/a", "value", "1:4-1:9"],
    ["a: 'x'", "/a", "value", "1:4-1:7"],
    ["a: |\n  up == 0\n  or x\nb: 1", "/a", "value", "2:3-3:7"],
    ["a:\nb: 1", "/a", "value", "1:1-1:2"],
    ["a: {b: [1, 22]}", "/a/b/1", "value", "1:12-1:14"],
    ["😀: x\nb: 😀 # c", "/b", "value", "2:4-2:6"],
    ["{😀: x, b: y}", "/b", "value", "1:12-1:13"],
    ["a/b: {c~d: 1}", "/a~1b/c~0d", "value", "1:12-1:13"],
    ["1.10: x", "/1.10", "key", "1:1-1:5"],
    ["a: 1\r\nb: 2", "/b", "value", "2:4-2:5"],
    ["a: 1\rb: 2", "/b", "value", "2:4-2:5"],
  ] as const)("%j %s (%s)", (text, pointer, part, expected) => {
    expect(at(text, pointer, part)).toBe(expected);
  });

  test("what is not written has the place of what it would stand in", () => {
    expect(at("a:\n  b: 1", "/a/x/y")).toBe("1:1-1:2");
    expect(at("a:\n  - b: 1", "/a/0/x")).toBe("2:5");
    expect(at("b: 1", "/x")).toBe("1:1");
    expect(at("", "/x")).toBe("1:1");
  });

  test("merge keys and aliases lead to where the text is written", () => {
    const text = "base: &base\n  x: 1\n  y: 2\nuse:\n  <<: *base\n  y: 3\nagain: *base";
    expect(parse(text).value).toEqual({ base: { x: 1, y: 2 }, use: { x: 1, y: 3 }, again: { x: 1, y: 2 } });
    expect(at(text, "/use/x")).toBe("2:6-2:7");
    expect(at(text, "/use/y")).toBe("6:6-6:7");
    expect(at(text, "/again")).toBe("7:8-7:13");
    expect(at(text, "/again/y")).toBe("3:6-3:7");
  });

  test("lines between brackets, and of quoted texts, stand at any indentation", () => {
    const text = 'a: [ # [ {\n{b: "x\ny", "c": 1}# }\n,\td # e\n]\nexpr: |\n  {a="b"\n  [\nf: >-\n    g\n';
    expect(parse(text).value).toEqual({ a: [{ b: "x y", c: 1 }, "d"], expr: '{a="b"\n[\n', f: "g" });
    expect(at(text, "/a/0/c")).toBe("3:10-3:11");
    expect(at(text, "/f")).toBe("10:5-10:6");
  });

  test("a mapping that is merged into itself has places too", () => {
    const text = "a: &a {b: &b {<<: *a, x: 1}, <<: *b}";
    const tree = new Tree(parseEvents(text, {}), text);
    const [a] = tree.entries(1);
    expect(tree.child(a?.value ?? 0, "x")).toBeDefined();
    expect(tree.child(a?.value ?? 0, "none")).toBeUndefined();
  });

  test("the text of a scalar is what is written, as Prometheus keeps it", () => {
    const text = "a: 1.10\nb: yes\nc: 0755\nd: 1e3\ne: 'it''s'\nf: >\n  x\n  y\ng: [1]\nh: ~\ni:";
    const document = parse(text);
    const texts = [..."abcdefghi"].map((key) => document.text(`/${key}`));
    expect(texts).toEqual(["1.10", "yes", "0755", "1e3", "it's", "x y\n", undefined, "~", ""]);
    expect(document.text("/z")).toBeUndefined();
    expect(Object.keys(parse("1.10: a\n0x10: b\ntrue: c\n~: d").value as object)).toEqual([
      "1.10",
      "0x10",
      "true",
      "~",
    ]);
  });
});
