import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ResolvedProgram, resolvePrograms } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { parseTemplate, prometheusDialect } from "../../lib/gotemplate/index.ts";
import { fc, SEED } from "../support/fast-check.ts";

let promtool: ResolvedProgram;
let folder: string;
beforeAll(async () => {
  const [resolved] = await resolvePrograms(["promtool"]);
  if (resolved === undefined) throw new Error("no promtool");
  promtool = resolved;
  folder = mkdtempSync(join(tmpdir(), "watchkeeper-template-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Which of the templates promtool refuses: each is the annotation of an alert of its own, for promtool names those that are wrong. */
async function refused(templates: readonly string[]): Promise<boolean[]> {
  const rules = templates.map((summary, index) => ({ alert: `A${index}`, expr: "up", annotations: { summary } }));
  const file = join(folder, "rules.yml");
  writeFileSync(file, JSON.stringify({ groups: [{ name: "g", rules }] }));
  const { stdout, stderr } = await run([promtool.path, "check", "rules", "--lint=none", file], { timeoutSeconds: 120 });
  const said = new Set([...`${stdout}${stderr}`.matchAll(/__alert_A(\d+)/g)].map(([, index]) => Number(index)));
  return templates.map((_, index) => said.has(index));
}

/** Pieces that a template may be made of, rightly and wrongly. */
const PIECES = [
  ...[
    "{{",
    "}}",
    "{{-",
    " -}}",
    "{{ $labels.job }}",
    "{{ .Labels.job }}",
    "{{ $value | humanize }}",
    "{{ nope }}",
    "{{ $x }}",
  ],
  ...[
    "{{ if .Labels.a }}",
    "{{ else }}",
    "{{ else if $value }}",
    "{{ else with . }}",
    "{{ end }}",
    "{{ range query `up` }}",
  ],
  ...[
    "{{ with $labels.b }}",
    "{{ break }}",
    '{{ define "d" }}',
    '{{ template "d" . }}',
    '{{ block "b" . }}',
    "{{/* c */}}",
  ],
  ...[
    "{{ $x := 1 }}",
    "{{ $x = 2 }}",
    "{{ range $i, $s := query `up` }}",
    "{{ printf `%s` (first (query `up`) | value) }}",
  ],
  ...[
    "text",
    " ",
    "\n",
    "|",
    "(",
    ")",
    '"',
    "`",
    "'c'",
    "'",
    ".",
    "..",
    "$",
    ":=",
    ",",
    "1",
    "0x1F",
    "1_000",
    "089",
    "1e3",
    ".5",
    "1i",
  ],
  ...[
    "nil",
    "true",
    "if",
    "end",
    "range",
    "é",
    "\\",
    "!",
    '"\\q"',
    '"\\u00e9"',
    "{{}}",
    "{{ . | }}",
    "{{ . | 1 }}",
    "{{ (.x).y }}",
    "{{ nil.x }}",
  ],
];

/** What numbers may be made of, by the Go specification's "Lexical elements", and what comes near. */
const NUMBERS = [
  ...["0", "00", "017", "08", "089", "0_7", "1", "1_000", "1__0", "_1"],
  ...["0x", "0x1F", "0x_1", "0x1_F", "0x1e3", "0b11", "0b12", "0b_1", "0b1e3", "0o", "0o17", "0o7.5"],
  ...["1.", ".5", "09.5", "0_9.5", "1_0.2_5", "1e", "1e3", "1E+5", "1e400", "0e0", "00e1", "1p3"],
  ...["0x1p4", "0x1.8p1", "0x.8p-1", "0i", "Inf"],
  ...["9223372036854775808", "18446744073709551616", "0777777777777777777777777"],
];

test("a template is refused where promtool refuses it", async () => {
  const template = fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
    .map((pieces) => pieces.join(""));
  const templates = fc.sample(template, { numRuns: Number(process.env.FUZZ_COUNT ?? 3000) });
  await agree(templates, `seed ${SEED}`);
});

test("a number is refused where promtool refuses it", async () => {
  const signed = NUMBERS.flatMap((number) => ["", "+", "-"].map((sign) => sign + number));
  const complex = NUMBERS.flatMap((one) => NUMBERS.flatMap((other) => [`${one}+${other}i`, `-${one}-${other}i`]));
  const numbers = [...signed, ...signed.map((number) => `${number}i`), ...complex];
  await agree(numbers.map((number) => `{{ ${number} }}`));
});

async function agree(templates: readonly string[], said?: string): Promise<void> {
  const verdicts = await refused(templates);
  const dialect = prometheusDialect(promtool.version);
  const disagreements = templates.filter(
    (text, index) => parseTemplate(text, dialect).faults.length > 0 !== verdicts[index],
  );
  expect(disagreements, said).toEqual([]);
  // Both verdicts must be common, or nothing was compared.
  expect(verdicts.filter(Boolean).length).toBeGreaterThan(templates.length / 10);
  expect(verdicts.filter((verdict) => !verdict).length).toBeGreaterThan(templates.length / 10);
}
