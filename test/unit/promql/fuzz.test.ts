import fc from "fast-check";
import { expect, test } from "vitest";
import { checkExpression } from "../../../lib/promql/index.ts";
import { corpus } from "../../support/promql.ts";

const pieces = [...corpus("valid"), ...corpus("invalid")].flatMap(({ expression }) =>
  expression.split(/(?<=[\s(){}[\],])/),
);

test("whatever the text, every finding names a place inside it", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (expression) => {
      for (const { from, to, message } of checkExpression(expression)) {
        expect(message).not.toBe("");
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(expression.length);
      }
    }),
    { numRuns: 3000 },
  );
});
