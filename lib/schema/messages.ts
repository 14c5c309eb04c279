import type { ErrorObject } from "ajv";
import type { Finding } from "../finding.ts";
import { type Located, namesOf, pointer } from "../yaml/index.ts";
import { FORMATS } from "./formats.ts";
import { asking, didYouMean, keyWith, nearest } from "./nearest.ts";
import type { ValidateOptions } from "./validate.ts";

/** What a message is made of: the part of the schema that was broken is said in words. */
interface Message {
  readonly message: string;
  readonly help?: string | undefined;
}

/** Keys by the keys below which they stand; those at the top of the file stand below "". */
export type Holders = ReadonlyMap<string, ReadonlySet<string>>;

/** An error of ajv's as a finding: at the key for keys, at the value for values, at what lacks something for what is missing. */
export function findingOf(error: ErrorObject, document: Located, options: ValidateOptions): Finding {
  const { keyword, params, instancePath: path, propertyName } = error;
  const key: unknown = params.additionalProperty ?? params.unevaluatedProperty ?? propertyName;
  const place =
    typeof key === "string"
      ? document.place(path + pointer(key), "key")
      : document.place(keyword === "required" ? path + pointer(params.missingProperty) : path);
  const name = propertyName === undefined ? nameOf(path) : `a key of ${nameOf(path)}`;
  const { message, help } = isUnknownKey(error) ? unknownKey(error, name, options) : messageOf(error, name);
  return { ...place, severity: "error", check: options.check, message, ...(help !== undefined && { help }) };
}

function messageOf(error: ErrorObject, name: string): Message {
  const { keyword, params, parentSchema = {} } = error;
  const own: unknown = keyword === "pattern" ? parentSchema.patternErrorMessage : parentSchema.errorMessage;
  const help: string | undefined = parentSchema.description;
  if (typeof own === "string" && keyword !== "required")
    return { message: `${name} is ${show(error.data)}: ${own}`, help };
  const make = MESSAGES[keyword];
  if (make !== undefined) return { help, ...make(error, name) };
  return { message: `${name} ${error.message ?? `breaks the rule "${keyword}"`} (${JSON.stringify(params)})`, help };
}

export const isUnknownKey = ({ keyword }: ErrorObject): boolean =>
  keyword === "additionalProperties" || keyword === "unevaluatedProperties";

/** The key that is not known here. */
const keyOf = ({ params }: ErrorObject): string => params.additionalProperty ?? params.unevaluatedProperty;

const knownKeys = ({ parentSchema }: ErrorObject): string[] => Object.keys(parentSchema?.properties ?? {});

/** The key that an unknown one was most likely meant to be. */
export const meantKey = (error: ErrorObject): string | undefined =>
  nearest(keyOf(error), knownKeys(error)) ?? keyWith(keyOf(error), knownKeys(error));

const MESSAGES: Readonly<Record<string, (error: ErrorObject, name: string) => Message>> = {
  required: ({ params, parentSchema }, name) => ({
    message: `${name} lacks the key "${params.missingProperty}"`,
    help: parentSchema?.properties?.[params.missingProperty]?.description,
  }),
  type: ({ params, data, parentSchema }, name) => ({
    message: `${name} must be ${alternatives([params.type].flat().map(typeName))}, but is ${show(data)}`,
    ...mendOf([params.type].flat(), data, parentSchema?.required),
  }),
  enum: ({ params, data }, name) => wrongValue(name, data, params.allowedValues),
  const: ({ params, data }, name) => wrongValue(name, data, [params.allowedValue]),
  format: ({ params, data }, name) => {
    const { wanted = `of the format ${params.format}`, mend } = FORMATS[params.format] ?? {};
    const help = mend?.(String(data));
    return { message: `${name} is ${show(data)}, but must be ${wanted}`, ...(help !== undefined && { help }) };
  },
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

function unknownKey(error: ErrorObject, name: string, { holders, elsewhere = {} }: ValidateOptions): Message {
  const key = keyOf(error);
  if (error.instancePath === "" && Object.hasOwn(elsewhere, key))
    return { message: `unknown key "${key}" in ${name}`, help: elsewhere[key] };
  const known = knownKeys(error).sort();
  const near = nearest(key, known);
  const places =
    near === undefined ? placesOf(key, ["", ...known, ...namesOf(error.instancePath)], holders?.() ?? new Map()) : [];
  const meant = near ?? (places.length === 0 ? keyWith(key, known) : undefined);
  const message = `unknown key "${key}" in ${name}${asking(meant)}`;
  const description: string | undefined = error.parentSchema?.properties?.[meant ?? ""]?.description;
  if (description !== undefined) return { message, help: `${meant}: ${description}` };
  if (places.length > 0) return { message, help: `it belongs ${places.join(" or ")}` };
  return { message, help: known.length === 0 ? "no keys are known here" : `known keys: ${known.join(", ")}` };
}

/** Where near a place (the keys there, and those above it) a key is known. */
const placesOf = (key: string, near: readonly string[], holders: Holders): string[] =>
  near
    .filter((holder) => holders.get(key)?.has(holder))
    .map((holder) => (holder === "" ? "at the top of the file" : `below "${holder}"`));

const WITHOUT_QUOTES = "write it without quotes";

/** How a value of the wrong form is written in the right one, where that is plain. */
function mendOf(wanted: readonly string[], data: unknown, required: unknown): { readonly help?: string } {
  const isMap = typeof data === "object" && data !== null && !Array.isArray(data);
  if (wanted.includes("array") && isMap) return { help: "a list has a dash and a space before each of its items" };
  if (wanted.includes("object") && Array.isArray(data)) return { help: "a map has keys without dashes before them" };
  if (wanted.includes("string") && Array.isArray(data)) return { help: "write one value, without brackets and dashes" };
  if (typeof data !== "string") return {};
  if (wanted.includes("array") && data.length <= LONGEST)
    return {
      help: `write a list: [${data
        .split(/\s*,\s*/)
        .map(quoted)
        .join(", ")}]`,
    };
  if (wanted.includes("object") && /^[\w.-]+:[^\s/]/.test(data))
    return { help: "write a space behind the colon: `key: value`" };
  if (wanted.includes("object") && Array.isArray(required) && required.includes("name"))
    return { help: `write \`name: ${data}\`` };
  if (wanted.includes("boolean") && /^(?:true|false)$/i.test(data)) return { help: WITHOUT_QUOTES };
  return {};
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function wrongValue(name: string, data: unknown, allowed: readonly unknown[]): Message {
  const known = allowed.map(String).filter((value) => value !== "");
  const isOnlyQuoted = typeof data === "string" && known.includes(data);
  const meant = typeof data === "string" && !isOnlyQuoted ? didYouMean(data, known) : "";
  const message = `${name} is ${show(data)}, but must be ${alternatives(known)}${meant}`;
  return isOnlyQuoted ? { message, help: WITHOUT_QUOTES } : { message };
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

/** Characters of a user's text that a message shows. */
const LONGEST = 60;

/** A value in a message: short, and of maps and lists only what they are. */
function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return typeof value === "number" ? `the number ${value}` : `${value}`;
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST - 3)}…` : value);
}
