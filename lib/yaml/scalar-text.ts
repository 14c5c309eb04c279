import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";

const ESCAPE = /\\([\s\S])/g;

/** A scalar's text after YAML's own decoding, with YAML 1.1's `\'` between double quotes, which Go's YAML takes and js-yaml does not know. */
export function scalarText(source: string, event: ScalarEvent): string {
  if (event.fast || event.style !== SCALAR_STYLE.DOUBLE_QUOTED) return getScalarValue(source, event);
  const written = source.slice(event.valueStart, event.valueEnd);
  if (!written.includes("\\'")) return getScalarValue(source, event);
  const known = written.replaceAll(ESCAPE, (pair, character) => (character === "'" ? "'" : pair));
  return getScalarValue(known, { ...event, valueStart: 0, valueEnd: known.length });
}
