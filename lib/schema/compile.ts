import { Ajv2020 } from "ajv/dist/2020.js";
import { FORMATS } from "./formats.ts";
import type { Validator } from "./validate.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Annotations that editors know (YAML language server), which validate() shows too. */
const ANNOTATIONS = ["errorMessage", "patternErrorMessage", "markdownDescription", "defaultSnippets"];

/** The one way in which our schemas are compiled. `defaults`: fills missing values into what it validates. */
export function makeAjv({ defaults = false, source = false } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    useDefaults: defaults,
    code: { source, lines: source },
  });
  ajv.addVocabulary(ANNOTATIONS);
  for (const [name, { validate }] of Object.entries(FORMATS)) ajv.addFormat(name, { type: "string", validate });
  return ajv;
}

const compiled = new WeakMap<JsonSchema, Validator>();

/** A schema (draft 2020-12) as a function, made once. 36 to 152 ms for a large one, which is why the bundle holds them ready made. */
export function compile(schema: JsonSchema, options: { defaults?: boolean } = {}): Validator {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validator = makeAjv(options).compile(schema) as Validator;
  compiled.set(schema, validator);
  return validator;
}
