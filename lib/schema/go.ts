import type { ErrorObject } from "ajv";
import type { Located } from "../yaml/index.ts";
import { FORMATS } from "./formats.ts";

/** Plain scalars that Go's YAML decoder reads into a boolean. Source: resolve.go of gopkg.in/yaml.v2. */
const BOOLEAN = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;

/**
 * What is left of an error when a Go program decodes the value into a typed field: null leaves the field as it is,
 * a text field takes any scalar as it is written, and then its own rules apply to that text.
 */
export function decodedByGo(error: ErrorObject, document: Located, at: string): ErrorObject[] {
  if (error.keyword !== "type") return [error];
  if (error.data === null) return [];
  const pointer = at + error.instancePath;
  const wanted: readonly string[] = [error.params.type].flat();
  const text = document.text(pointer) ?? "";
  if (wanted.includes("boolean") && typeof error.data === "string" && BOOLEAN.test(text)) {
    return document.isPlain(pointer) ? [] : [error];
  }
  const isScalar = typeof error.data === "number" || typeof error.data === "boolean";
  return wanted.includes("string") && isScalar ? textErrors(error, text) : [error];
}

function textErrors(error: ErrorObject, text: string): ErrorObject[] {
  const { format, pattern, enum: allowed } = error.parentSchema ?? {};
  const broken = (keyword: string, params: object): ErrorObject[] => [{ ...error, keyword, params, data: text }];
  if (format !== undefined && FORMATS[format]?.validate(text) === false) return broken("format", { format });
  if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) return broken("pattern", { pattern });
  if (allowed !== undefined && !allowed.includes(text)) return broken("enum", { allowedValues: allowed });
  return [];
}
