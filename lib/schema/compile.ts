import { _, Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { FORMATS } from "./formats.ts";
import type { Validator } from "./validate.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Annotations that editors know (YAML language server), which validate() shows too. */
const ANNOTATIONS = ["errorMessage", "patternErrorMessage", "markdownDescription", "defaultSnippets"];

function makeAjv(defaults: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    // Inlined, the parts that many options share make the code twice as long, and compiling it takes longer than running it.
    inlineRefs: false,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    useDefaults: defaults,
    // scripts/validators.mjs says where this module is.
    code: { source: true, esm: true, lines: true, formats: _`require("watchkeeper:formats").FORMATS` },
  });
  ajv.addVocabulary(ANNOTATIONS);
  for (const [name, { validate }] of Object.entries(FORMATS)) ajv.addFormat(name, { type: "string", validate });
  return ajv;
}

const compiled = new WeakMap<JsonSchema, Validator>();
const makers = new WeakMap<Validator, Ajv2020>();

/**
 * A schema (draft 2020-12) as a function, made once. `defaults`: it fills missing values into what it validates.
 * That takes 36 to 152 ms for a large schema, so modules that do it are called `*.validator.ts`, export nothing but the
 * function, as default, and the bundle holds its ready-made code instead of them (scripts/validators.mjs).
 */
export function compile(schema: JsonSchema, { defaults = false } = {}): Validator {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const ajv = makeAjv(defaults);
  const validator = ajv.compile(schema) as Validator;
  compiled.set(schema, validator);
  makers.set(validator, ajv);
  return validator;
}

/** The code of a module whose default is the function, and which needs no ajv but its few helpers (by `require`, as ajv writes it). */
export function codeOf(validator: Validator): string {
  const ajv = makers.get(validator);
  if (ajv === undefined) throw new TypeError("only what compile() made has code");
  return standaloneCode.default(ajv, validator as Parameters<typeof standaloneCode.default>[1]);
}
