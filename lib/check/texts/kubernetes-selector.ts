/** At most 63 characters. Source: labelKeyFmt, k8s.io/apimachinery pkg/api/validate/content. */
const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
const SUBDOMAIN = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*`;
const KEY = String.raw`(?:${SUBDOMAIN}\/)?${NAME}`;
const VALUE = `(?:${NAME})?`;
const REQUIREMENT = new RegExp(
  String.raw`^\s*(?:!\s*${KEY}|${KEY}(?:\s*(?:=|==|!=)\s*${VALUE}|\s*[<>]\s*-?\d+|\s+(?:in|notin)\s*\(\s*${VALUE}(?:\s*,\s*${VALUE})*\s*\))?)\s*$`,
);
/** Any key and value; a comma, an equals sign and a backslash in a value, but not in a key, are escaped by a backslash. */
const FIELD = /^(?:[^=!]|!(?!=))*(?:==|!=|=)(?:[^=\\,]|\\[,=\\])*$/;

/** Why Kubernetes refuses a selector. Source: its manual, "Labels and Selectors" and "Field Selectors". */
export function selectorFault(text: string, kind: "label" | "field"): string | undefined {
  if (kind === "label" && text.trim() === "") return undefined;
  const parts = kind === "label" ? text.split(/,(?![^(]*\))/) : text.split(/(?<!\\),/);
  const bad = parts.find((part) => (kind === "label" ? !REQUIREMENT.test(part) : part !== "" && !FIELD.test(part)));
  if (bad === undefined) return undefined;
  const forms = kind === "label" ? "key=value, key!=value, key, !key or key in (a, b)" : "key=value or key!=value";
  return `${parts.length > 1 ? `"${bad.trim()}" is none: ` : ""}write ${forms}`;
}
