import { beforeAll, describe, expect, test } from "vitest";
import { type ResolvedProgram, resolveProgram } from "../../host/programs/index.ts";
import { parsePromQL } from "../../lib/promql/index.ts";
import { fc } from "../support/fast-check.ts";
import { corpus, refusedBy } from "../support/promql.ts";

const TOKENS = /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[A-Za-z_:][\w:]*|[\d.]+\w*|==|!=|<=|>=|=~|!~|./gs;
const tokensOf = (text: string): readonly string[] => text.match(TOKENS) ?? [];

const seeds = [...corpus("valid"), ...corpus("invalid")].map(({ expression }) => expression);
const token = fc.constantFrom(...new Set(seeds.flatMap(tokensOf)));
const character = fc.constantFrom(..."()[]{},:=!~\"'`@#+-*/%^<> \n0159.eExXsmhdwy_\\ab$é".split(""));

type Edit = (tokens: readonly string[], at: number) => readonly string[];
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constant<Edit>((tokens, at) => tokens.toSpliced(at, 1)),
  token.map<Edit>((piece) => (tokens, at) => tokens.toSpliced(at, 0, piece)),
  token.map<Edit>((piece) => (tokens, at) => tokens.toSpliced(at, 1, piece)),
  character.map<Edit>((piece) => (tokens, at) => tokens.toSpliced(at, 0, piece)),
  fc.constantFrom(...seeds).map<Edit>((other) => (tokens, at) => tokens.toSpliced(at, 0, ...tokensOf(other))),
  fc.constant<Edit>((tokens, at) => tokens.with(Math.min(at, tokens.length - 1), tokens[0] ?? "")),
);

/** An expression of the corpus with one to three changes. */
const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(edit, fc.nat(1000)), { minLength: 1, maxLength: 3 }))
  .map(([seed, edits]) =>
    edits.reduce(
      (tokens, [change, at]) => (tokens.length === 0 ? tokens : change(tokens, at % tokens.length)),
      tokensOf(seed),
    ),
  )
  .map((tokens) => tokens.join(""));

describe("promtool of this machine", () => {
  let promtool: ResolvedProgram;
  beforeAll(async () => {
    promtool = await resolveProgram("promtool");
  });

  const isRefused = (expression: string): boolean =>
    parsePromQL(expression, { version: promtool.version }).faults.some((fault) => fault.severity === "error");

  async function disagreements(expressions: readonly string[]): Promise<readonly string[]> {
    const refused = await refusedBy(promtool.path, expressions);
    return expressions.filter((expression, index) => refused.has(index) !== isRefused(expression));
  }

  test("gives the corpus the verdicts that we give", async () => {
    expect(await disagreements(seeds)).toEqual([]);
  });

  test("gives 10,000 mutated expressions the verdicts that we give", async () => {
    const expressions = fc.sample(mutated, { seed: 20261121, numRuns: 10_000 }).filter((text) => text.trim() !== "");
    const refused = await refusedBy(promtool.path, expressions);
    // The comparison means something only if both verdicts are common.
    expect(Math.min(refused.size, expressions.length - refused.size)).toBeGreaterThan(500);
    expect(await disagreements(expressions)).toEqual([]);
  });
});
