import { test } from "vitest";
import { checkExpression } from "../../../lib/promql/index.ts";
import { fc } from "../../support/fast-check.ts";
import { corpus } from "../../support/promql.ts";

const pieces = [...corpus("valid"), ...corpus("invalid")].flatMap(({ expression }) =>
  expression.split(/(?<=[\s(){}[\],])/),
);

test("whatever the text, every finding names a place inside it", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
  );
  const isInside = (expression: string): boolean =>
    checkExpression(expression).every(
      ({ from, to, message }) => message !== "" && 0 <= from && from <= to && to <= expression.length,
    );
  fc.assert(fc.property(text, isInside), { numRuns: 2000 });
});
