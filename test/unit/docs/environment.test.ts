import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { referencePage } from "../../../host/commands/schemas.ts";
import { referenceTable, withReferences } from "../../../lib/schema/reference.ts";

const page = readFileSync(join(CHECKOUT, "docs/environment.md"), "utf8");

test("docs/environment.md says what the schemas say", async () => {
  const { text } = await referencePage();
  expect(page === text, "docs/environment.md is stale: npx zx scripts/schemas.mjs").toBe(true);
});

test("a table tells of nested keys, lists, names, defaults, and one form or the other", () => {
  const schema = {
    required: ["who"],
    properties: {
      who: { type: "string", description: "A | b." },
      wait: { format: "prometheus-duration", default: "1m" },
      list: { type: "array", items: { properties: { x: { enum: ["a", "b"] } } } },
      map: { type: "object", additionalProperties: { properties: { y: { const: 1 } } } },
      either: { if: { type: "string" }, else: { type: "object", properties: { z: { type: "integer" } } }, default: {} },
    },
  };
  const [, , ...rows] = referenceTable(schema).split("\n");
  expect(rows).toEqual([
    "| `who` | text | **required** | A \\| b. |",
    "| `wait` | duration | `1m` |  |",
    "| `list` | list |  |  |",
    "| `list[].x` | `a`, `b` |  |  |",
    "| `map` | map |  |  |",
    "| `map.NAME.y` | `1` |  |  |",
    "| `either` | map |  |  |",
    "| `either.z` | whole number |  |  |",
  ]);
});

test("what has no region of its own stands in the one for all others", () => {
  const page = "<!-- reference: a -->\n<!-- end -->\n<!-- reference: others -->\n<!-- end -->\n";
  const written = withReferences(page, { a: "TABLE A", b: "TABLE B" });
  expect(written.match(/TABLE A/g)).toHaveLength(1);
  expect(written).toContain("### b\n\nTABLE B");
  expect(withReferences(written, { a: "TABLE A", b: "TABLE B" })).toBe(written);
});

test("a region for what no schema describes is refused", () => {
  expect(() => withReferences("<!-- reference: nothing -->\n<!-- end -->", {})).toThrow('"nothing"');
});
