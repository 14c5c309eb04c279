import { type JsonSchema, type JsonType, typesOf } from "../json-schema.ts";

/** The two decoders of Go's YAML: yaml.v2 reads prometheus.yml and web configuration, yaml.v3 reads rule files and the blackbox exporter's. */
export type Dialect = 2 | 3;

export type Scalar =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int" | "float"; readonly value: number }
  | { readonly kind: "text"; readonly value: string };

const NULL = new Set(["", "~", "null", "Null", "NULL"]);
const TRUE = new Set(["true", "True", "TRUE"]);
const FALSE = new Set(["false", "False", "FALSE"]);
const YES = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const NO = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);
const SPECIAL_FLOAT = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
/** First characters of everything that is not text. */
const MAY_BE_NO_TEXT = /^[-+.~0-9nNtTfFyYoO]/;

/**
 * What Go's YAML takes a plain scalar for when nothing is known of the field it goes into:
 * YAML 1.1's octal `0755` and `1_000`, and in v2 its booleans `yes` and `off` too (resolve.go of yaml.v2 and yaml.v3).
 */
export function resolve(text: string, dialect: Dialect): Scalar {
  if (NULL.has(text)) return { kind: "null" };
  if (!MAY_BE_NO_TEXT.test(text)) return { kind: "text", value: text };
  if (TRUE.has(text)) return { kind: "bool", value: true };
  if (FALSE.has(text)) return { kind: "bool", value: false };
  const boolean = dialect === 2 ? oldBoolean(text) : undefined;
  if (boolean !== undefined) return { kind: "bool", value: boolean };
  return resolveNumber(text) ?? { kind: "text", value: text };
}

/** YAML 1.1's booleans, which v3 still takes for a field that is a boolean, even in quotes. */
function oldBoolean(text: string): boolean | undefined {
  if (YES.has(text)) return true;
  return NO.has(text) ? false : undefined;
}

function resolveNumber(text: string): Scalar | undefined {
  const special = SPECIAL_FLOAT.exec(text);
  if (special !== null) {
    const value = text.toLowerCase().endsWith("nan") ? Number.NaN : Number.POSITIVE_INFINITY;
    return { kind: "float", value: special[1] === "-" ? -value : value };
  }
  const plain = text.replaceAll("_", "");
  const integer = INTEGER.exec(plain);
  const [sign, digits] = [integer?.[1], integer?.[2]];
  if (digits !== undefined && isInt64(digits, sign)) {
    return { kind: "int", value: Number(bigInt(digits)) * (sign === "-" ? -1 : 1) };
  }
  return FLOAT.test(plain) ? { kind: "float", value: Number(plain) } : undefined;
}

const bigInt = (digits: string): bigint => (/^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits));

/** Go tries int64, then uint64, before it takes digits for a float. */
function isInt64(digits: string, sign: string | undefined): boolean {
  if (digits.length < 16) return true;
  const value = bigInt(digits);
  return sign === "-" ? value <= 2n ** 63n : value < 2n ** 64n;
}

/** Whether a number is over the greatest that Go's int64 holds, or its uint64 where the field is `unsigned`. */
export function isTooLarge(scalar: Scalar, text: string, unsigned: boolean): boolean {
  if (scalar.kind === "float") return scalar.value > (unsigned ? 2 ** 64 : 2 ** 63);
  if (scalar.kind !== "int" || unsigned || scalar.value < 2 ** 63) return false;
  return bigInt(text.replaceAll(/[_+]/g, "")) >= 2n ** 63n;
}

/** A scalar as a value of the first of the types that Go's decoder would fill with it; undefined for null, and as it is where none fits. */
export function convert(scalar: Scalar, text: string, types: readonly JsonType[], dialect: Dialect): unknown {
  if (scalar.kind === "null") return undefined;
  for (const type of types) {
    if (type === "string") return scalar.kind === "text" ? scalar.value : text;
    if (type === "boolean" && scalar.kind === "bool") return scalar.value;
    if (type === "boolean" && dialect === 3 && scalar.kind === "text") return oldBoolean(scalar.value) ?? scalar.value;
    if (type === "number" && (scalar.kind === "int" || scalar.kind === "float")) return scalar.value;
    if (type === "integer" && scalar.kind === "int") return scalar.value;
    if (type === "integer" && scalar.kind === "float" && scalar.value <= 2 ** 63) return Math.trunc(scalar.value);
  }
  return scalar.value;
}

/** What null makes of a field: v2 empties it, v3 leaves it alone; a text in a map is empty in both. */
export function zeroOf(schema: JsonSchema, inMap: boolean, dialect: Dialect): unknown {
  const [type] = typesOf(schema);
  if (type === "string" && inMap) return "";
  if (dialect === 3 || schema.format !== undefined || schema.enum !== undefined) return undefined;
  return { string: "", boolean: false, integer: 0, number: 0 }[type as string];
}
