import type { JsonSchema } from "./compile.ts";

/** The keywords that a reader of the documentation is told of. */
interface Described {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: boolean | Described;
  readonly items?: Described;
  readonly then?: Described;
  readonly else?: Described;
  readonly $ref?: string;
}

const WORDS: Readonly<Record<string, string>> = {
  "prometheus-duration": "duration",
  "prometheus-size": "size",
  uri: "URL",
  string: "text",
  array: "list",
  object: "map",
  boolean: "true or false",
  integer: "whole number",
};

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** The forms that a value may have: itself, or what `if` decides between. */
const formsOf = ({ then: consequence, else: otherwise, ...schema }: Described): readonly Described[] => {
  const branches = [consequence, otherwise].filter((branch) => branch !== undefined);
  return branches.length === 0 ? [schema] : branches.map((branch) => ({ ...schema, ...branch }));
};

const wordsOf = ({ const: only, enum: values, format, type = [], $ref }: Described): readonly string[] => {
  if (only !== undefined) return [code(only)];
  if (values !== undefined) return values.map(code);
  if (format !== undefined && format in WORDS) return [WORDS[format] ?? ""];
  if ($ref !== undefined) return ["map"];
  return (typeof type === "string" ? [type] : type).map((one) => WORDS[one] ?? one);
};

const typeOf = (schema: Described): string => [...new Set(formsOf(schema).flatMap(wordsOf))].join(", ");

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const row = (key: string, schema: Described, isRequired: boolean): string => {
  const preset = schema.default === undefined || isEmpty(schema.default) ? "" : code(schema.default);
  const cells = [code(key), typeOf(schema), isRequired ? "**required**" : preset, schema.description ?? ""];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
};

/** Rows of what stands below a key; `key` ends in a dot, or is empty at the top. */
const below = (key: string, schema: Described): readonly string[] =>
  formsOf(schema).flatMap(({ properties = {}, required = [], items, additionalProperties: others }) => [
    ...Object.entries(properties).flatMap(([name, property]) => [
      row(key + name, property, required.includes(name)),
      ...below(`${key}${name}.`, property),
    ]),
    ...(items === undefined ? [] : below(`${key.slice(0, -1)}[].`, items)),
    ...(typeof others === "object" ? below(`${key}NAME.`, others) : []),
  ]);

/** A Markdown table of every key that a schema knows, nested ones too: `drills[].break.stop`. What stands behind a `$ref` has a table of its own. */
export const referenceTable = (schema: JsonSchema): string =>
  ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...below("", schema as Described)].join("\n");

const REGION = /(<!-- reference: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;
/** The region for all that has none of its own. */
const OTHERS = "others";

/** A page with what stands between `<!-- reference: NAME -->` and `<!-- end -->` made anew; a region that names nothing is an error of the page. */
export function withReferences(page: string, tables: Readonly<Record<string, string>>): string {
  const own = new Set([...page.matchAll(REGION)].map(([, , name]) => name));
  const others = Object.entries(tables)
    .filter(([name]) => !own.has(name))
    .map(([name, table]) => `### ${name}\n\n${table}`);
  return page.replace(REGION, (_, begin: string, name: string, end: string) => {
    const text = name === OTHERS ? others.join("\n\n") : tables[name];
    if (text === undefined) throw new Error(`the page has a region for "${name}", which no schema describes`);
    return `${begin}\n${text}\n\n${end}`;
  });
}
