import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { alertmanagerStandard } from "../../../lib/check/alertmanager/index.ts";
import { blackboxStandard } from "../../../lib/check/blackbox/index.ts";
import { dereference, type JsonSchema } from "../../../lib/check/json-schema.ts";
import type { Standard } from "../../../lib/check/judge.ts";
import { prometheusStandard } from "../../../lib/check/prometheus/index.ts";
import { rulesStandard } from "../../../lib/check/rules/index.ts";
import { sloStandard } from "../../../lib/check/slo/index.ts";
import { testsStandard } from "../../../lib/check/tests/index.ts";
import { TEXT_FORMATS } from "../../../lib/check/texts/index.ts";
import { webStandard } from "../../../lib/check/web/index.ts";

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
    return text === undefined
      ? []
      : [
          {
            name: `${kind}/${text.check}`,
            says: `A text that is not ${text.noun}.`,
            source: text.source,
            severity: text.severity ?? "error",
          },
        ];
  });
}

/** What a kind's checks refuse or say, each name once for each rule, in the order of the code. */
export function rowsOf(standard: Standard): Row[] {
  const rules = standard.rules.map(({ name, says, source, severity = "error", since }) => ({
    name,
    says: since === undefined ? says : `${says} From ${since} on; a warning where the version is not known.`,
    source,
    severity,
  }));
  const rows = [...rules, ...textRows(standard)];
  return rows.filter(
    (row, index) => rows.findIndex((other) => other.name === row.name && other.says === row.says) === index,
  );
}

/** Files that show a check at work: cases of the corpus, or unit tests that name it. */
export function testsOf(name: string, kind: string): string[] {
  const cases = ["invalid", "warned"].flatMap((verdict) => {
    const folder = `test/corpus/${kind}/${verdict}`;
    return filesIn(folder)
      .filter((file) => file.endsWith(".txt") && read(`${folder}/${file}`).includes(`${name}:`))
      .map((file) => `${folder}/${file.replace(/\.txt$/, ".yml")}`);
  });
  const folders = ["test/unit/check", `test/unit/check-${kind}`];
  const units = folders.flatMap((folder) =>
    filesIn(folder)
      .filter((file) => read(`${folder}/${file}`).includes(name))
      .map((file) => `${folder}/${file}`),
  );
  return [...cases, ...units];
}

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
  const lines = rowsOf(standard).map(({ name, says, source, severity }) => {
    const [test = ""] = testsOf(name, standard.kind);
    const link = test === "" ? "" : `[${test.slice(test.lastIndexOf("/") + 1)}](../${test})`;
    return `| \`${name}\` | ${severity} | ${cell(says)} | ${cell(source)} | ${link} |`;
  });
  return ["| check | severity | what | source | test |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}
