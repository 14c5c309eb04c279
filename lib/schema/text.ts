import { type Located, namesOf } from "../yaml/index.ts";
import type { Validator } from "./validate.ts";

/**
 * Where a text is wanted and a number or a boolean was written, the text as it was written: a label `1.10` stays `1.10`,
 * as in Prometheus's own files. Changes `value` in place.
 */
export function scalarsToText(validator: Validator, value: unknown, located: Located): void {
  if (validator(value)) return;
  for (const { keyword, params, data, instancePath } of validator.errors ?? []) {
    const isScalar = typeof data === "number" || typeof data === "boolean";
    if (keyword === "type" && params.type === "string" && isScalar) {
      setAt(value, instancePath, located.text(instancePath) ?? String(data));
    }
  }
}

function setAt(value: unknown, pointer: string, text: string): void {
  const names = namesOf(pointer);
  const last = names.pop();
  const holder = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], value);
  if (last !== undefined) (holder as Record<string, unknown>)[last] = text;
}
