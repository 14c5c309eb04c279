const KEY = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`;
const VALUE = `(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?`;
const REQUIREMENT = new RegExp(
  String.raw`^\s*(?:!\s*${KEY}|${KEY}(?:\s*(?:=|==|!=)\s*${VALUE}|\s*[<>]\s*-?\d+|\s+(?:in|notin)\s*\(\s*${VALUE}(?:\s*,\s*${VALUE})*\s*\))?)\s*$`,
);
/** Any key and value; a comma, an equals sign and a backslash in a value are escaped by a backslash. */
const FIELD = /^(?:[^=!\\,]|\\[,=\\])*(?:==|!=|=)(?:[^=\\,]|\\[,=\\])*$/;

/** Why Kubernetes refuses a selector. Source: its manual, "Labels and Selectors" and "Field Selectors". */
export function selectorFault(text: string, kind: "label" | "field"): string | undefined {
  if (text.trim() === "") return undefined;
  const parts = kind === "label" ? text.split(/,(?![^(]*\))/) : text.split(/(?<!\\),/);
  const bad = parts.find((part) => (kind === "label" ? !REQUIREMENT.test(part) : part !== "" && !FIELD.test(part)));
  return bad === undefined
    ? undefined
    : `"${bad.trim()}" is none: write key=value, key!=value, and for labels also key in (a, b)`;
}
