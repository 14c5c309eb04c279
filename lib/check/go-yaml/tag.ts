import type { ScalarEvent } from "js-yaml";
import { type Dialect, resolve, type Scalar } from "./scalar.ts";

const STANDARD = /^(?:!!|!<tag:yaml\.org,2002:)(str|int|float|bool|null|timestamp|binary)>?$/;

/** A tag as written: `!!str`, `!mine`. Undefined where there is none. */
export const explicitTag = (event: ScalarEvent, source: string): string | undefined =>
  event.tagStart < 0 ? undefined : source.slice(event.tagStart, event.tagEnd);

/** A tagged scalar as Go's decoder reads it: a tag that it does not know makes a text. Undefined when text and tag do not fit. */
export function readTagged(tag: string, text: string, dialect: Dialect): Scalar | undefined {
  const name = STANDARD.exec(tag)?.[1];
  if (name === undefined || name === "str" || name === "timestamp") return { kind: "text", value: text };
  if (name === "binary") return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? { kind: "text", value: text } : undefined;
  const scalar = resolve(text, dialect);
  if (scalar.kind === name) return scalar;
  return name === "float" && scalar.kind === "int" ? { ...scalar, kind: "float" } : undefined;
}
