import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ResolvedProgram, resolvePrograms } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { isTimeZone } from "../../lib/alertmanager/zones.ts";
import { check } from "../../lib/check/index.ts";
import { isError } from "../../lib/finding.ts";
import { mutatedFiles } from "../support/alertmanager-mutations.ts";
import { anyYaml, mutated } from "../support/mutate.ts";
import { casesOf } from "../unit/check/corpus.ts";

let amtool: ResolvedProgram;
let folder: string;
beforeAll(async () => {
  const [resolved] = await resolvePrograms(["amtool"]);
  if (resolved === undefined) throw new Error("no amtool");
  amtool = resolved;
  folder = mkdtempSync(join(tmpdir(), "watchkeeper-amtool-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Which of the texts amtool accepts: many in one process. One that makes amtool panic ends it, and counts as refused. */
async function accepted(texts: readonly string[]): Promise<boolean[]> {
  const paths = texts.map((text, index) => {
    const path = join(folder, `${index}.yml`);
    writeFileSync(path, text);
    return path;
  });
  const verdicts: boolean[] = [];
  while (verdicts.length < paths.length) {
    const { stdout } = await run([amtool.path, "check-config", ...paths.slice(verdicts.length)], {
      timeoutSeconds: 120,
    });
    const blocks = stdout.split(/^Checking '/m).slice(1);
    if (blocks.length === 0) throw new Error("amtool said nothing");
    verdicts.push(...blocks.map((block) => block.includes("  SUCCESS") && !block.includes("  FAILED")));
  }
  return verdicts;
}

const ourVerdict = (text: string): boolean =>
  !check([{ path: "alertmanager.yml", text }], {
    kind: "alertmanager",
    versions: { alertmanager: amtool.version },
  }).some(isError);

const textsOf = (verdict: "valid" | "invalid" | "warned"): string[] =>
  casesOf("alertmanager", verdict).map(({ text }) => text);

describe("the corpus is judged as amtool judges it", () => {
  test.each([
    ["valid", true],
    ["warned", true],
    ["invalid", false],
  ] as const)("%s", async (verdict, expected) => {
    const cases = casesOf("alertmanager", verdict);
    const verdicts = await accepted(cases.map(({ text }) => text));
    expect(cases.filter((_, index) => verdicts[index] !== expected).map(({ path }) => path)).toEqual([]);
  });
});

test("a time zone is one where amtool knows it", async () => {
  const aliases = [
    "US/Eastern",
    "Asia/Calcutta",
    "GB",
    "Zulu",
    "EST5EDT",
    "Etc/GMT+5",
    "GMT",
    "Greenwich",
    "Local",
    "",
  ];
  const misspelt = [
    "europe/berlin",
    "EUROPE/BERLIN",
    "Europe/Berlln",
    "Europe",
    "+01:00",
    "UTC+1",
    "GMT+1",
    "utc",
    "local",
    "../etc/localtime",
    "PST",
    "IST",
    "CEST",
  ];
  const names = [...Intl.supportedValuesOf("timeZone"), ...aliases, ...misspelt];
  const verdicts = await accepted(
    names.map(
      (name) =>
        `route: { receiver: a }\nreceivers: [{ name: a }]\ntime_intervals: [{ name: t, time_intervals: [{ location: "${name}" }] }]\n`,
    ),
  );
  expect(names.filter((name, index) => isTimeZone(name) !== verdicts[index])).toEqual([]);
});

describe("fuzzed", () => {
  const sources: Readonly<Record<string, () => fc.Arbitrary<string>>> = {
    "values, keys and items changed": () => mutatedFiles(textsOf("valid")),
    "lines changed": () =>
      mutated([...textsOf("valid"), ...textsOf("valid"), ...textsOf("invalid").filter((text) => text !== "")]),
    "random YAML": () => anyYaml,
  };

  // A seed of its own for each run finds more; one that failed is named, and becomes a case of the corpus.
  test.each(Object.keys(sources))("%s: no crash, and amtool's verdict", async (name) => {
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
    const count = Number(process.env.FUZZ_COUNT ?? 1000);
    const texts = fc.sample(sources[name]?.() ?? anyYaml, { numRuns: count, seed });
    const verdicts = await accepted(texts);
    const disagreements = texts.filter((text, index) => {
      const begin = performance.now();
      const ours = ourVerdict(text);
      expect(performance.now() - begin, `milliseconds for ${JSON.stringify(text)}`).toBeLessThan(2000);
      return ours !== verdicts[index] && !isYamlCorner(text);
    });
    expect(disagreements, `seed ${seed}`).toEqual([]);
  });
});

/** YAML 1.1 and 1.2 read these differently, and no file holds them: a lone `...` before the first document, a bare `?`. */
const isYamlCorner = (text: string): boolean => /^\s*\.\.\.|(?:^|[\s[{,])\?(?:[\s,}\]]|$)/m.test(text);
