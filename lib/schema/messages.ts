import type { ErrorObject } from "ajv";
import type { Finding } from "../finding.ts";
import { type Located, namesOf, pointer } from "../yaml/index.ts";
import { FORMATS } from "./formats.ts";
import { didYouMean } from "./nearest.ts";

/** What a message is made of: the part of the schema that was broken is said in words. */
interface Message {
  readonly message: string;
  readonly help?: string | undefined;
}

/** An error of ajv's as a finding: at the key for keys, at the value for values, at what lacks something for what is missing. */
export function findingOf(error: ErrorObject, document: Located, check: string): Finding {
  const { keyword, params, instancePath: path, propertyName } = error;
  const key: unknown = params.additionalProperty ?? params.unevaluatedProperty ?? propertyName;
  const place =
    typeof key === "string"
      ? document.place(path + pointer(key), "key")
      : document.place(keyword === "required" ? path + pointer(params.missingProperty) : path);
  const name = propertyName === undefined ? nameOf(path) : `a key of ${nameOf(path)}`;
  const { message, help } = messageOf(error, name);
  return { ...place, severity: "error", check, message, ...(help !== undefined && { help }) };
}

function messageOf(error: ErrorObject, name: string): Message {
  const { keyword, params, parentSchema = {} } = error;
  const own: unknown = keyword === "pattern" ? parentSchema.patternErrorMessage : parentSchema.errorMessage;
  const help: string | undefined = parentSchema.description;
  if (typeof own === "string" && !isAboutKeys(keyword))
    return { message: `${name} is ${show(error.data)}: ${own}`, help };
  const make = MESSAGES[keyword];
  if (make !== undefined) return { help, ...make(error, name) };
  return { message: `${name} ${error.message ?? `breaks the rule "${keyword}"`} (${JSON.stringify(params)})`, help };
}

const isAboutKeys = (keyword: string): boolean =>
  keyword === "additionalProperties" || keyword === "unevaluatedProperties" || keyword === "required";

const MESSAGES: Readonly<Record<string, (error: ErrorObject, name: string) => Message>> = {
  additionalProperties: unknownKey,
  unevaluatedProperties: unknownKey,
  required: ({ params, parentSchema }, name) => ({
    message: `${name} lacks the key "${params.missingProperty}"`,
    help: parentSchema?.properties?.[params.missingProperty]?.description,
  }),
  type: ({ params, data }, name) => ({
    message: `${name} must be ${alternatives([params.type].flat().map(typeName))}, but is ${show(data)}`,
  }),
  enum: ({ params, data }, name) => wrongValue(name, data, params.allowedValues),
  const: ({ params, data }, name) => wrongValue(name, data, [params.allowedValue]),
  format: ({ params, data }, name) => ({
    message: `${name} is ${show(data)}, but must be ${FORMATS[params.format]?.wanted ?? `of the format ${params.format}`}`,
  }),
  pattern: ({ params, data }, name) => ({ message: `${name} is ${show(data)}, but must match ${params.pattern}` }),
  minimum: ({ params, data }, name) => ({ message: `${name} is ${show(data)}, but must be at least ${params.limit}` }),
  maximum: ({ params, data }, name) => ({ message: `${name} is ${show(data)}, but must be at most ${params.limit}` }),
  exclusiveMinimum: ({ params, data }, name) => ({
    message: `${name} is ${show(data)}, but must be more than ${params.limit}`,
  }),
  minLength: ({ params }, name) => ({
    message: params.limit === 1 ? `${name} is empty` : `${name} must have at least ${params.limit} characters`,
  }),
  maxLength: ({ params }, name) => ({ message: `${name} must have at most ${params.limit} characters` }),
  minItems: ({ params }, name) => ({
    message: params.limit === 1 ? `${name} is an empty list` : `${name} must have at least ${params.limit} items`,
  }),
  maxItems: ({ params }, name) => ({ message: `${name} must have at most ${params.limit} items` }),
  uniqueItems: ({ params }, name) => ({ message: `items ${params.j + 1} and ${params.i + 1} of ${name} are the same` }),
  minProperties: ({ params }, name) => ({
    message: `${name} must have at least ${params.limit} ${params.limit === 1 ? "key" : "keys"}`,
  }),
  maxProperties: ({ params }, name) => ({
    message: `${name} must have at most ${params.limit} ${params.limit === 1 ? "key" : "keys"}`,
  }),
  dependentRequired: ({ params }, name) => ({
    message: `${name} has the key "${params.property}", which needs the key "${params.missingProperty}" beside it`,
  }),
};

function unknownKey({ params, parentSchema }: ErrorObject, name: string): Message {
  const key: string = params.additionalProperty ?? params.unevaluatedProperty;
  const known = Object.keys(parentSchema?.properties ?? {});
  return {
    message: `unknown key "${key}" in ${name}${didYouMean(key, known)}`,
    help: known.length === 0 ? "no keys are known here" : `known keys: ${known.sort().join(", ")}`,
  };
}

function wrongValue(name: string, data: unknown, allowed: readonly unknown[]): Message {
  const known = allowed.map(String).filter((value) => value !== "");
  const meant = typeof data === "string" ? didYouMean(data, known) : "";
  return { message: `${name} is ${show(data)}, but must be ${alternatives(known)}${meant}` };
}

const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** How a place is called in a message: by its key, or by its number in a list, counted from 1. */
function nameOf(path: string): string {
  const names = namesOf(path);
  const last = names.at(-1);
  if (last === undefined) return "the file";
  if (!/^\d+$/.test(last)) return `"${last}"`;
  const list = names.at(-2);
  return list === undefined ? `item ${Number(last) + 1}` : `item ${Number(last) + 1} of "${list}"`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "a map",
  array: "a list",
  null: "empty",
};
const typeName = (type: string): string => TYPES[type] ?? type;

/** A value in a message: short, and of maps and lists only what they are. */
function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return typeof value === "number" ? `the number ${value}` : `${value}`;
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}
