import { describe, expect, test } from "vitest";
import { compile, type JsonSchema } from "../../../lib/schema/compile.ts";
import { validate, when } from "../../../lib/schema/index.ts";
import { parseYaml } from "../../../lib/yaml/index.ts";

const findings = (schema: object, text: string) => {
  const { document } = parseYaml({ path: "a.yml", text });
  const validator = compile({ type: "object", ...schema } as JsonSchema);
  return validate(validator, document, { check: "x" }).map(
    ({ line, column, message, help }) => `${line}:${column} ${message}${help === undefined ? "" : ` (${help})`}`,
  );
};
const property = (name: string, schema: object, more: object = {}) => ({ properties: { [name]: schema }, ...more });

describe("one fault, one finding", () => {
  const closed = {
    properties: { name: { type: "string", description: "What it is called." }, port: { type: "integer" } },
    additionalProperties: false,
  };
  test.each([
    [
      "unknown key, at the key",
      closed,
      "port: 1\nnmae: x",
      ['2:1 unknown key "nmae" in the file; did you mean "name"? (name: What it is called.)'],
    ],
    [
      "unknown key in another spelling",
      property("scrape_interval", {}, { additionalProperties: false }),
      "scrapeInterval: 1",
      ['1:1 unknown key "scrapeInterval" in the file; did you mean "scrape_interval"? (known keys: scrape_interval)'],
    ],
    [
      "unknown key far from all",
      closed,
      "colour: x",
      ['1:1 unknown key "colour" in the file (known keys: name, port)'],
    ],
    [
      "a misspelt required key is one fault",
      { ...closed, required: ["name"] },
      "nmae: x",
      ['1:1 unknown key "nmae" in the file; did you mean "name"? (name: What it is called.)'],
    ],
    [
      "missing key, at what lacks it",
      property("a", { type: "object", ...closed, required: ["name"] }),
      "b: 1\na:\n  port: 1",
      ['2:1 "a" lacks the key "name" (What it is called.)'],
    ],
    [
      "missing key in an item",
      property("l", { type: "array", items: { type: "object", ...closed, required: ["name"] } }),
      "l:\n  - name: x\n  - port: 1",
      ['3:5 item 2 of "l" lacks the key "name" (What it is called.)'],
    ],
    ["wrong type", closed, "port: eighty", ['1:7 "port" must be a whole number, but is "eighty"']],
    ["wrong type: quoted number", closed, 'port: "80"', ['1:7 "port" must be a whole number, but is "80"']],
    [
      "wrong type: list for text",
      closed,
      "name: [a]",
      ['1:7 "name" must be text, but is a list (write one value, without brackets and dashes)'],
    ],
    ["wrong type: nothing", closed, "name:\nport: 1", ['1:1 "name" must be text, but is empty (What it is called.)']],
    [
      "wrong type of the whole file",
      closed,
      "- a",
      ["1:1 the file must be a map, but is a list (a map has keys without dashes before them)"],
    ],
    ["an empty file", closed, "", ["1:1 the file must be a map, but is empty"]],
    [
      "type and enum broken by one value",
      property("a", { type: "string", enum: ["x"] }),
      "a: 1",
      ['1:4 "a" must be text, but is the number 1'],
    ],
    [
      "value out of a list",
      property("a", { enum: ["sandbox", "pagerduty"] }),
      "a: sandbx",
      ['1:4 "a" is "sandbx", but must be sandbox or pagerduty; did you mean "sandbox"?'],
    ],
    [
      "constant in quotes",
      property("version", { const: 1 }),
      "version: '1'",
      ['1:10 "version" is "1", but must be 1 (write it without quotes)'],
    ],
    ["constant", property("version", { const: 1 }), "version: 2", ['1:10 "version" is the number 2, but must be 1']],
    [
      "format",
      property("for", { type: "string", format: "prometheus-duration" }),
      "for: 1.5h",
      [
        '1:6 "for" is "1.5h", but must be a duration of whole numbers with units, such as 30s, 5m or 1h30m (units: y, w, d, h, m, s, ms) (only whole numbers count; write 90s or 1m30s for one and a half minutes)',
      ],
    ],
    [
      "pattern in words",
      property("a", { type: "string", pattern: "^[a-z]+$", patternErrorMessage: "use small letters" }),
      "a: A",
      ['1:4 "a" is "A": use small letters'],
    ],
    [
      "too large",
      property("port", { type: "integer", maximum: 65535 }),
      "port: 70000",
      ['1:7 "port" is the number 70000, but must be at most 65535'],
    ],
    [
      "a key's own rule",
      property("labels", {
        type: "object",
        propertyNames: { pattern: "^[a-z]+$", patternErrorMessage: "label names are small letters" },
      }),
      "labels:\n  a-b: 1",
      ['2:3 a key of "labels" is "a-b": label names are small letters'],
    ],
    [
      "same items",
      property("l", { type: "array", uniqueItems: true }),
      "l: [a, b, a]",
      ['1:4 items 1 and 3 of "l" are the same'],
    ],
  ])("%s", (_name, schema, text, expected) => {
    expect(findings(schema, text)).toEqual(expected);
  });

  test("all mistakes at once", () => {
    expect(findings({ ...closed, required: ["name"] }, "port: x\nfoo: 1\nbar: 2")).toHaveLength(4);
  });
});

describe("alternatives", () => {
  const docker = {
    type: "object",
    properties: { docker: { type: "object", properties: { host: { type: "string" } }, additionalProperties: false } },
    required: ["docker"],
    additionalProperties: false,
  };
  const target = property("target", {
    anyOf: [{ enum: ["auto"], type: "string" }, { enum: ["native"], type: "string" }, docker],
  });
  test.each([
    [
      "the branch of the right type",
      target,
      "target: { docker: { hots: x } }",
      ['1:21 unknown key "hots" in "docker"; did you mean "host"? (known keys: host)'],
    ],
    ["no branch of that type", target, "target: 3", ['1:9 "target" must be text or a map, but is the number 3']],
    [
      "values of several branches",
      target,
      "target: natve",
      ['1:9 "target" is "natve", but must be auto or native; did you mean "native"?'],
    ],
    [
      "by reference",
      { $defs: { d: docker }, ...property("target", { oneOf: [{ type: "string" }, { $ref: "#/$defs/d" }] }) },
      "target: { dockr: {} }",
      ['1:11 unknown key "dockr" in "target"; did you mean "docker"? (known keys: docker)'],
    ],
    [
      "by a reference that leads further",
      {
        $defs: { d: { type: "object", properties: { e: { $ref: "#/$defs/e" } } }, e: { type: "integer" } },
        ...property("target", { oneOf: [{ type: "string" }, { $ref: "#/$defs/d" }] }),
      },
      "target: { e: x }",
      ['1:14 "e" must be a whole number, but is "x"'],
    ],
    [
      "beside another fault of the same map",
      { required: ["x"], anyOf: [property("a", { type: "string" })] },
      "a: 1",
      ['1:1 the file lacks the key "x"', '1:4 "a" must be text, but is the number 1'],
    ],
    ["by condition", when({ required: ["a"] }, { required: ["b"] }), "a: 1", ['1:1 the file lacks the key "b"']],
  ])("%s", (_name, schema, text, expected) => {
    expect(findings(schema, text)).toEqual(expected);
  });
});
