import { describe, expect, test } from "vitest";
import { Decoder } from "../../../lib/check/go-yaml/decode.ts";
import type { Listener } from "../../../lib/check/go-yaml/listener.ts";
import type { Dialect } from "../../../lib/check/go-yaml/scalar.ts";
import type { JsonSchema } from "../../../lib/check/json-schema.ts";
import { Source } from "../../../lib/check/source.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    text: { type: "string" },
    flag: { type: "boolean" },
    whole: { type: "integer" },
    size: { type: "number" },
    list: { type: "array", items: { type: "string" } },
    map: { type: "object", additionalProperties: { type: "string" } },
    old: { type: "string", "x-since": "3.0" },
    node: { type: "string", "x-node-until": "2" },
  },
};

function decode(text: string, dialect: Dialect = 2) {
  const faults: string[] = [];
  const listener: Listener = {
    object: () => undefined,
    text: () => undefined,
    versioned: (name) => faults.push(`versioned ${name}`),
    fault: (message) => faults.push(message),
    takesNode: (until) => until === "2",
    repeated: (name) => faults.push(`repeated ${name}`),
  };
  const source = new Source({ path: "a.yml", text });
  const decoder = new Decoder(source.tree.events, text, schema, dialect, listener);
  return { value: decoder.decode(source.documents[0] ?? 0), faults };
}

describe("texts keep what is written", () => {
  test.each(["1.10", "0755", "1e3", "yes", "2026-11-21", "0x1F", "1_000", "true"])("%s", (written) =>
    expect(decode(`text: ${written}`).value).toEqual({ text: written }),
  );
  test("in lists and maps too", () =>
    expect(decode("list: [on, 1.0]\nmap: { a: no }").value).toEqual({ list: ["on", "1.0"], map: { a: "no" } }));
});

describe("booleans", () => {
  test("v2 takes YAML 1.1's, v3 takes them for boolean fields", () => {
    expect(decode("flag: yes").value).toEqual({ flag: true });
    expect(decode("flag: Off", 3).value).toEqual({ flag: false });
  });
  test("quotes make a text of them, except in v3", () => {
    expect(decode('flag: "yes"').value).toEqual({ flag: "yes" });
    expect(decode('flag: "yes"', 3).value).toEqual({ flag: true });
    expect(decode('flag: "true"', 3).value).toEqual({ flag: "true" });
  });
});

describe("numbers", () => {
  test.each([
    ["10_000", 10_000],
    ["0x10", 16],
    ["0b11", 3],
    ["010", 8],
    ["1.9", 1],
    ["-5", -5],
  ])("%s as a whole number is %d", (written, value) =>
    expect(decode(`whole: ${written}`).value).toEqual({ whole: value }),
  );
  test.each([
    [".5", 0.5],
    ["1e3", 1000],
    ["08", 8],
  ])("%s is %d", (written, value) => expect(decode(`size: ${written}`).value).toEqual({ size: value }));
  test("what is none stays a text", () =>
    expect(decode('whole: many\nsize: "5"').value).toEqual({ whole: "many", size: "5" }));
});

describe("null", () => {
  test("empties a field in v2, leaves it alone in v3", () => {
    expect(decode("text: ~\nflag:\nlist:").value).toEqual({ text: "", flag: false });
    expect(decode("text: ~\nflag:\nlist:", 3).value).toEqual({});
  });
  test("is an empty text in a map", () =>
    expect(decode("map: { a: , b: ~ }", 3).value).toEqual({ map: { a: "", b: "" } }));
  test("keeps a key that nobody knows", () => expect(decode("unknown:").value).toEqual({ unknown: null }));
});

describe("merge keys", () => {
  test("v2: the later one counts", () =>
    expect(decode("a: &a { text: x }\ntext: y\n<<: *a").value).toMatchObject({ text: "x" }));
  test("v3: the mapping's own counts", () =>
    expect(decode("a: &a { text: x }\ntext: y\n<<: *a", 3).value).toMatchObject({ text: "y" }));
  test("of several, the first counts", () =>
    expect(decode("<<: [{ text: a }, { text: b, flag: true }]", 3).value).toEqual({ text: "a", flag: true }));
  test("must be mappings", () => expect(decode("<<: a").faults).toEqual([expect.stringContaining("merges a mapping")]));
  test("v2 refuses to merge a map's key twice", () =>
    expect(decode("map: { <<: { a: b }, a: c }").faults).toEqual(["repeated a"]));
});

describe("faults", () => {
  test("repeated keys", () => expect(decode("text: a\ntext: b").faults).toEqual(["repeated text"]));
  test("unknown anchors", () => expect(decode("text: *a").faults).toEqual(["there is no anchor &a above"]));
  test("an alias inside of itself", () =>
    expect(decode("list: &a [*a]").faults).toEqual([expect.stringContaining("inside of what it stands for")]));
  test("a list as key", () =>
    expect(decode("? [a]\n: b").faults).toEqual([expect.stringContaining("key must be a text")]));
  test("a question mark between brackets", () =>
    expect(decode("list: [(?i)a]").faults).toEqual([expect.stringContaining("question mark")]));
  test("a tag that does not fit", () => expect(decode("whole: !!int a").faults).toEqual(['"a" is no !!int']));
  test("aliases that stand for thousands of millions of values", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(10)}]`,
    );
    expect(decode(`l0: &l0 [a]\n${levels.join("\n")}`).faults).toContain(
      "the aliases of this file stand for more values than any program should read",
    );
  });
  test("keys that not every version knows", () => expect(decode("old: a").faults).toEqual(["versioned old"]));
});

test("a key __proto__ is a key like any other", () => {
  const { value } = decode("map: { __proto__: x }");
  expect(Object.entries((value as { map: object }).map)).toEqual([["__proto__", "x"]]);
});

describe("a field that takes the node as it is written", () => {
  test("null is a text there, and an alias its name", () => {
    expect(decode("node: null").value).toEqual({ node: "null" });
    expect(decode("text: &a-1 x\nnode: *a-1").value).toEqual({ text: "x", node: "a-1" });
    expect(decode("node: *a").faults).toEqual(["there is no anchor &a above"]);
  });
});
