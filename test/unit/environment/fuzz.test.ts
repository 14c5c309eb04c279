import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dump } from "js-yaml";
import { expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { parseYaml } from "../../../lib/yaml/index.ts";
import { fc } from "../../support/fast-check.ts";

const FOLDER = "configs/task-processor";
const text = readFileSync(join(CHECKOUT, FOLDER, "environment.yml"), "utf8");

/** Whatever is written: findings with places in the file, or an environment, and never an exception. */
function holds(written: string): void {
  const { environment, findings } = loadEnvironment(new Map([[`${FOLDER}/environment.yml`, written]]), FOLDER);
  const lines = written.split(/\r\n|\r|\n/).length;
  for (const { line, column, message } of findings) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThan(0);
    expect(message).not.toContain("undefined");
    expect(message).not.toContain("[object");
  }
  expect(environment === undefined).toBe(findings.some(({ severity }) => severity === "error"));
}

test("characters of a real file changed", () => {
  const change = fc.record({
    at: fc.nat(text.length),
    remove: fc.nat(12),
    insert: fc.constantFrom(
      "",
      "\n",
      "  ",
      "\t",
      ": ",
      "- ",
      "[",
      "}",
      "null",
      "1",
      "$(secret:x)",
      '"',
      "&a ",
      "*a",
      "#",
      "é",
    ),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const written = changes.reduce(
        (all, { at, remove, insert }) => all.slice(0, at) + insert + all.slice(at + remove),
        text,
      );
      holds(written);
    }),
    { numRuns: 400 },
  );
});

test("values of a real file replaced by values of any type", () => {
  const value = parseYaml({ path: "a.yml", text }).document.value as Record<string, unknown>;
  const any = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(fc.nat(), any, (choice, replacement) => {
      const copy = structuredClone(value);
      const holders = holdersIn(copy);
      const [holder, key] = holders[choice % holders.length] ?? [copy, "name"];
      holder[key] = replacement;
      holds(dump(copy, { noRefs: true, lineWidth: -1 }));
    }),
    { numRuns: 400 },
  );
});

/** Every place of a value that something else can be put into. */
function holdersIn(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [Record<string, unknown>, string],
    ...holdersIn(holder[key]),
  ]);
}
