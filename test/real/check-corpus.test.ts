import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ResolvedProgram, resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { check, type KindName } from "../../lib/check/index.ts";
import { prometheusSchema } from "../../lib/check/prometheus/schema/index.ts";
import { rulesSchema } from "../../lib/check/rules/schema.ts";
import type { SourceFile } from "../../lib/files.ts";
import { type Finding, isError } from "../../lib/finding.ts";
import { fc, SEED } from "../support/fast-check.ts";
import { fromSchema } from "../support/from-schema.ts";
import { anyYaml, mutated } from "../support/mutate.ts";
import { isStricterOnly } from "../support/stricter.ts";
import { casesOf } from "../unit/check/corpus.ts";

const COMMANDS = {
  prometheus: ["check", "config", "--syntax-only"],
  rules: ["check", "rules", "--lint=none"],
} as const;
type Judged = keyof typeof COMMANDS;
const KINDS = ["prometheus", "rules"] as const;

let promtool: ResolvedProgram;
let folder: string;
beforeAll(async () => {
  promtool = await resolveProgram("promtool");
  folder = mkdtempSync(join(tmpdir(), "watchkeeper-check-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Which of the texts promtool accepts: many in one process. One that makes promtool panic ends it, and counts as refused. */
async function accepted(kind: Judged, texts: readonly string[]): Promise<boolean[]> {
  const paths = texts.map((text, index) => {
    const path = join(folder, `${index}.yml`);
    writeFileSync(path, text);
    return path;
  });
  const verdicts: boolean[] = [];
  while (verdicts.length < paths.length) {
    const rest = paths.slice(verdicts.length);
    const { stdout } = await run([promtool.path, ...COMMANDS[kind], ...rest], { timeoutSeconds: 120 });
    const blocks = stdout.split(/^Checking /m).slice(1);
    if (blocks.length === 0) throw new Error("promtool said nothing");
    verdicts.push(...blocks.map((block) => /^\s*SUCCESS:/m.test(block)));
  }
  return verdicts;
}

const findingsIn = (file: SourceFile, kind: KindName): Finding[] =>
  check([file], { kind, versions: { prometheus: promtool.version } });

/** Debian's Prometheus is built without some service discoveries: asked of promtool itself. */
async function absentDiscoveries(): Promise<RegExp | undefined> {
  const keys = Object.keys(prometheusSchema.$defs?.scrape_config?.properties ?? {}).filter((key) =>
    key.endsWith("_sd_configs"),
  );
  const verdicts = await accepted(
    "prometheus",
    keys.map((key) => `scrape_configs: [{ job_name: a, ${key}: [] }]`),
  );
  const absent = keys.filter((_, index) => !verdicts[index]);
  return absent.length === 0 ? undefined : new RegExp(absent.join("|"));
}

describe.each(KINDS)("%s", (kind) => {
  test("every invalid case is refused by promtool", async () => {
    const cases = casesOf(kind, "invalid");
    const verdicts = await accepted(
      kind,
      cases.map(({ text }) => text),
    );
    expect(cases.filter((_, index) => verdicts[index]).map(({ path }) => path)).toEqual([]);
  });

  test("every valid case is accepted by promtool, unless it was built without that service discovery", async () => {
    const cases = casesOf(kind, "valid").filter(({ path }) => !/\/(?:cloud|kubernetes)\.yml$/.test(path));
    const verdicts = await accepted(
      kind,
      cases.map(({ text }) => text),
    );
    expect(cases.filter((_, index) => !verdicts[index]).map(({ path }) => path)).toEqual([]);
  });
});

const BATCH = 250;
const schemas = { prometheus: prometheusSchema, rules: rulesSchema };
const textsOf = (kind: Judged): string[] => {
  const valid = casesOf(kind, "valid").map(({ text }) => text);
  return [...valid, ...valid, ...valid, ...casesOf(kind, "invalid").map(({ text }) => text)].filter(
    (text) => text !== "",
  );
};

describe.each(KINDS)("fuzzed %s", (kind) => {
  const sources: Readonly<Record<string, fc.Arbitrary<string>>> = {
    "mutated files": mutated(textsOf(kind)),
    "random YAML": anyYaml,
    "what the schema allows": fromSchema(schemas[kind]).map((value) => JSON.stringify(value)),
  };

  // What failed is named with its seed, and becomes a case of the corpus.
  test.each(Object.keys(sources))("%s: no crash, and promtool's verdict", async (name) => {
    const count = Number(process.env.FUZZ_COUNT ?? 1700);
    const texts = fc.sample(sources[name] ?? anyYaml, { numRuns: count });
    const absent = await absentDiscoveries();
    const wronglyAccepted: string[] = [];
    const wronglyRefused: string[] = [];
    for (let first = 0; first < texts.length; first += BATCH) {
      const batch = texts.slice(first, first + BATCH);
      const verdicts = await accepted(kind, batch);
      batch.forEach((text, index) => {
        const begin = performance.now();
        const findings = findingsIn({ path: "fuzzed.yml", text }, kind);
        expect(performance.now() - begin, `milliseconds for ${JSON.stringify(text)}`).toBeLessThan(20_000);
        if (findings.some(isError)) {
          if (verdicts[index] && !isStricterOnly(findings)) wronglyRefused.push(text);
        } else if (!verdicts[index] && !absent?.test(text)) wronglyAccepted.push(text);
      });
    }
    expect({ wronglyAccepted, wronglyRefused }, `seed ${SEED}`).toEqual({ wronglyAccepted: [], wronglyRefused: [] });
  });
});
