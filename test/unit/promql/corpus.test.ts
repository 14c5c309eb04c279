import { describe, expect, test } from "vitest";
import { type ParsedPromQL, parsePromQL } from "../../../lib/promql/index.ts";
import { corpus, dialectOf } from "../../support/promql.ts";

const isRefused = ({ faults }: ParsedPromQL): boolean => faults.some((fault) => fault.severity === "error");

describe.each(["2.42", "3.15", "3.15+"])("promtool %s", (version) => {
  const of = (verdict: "valid" | "invalid"): readonly string[] =>
    corpus(verdict).flatMap(({ expression, versions }) => (versions.includes(version) ? [expression] : []));

  test("accepts what we accept", () => {
    const expressions = of("invalid");
    expect(expressions.length).toBeGreaterThan(400);
    expect(expressions.filter((expression) => !isRefused(parsePromQL(expression, dialectOf(version))))).toEqual([]);
  });

  test("refuses what we refuse", () => {
    const expressions = of("valid");
    expect(expressions.length).toBeGreaterThan(500);
    expect(expressions.filter((expression) => isRefused(parsePromQL(expression, dialectOf(version))))).toEqual([]);
  });
});
