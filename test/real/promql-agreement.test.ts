import { beforeAll, describe, expect, test } from "vitest";
import { type ResolvedProgram, resolveProgram } from "../../host/programs/index.ts";
import { check } from "../../lib/check/index.ts";
import { isError } from "../../lib/finding.ts";
import { parsePromQL } from "../../lib/promql/index.ts";
import { fc } from "../support/fast-check.ts";
import { corpus, refusedBy } from "../support/promql.ts";
import { REFUSED, refusedTests, TAKEN, TAKEN_SINCE, testOf, type Written } from "../support/series.ts";

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

const written: readonly Written[] = [
  ...TAKEN,
  ...REFUSED,
  ...TAKEN_SINCE.map(([, series, values]): Written => [series, values]),
];
const piece = fc.oneof(
  character,
  fc.constantFrom("stale", "x3", "_", "_x2", "Inf", "+1x2", " ", "{", "}", 'a="b"', "1e5", "0x"),
);
const changed = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(1), piece)
    .map(([at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed));

/** A series or its values with one change. What histograms mean is left to promtool, and so are lines of start times (`@st`). */
const mutatedSeries = fc
  .constantFrom(...TAKEN)
  .chain(([series, values]) =>
    fc.oneof(fc.tuple(changed(series), fc.constant(values)), fc.tuple(fc.constant(series), changed(values))),
  )
  .filter((both) => !/\{\{|@st|x\d{4,}/.test(both.join(" ")));

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

  test("reads the series and values of rule tests as we do", async () => {
    const cases = [...written, ...fc.sample(mutatedSeries, { numRuns: 400 })];
    const texts = cases.map(testOf);
    const refused = await refusedTests(promtool.path, texts);
    const versions = { prometheus: promtool.version };
    const isOurs = (text: string) => check([{ path: "tests.yml", text }], { kind: "tests", versions }).some(isError);
    expect(Math.min(refused.filter(Boolean).length, refused.filter((each) => !each).length)).toBeGreaterThan(20);
    expect(cases.filter((_, index) => isOurs(texts[index] ?? "") !== refused[index])).toEqual([]);
  });
});
