import type { JsonSchema, JsonType } from "./json-schema.ts";

/** Words to write schemas of configuration files with. Each takes the description that editors show. */

type More = Partial<JsonSchema>;
export type Properties = Readonly<Record<string, JsonSchema>>;

const plain =
  (type: JsonType, format?: string) =>
  (description: string, more: More = {}): JsonSchema => ({
    type,
    ...(format !== undefined && { format }),
    description,
    ...more,
  });

export const text = plain("string");
export const boolean = plain("boolean");
export const integer = plain("integer");
export const number = plain("number");
/** `30s`, `1h30m`. */
export const duration = plain("string", "prometheus-duration");
/** `10GB`, `512MiB`; a bare number needs its unit `B`. */
export const size = plain("string", "prometheus-size");
export const url = plain("string", "go-url");
export const regex = plain("string", "re2");
/** A path on the disk of the program that reads the configuration. */
export const path = plain("string", "path");
/** A text that must not be seen; nothing but a better description for editors. */
export const secret = (description: string, more: More = {}): JsonSchema => text(`${description} A secret.`, more);
/** A number that Go keeps without sign. */
export const count = (description: string, more: More = {}): JsonSchema =>
  integer(description, { minimum: 0, ...more });
export const choice = (values: readonly string[], description: string, more: More = {}): JsonSchema =>
  text(description, { enum: values, ...more });

export const list = (items: JsonSchema, description: string, more: More = {}): JsonSchema => ({
  type: "array",
  items,
  description,
  ...more,
});
/** Free keys, values of one kind. */
export const map = (values: JsonSchema, description: string, more: More = {}): JsonSchema => ({
  type: "object",
  additionalProperties: values,
  description,
  ...more,
});
/** Known keys only. */
export const object = (properties: Properties, description: string, more: More = {}): JsonSchema => ({
  type: "object",
  properties,
  additionalProperties: false,
  description,
  ...more,
});
export const ref = (definition: string, description?: string): JsonSchema => ({
  $ref: `#/$defs/${definition}`,
  ...(description !== undefined && { description }),
});

/** Known from this version on. */
export const since = (version: string, schema: JsonSchema): JsonSchema => ({ ...schema, "x-since": version });
/** Known before this version only. */
export const until = (version: string, schema: JsonSchema): JsonSchema => ({ ...schema, "x-until": version });
