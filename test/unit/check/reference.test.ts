import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { rowsOf, STANDARDS, tableOf, testsOf } from "./reference.ts";

const PATH = "../../../docs/check.md";
const page = readFileSync(fileURLToPath(new URL(PATH, import.meta.url)), "utf8");
const SECTION = /(<!-- checks:(\w+) -->\n).*?(\n<!-- end -->)/gs;

describe("docs/check.md", () => {
  // `npx vitest run -u` writes the tables anew.
  test("says of every check what the code says", async () => {
    const fresh = page.replaceAll(SECTION, (_, begin: string, kind: string, end: string) => {
      const standard = STANDARDS.find((each) => each.kind === kind);
      return `${begin}\n${standard === undefined ? "" : tableOf(standard)}\n${end}`;
    });
    await expect(fresh).toMatchFileSnapshot(PATH);
  });

  test.each(STANDARDS.map(({ kind }) => kind))("has a table for %s", (kind) => {
    expect(page).toContain(`<!-- checks:${kind} -->`);
  });
});

describe.each(STANDARDS)("every check of $kind", (standard) => {
  const tests = testsOf(standard);
  test.each(rowsOf(standard))("$name has a test: $says", (row) => {
    expect(tests(row)).not.toEqual([]);
  });
});
