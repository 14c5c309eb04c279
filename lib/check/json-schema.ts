/** The part of JSON Schema (draft 2020-12) that the schemas of configuration files use. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** First and first-not-any-more version of the program that knows this key. */
  readonly "x-since"?: string;
  readonly "x-until"?: string;
  /** First version of the program that knows one of the values of `enum`. */
  readonly "x-enum-since"?: Readonly<Record<string, string>>;
  /** Before this version the program took the text of the YAML node as it is: an alias' name, the word `null`. */
  readonly "x-node-until"?: string;
  /** Names under which rules written as code look at every object of this schema. */
  readonly "x-checked-as"?: readonly string[];
}

export type JsonType = "string" | "boolean" | "integer" | "number" | "array" | "object" | "null";

/** The schema behind a `$ref` into the root's `$defs`, or the schema itself. */
export function dereference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const target = root.$defs?.[schema.$ref.slice("#/$defs/".length)];
  if (target === undefined) throw new Error(`the schema has no ${schema.$ref}`);
  return target;
}

export const typesOf = (schema: JsonSchema): readonly JsonType[] =>
  schema.type === undefined ? [] : typeof schema.type === "string" ? [schema.type] : schema.type;

const mapValues = (schemas: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, structureOf(schema)]));

/**
 * What is left for a JSON Schema validator: types, keys and bounds. Formats, versions and rules are judged by code,
 * which says why; a validator would only say that.
 */
export function structureOf(schema: JsonSchema): JsonSchema {
  const {
    format: _,
    default: __,
    examples: ___,
    "x-since": _since,
    "x-until": _until,
    "x-enum-since": _enumSince,
    "x-node-until": _nodeUntil,
    "x-checked-as": _as,
    propertyNames: ____,
    ...rest
  } = schema;
  return {
    ...rest,
    ...(rest.$defs && { $defs: mapValues(rest.$defs) }),
    ...(rest.properties && { properties: mapValues(rest.properties) }),
    ...(rest.items && { items: structureOf(rest.items) }),
    ...(typeof rest.additionalProperties === "object" && {
      additionalProperties: structureOf(rest.additionalProperties),
    }),
  };
}
