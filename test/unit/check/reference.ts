import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { alertmanagerStandard } from "../../../lib/check/alertmanager/index.ts";
import { blackboxStandard } from "../../../lib/check/blackbox/index.ts";
import { dereference, type JsonSchema } from "../../../lib/check/json-schema.ts";
import { judge, type Standard } from "../../../lib/check/judge.ts";
import { prometheusStandard } from "../../../lib/check/prometheus/index.ts";
import type { Rule } from "../../../lib/check/rule.ts";
import { rulesStandard } from "../../../lib/check/rules/index.ts";
import { sloStandard } from "../../../lib/check/slo/index.ts";
import { Source } from "../../../lib/check/source.ts";
import { testsStandard } from "../../../lib/check/tests/index.ts";
import { TEXT_FORMATS, type TextFormat } from "../../../lib/check/texts/index.ts";
import type { Versions } from "../../../lib/check/version.ts";
import { webStandard } from "../../../lib/check/web/index.ts";
import { isError } from "../../../lib/finding.ts";
import { casesOf } from "./corpus.ts";

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const STANDARDS: readonly Standard[] = [
  prometheusStandard,
  rulesStandard,
  alertmanagerStandard,
  sloStandard,
  blackboxStandard,
  webStandard,
  testsStandard,
];

/** One line of docs/check.md. */
export interface Row {
  readonly name: string;
  readonly says: string;
  readonly source: string;
  readonly severity: string;
}

/** Formats that a schema uses anywhere. */
function formatsIn(
  schema: JsonSchema,
  top: JsonSchema,
  found = new Set<string>(),
  seen = new Set<JsonSchema>(),
): Set<string> {
  const target = dereference(schema, top);
  if (seen.has(target)) return found;
  seen.add(target);
  if (target.format !== undefined) found.add(target.format);
  const inner = [
    ...Object.values(target.properties ?? {}),
    ...Object.values(target.$defs ?? {}),
    target.items,
    target.additionalProperties,
    target.propertyNames,
  ];
  for (const each of inner) if (typeof each === "object") formatsIn(each, top, found, seen);
  return found;
}

function textRows({ kind, schema, formats = {} }: Standard): Row[] {
  const known = { ...TEXT_FORMATS, ...formats };
  return [...formatsIn(schema, schema)].flatMap((format) => {
    const text = known[format];
    return text === undefined ? [] : [textRow(kind, text)];
  });
}

const textRow = (kind: string, { check, noun, source, severity = "error" }: TextFormat): Row => ({
  name: `${kind}/${check}`,
  says: `A text that is not ${noun}.`,
  source,
  severity,
});

const ruleRow = ({ name, says, source, severity = "error", since }: Rule): Row => ({
  name,
  says: since === undefined ? says : `${says} From ${since} on; a warning where the version is not known.`,
  source,
  severity,
});

const keyOf = ({ name, says }: Row): string => `${name} ${says}`;

/** What a kind's checks refuse or say, each name once for each rule, in the order of the code. */
export function rowsOf(standard: Standard): Row[] {
  const rows = [...standard.rules.map(ruleRow), ...textRows(standard)];
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** Versions at which the cases are judged: what old programs refuse and what new ones do, and all of it. */
const VERSIONS: readonly Versions[] = [
  {},
  { prometheus: "2.42.0", alertmanager: "0.25.0" },
  { prometheus: "3.15.0", alertmanager: "0.34.0" },
];

/** Cases of the corpus by the rows whose own rule or format speaks of them. */
function casesByRow(standard: Standard): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let path = "";
  const speaks = (row: Row): void => {
    const known = found.get(keyOf(row)) ?? [];
    if (!known.includes(path)) found.set(keyOf(row), [...known, path]);
  };
  const listening = withListeners(standard, speaks);
  for (const file of [...casesOf(standard.kind, "invalid"), ...casesOf(standard.kind, "warned")]) {
    path = file.path;
    const source = new Source(file);
    if (!source.findings.some(isError)) for (const versions of VERSIONS) judge(source, listening, { versions });
  }
  return found;
}

/** The standard, and who hears of each rule and format that says something. */
const withListeners = (standard: Standard, speaks: (row: Row) => void): Standard => ({
  ...standard,
  rules: standard.rules.map((rule) => ({
    ...rule,
    check: (value, say, context) =>
      rule.check(
        value,
        (...words) => {
          speaks(ruleRow(rule));
          say(...words);
        },
        context,
      ),
  })),
  formats: Object.fromEntries(
    Object.entries({ ...TEXT_FORMATS, ...standard.formats }).map(([name, format]) => [
      name,
      {
        ...format,
        fault: (text, context) => {
          const fault = format.fault(text, context);
          if (fault !== undefined) speaks(textRow(standard.kind, format));
          return fault;
        },
      },
    ]),
  ),
});

/** Files that show a row at work: cases of the corpus, or unit tests that name its check. */
export function testsOf(standard: Standard): (row: Row) => readonly string[] {
  const cases = casesByRow(standard);
  return (row) => [...(cases.get(keyOf(row)) ?? []), ...unitTestsOf(row.name, standard.kind)];
}

const unitTestsOf = (name: string, kind: string): string[] =>
  ["test/unit/check", `test/unit/check-${kind}`].flatMap((folder) =>
    filesIn(folder)
      .filter((file) => read(`${folder}/${file}`).includes(name))
      .map((file) => `${folder}/${file}`),
  );

const contents = new Map<string, string>();
function read(path: string): string {
  const known = contents.get(path) ?? readFileSync(root(path), "utf8");
  contents.set(path, known);
  return known;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(root(folder))
      .filter((name) => name.includes("."))
      .sort();
  } catch {
    return [];
  }
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The table of a kind, in Markdown. */
export function tableOf(standard: Standard): string {
  const tests = testsOf(standard);
  const lines = rowsOf(standard).map((row) => {
    const { name, says, source, severity } = row;
    const [test = ""] = tests(row);
    const link = test === "" ? "" : `[${test.slice(test.lastIndexOf("/") + 1)}](../${test})`;
    return `| \`${name}\` | ${severity} | ${cell(says)} | ${cell(source)} | ${link} |`;
  });
  return ["| check | severity | what | source | test |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}
