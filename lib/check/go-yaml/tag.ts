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
  if (name === "binary") return binaryText(text);
  const scalar = resolve(text, dialect);
  if (scalar.kind === name) return scalar;
  return name === "float" && scalar.kind === "int" ? { ...scalar, kind: "float" } : undefined;
}

/** Base64 of UTF-8 text; what is no text is none where Prometheus wants one. */
function binaryText(base64: string): Scalar | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64.replaceAll(/\s/g, "")), (character) => character.charCodeAt(0));
    return { kind: "text", value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}
