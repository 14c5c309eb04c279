import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isTimeZone } from "../../lib/alertmanager/zones.ts";
import { check } from "../../lib/check/index.ts";
import { isError } from "../../lib/finding.ts";
import { mutatedFiles } from "../support/alertmanager-mutations.ts";
import { AMTOOLS, type Amtool, acceptedBy } from "../support/amtool.ts";
import { fc, SEED } from "../support/fast-check.ts";
import { anyYaml, mutated } from "../support/mutate.ts";
import { isStricterOnly } from "../support/stricter.ts";
import { casesOf } from "../unit/check/corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "watchkeeper-amtool-"));
afterAll(() => rmSync(folder, { recursive: true }));

const textsOf = (verdict: "valid" | "invalid" | "warned"): string[] =>
  casesOf("alertmanager", verdict).map(({ text }) => text);

const SOURCES: Readonly<Record<string, () => fc.Arbitrary<string>>> = {
  "values, keys and items changed": () => mutatedFiles(textsOf("valid")),
  "lines changed": () =>
    mutated([...textsOf("valid"), ...textsOf("valid"), ...textsOf("invalid")].filter((text) => text !== "")),
  "random YAML": () => anyYaml,
};

describe.each(Object.keys(AMTOOLS) as (keyof typeof AMTOOLS)[])("as %s judges", (name) => {
  let amtool: Amtool | undefined;
  beforeAll(async () => {
    amtool = await AMTOOLS[name](folder);
  });

  const judged = async (texts: readonly string[], { version, path }: Amtool) => {
    const theirs = await acceptedBy({ version, path }, folder, texts);
    const disagreements = texts.filter((text, index) => {
      const begin = performance.now();
      const options = { kind: "alertmanager", versions: { alertmanager: version } } as const;
      const findings = check([{ path: "alertmanager.yml", text }], options);
      expect(performance.now() - begin, `milliseconds for ${JSON.stringify(text)}`).toBeLessThan(20_000);
      return findings.some(isError) === theirs[index] && !(theirs[index] && isStricterOnly(findings));
    });
    return { theirs, disagreements };
  };

  test.each(["valid", "warned", "invalid"] as const)("the corpus: %s", async (verdict) => {
    if (amtool === undefined) return expect(name).toBe("Debian's amtool");
    const { disagreements, theirs } = await judged(textsOf(verdict), amtool);
    expect(disagreements).toEqual([]);
    expect(theirs).toContain(verdict !== "invalid");
  });

  test("time zones", async () => {
    if (amtool === undefined) return expect(name).toBe("Debian's amtool");
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
    const wrong = [
      "europe/berlin",
      "EUROPE/BERLIN",
      "Europe",
      "+01:00",
      "UTC+1",
      "utc",
      "../etc/localtime",
      "PST",
      "CEST",
    ];
    const zones = [...Intl.supportedValuesOf("timeZone"), ...aliases, ...wrong];
    const head = "route: { receiver: a }\nreceivers: [{ name: a }]\ntime_intervals: [{ name: t, time_intervals: ";
    const theirs = await acceptedBy(
      amtool,
      folder,
      zones.map((zone) => `${head}[{ location: "${zone}" }] }]\n`),
    );
    expect(zones.filter((zone, index) => isTimeZone(zone) !== theirs[index])).toEqual([]);
  });

  // What failed is named with its seed, and becomes a case of the corpus.
  test.each(Object.keys(SOURCES))("fuzzed: %s", async (source) => {
    if (amtool === undefined) return expect(name).toBe("Debian's amtool");
    const count = Number(process.env.FUZZ_COUNT ?? 400);
    const texts = fc.sample(SOURCES[source]?.() ?? anyYaml, { numRuns: count });
    const { disagreements } = await judged(texts, amtool);
    expect(disagreements, `seed ${SEED}`).toEqual([]);
  });
});
