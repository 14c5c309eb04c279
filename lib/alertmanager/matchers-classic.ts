import type { Matcher, Operator, Parsed } from "./matchers.ts";

/** Go's \s, which is less than JavaScript's. */
const SPACE = "[\\t\\n\\f\\r ]";
const MATCHER = new RegExp(`^${SPACE}*([a-zA-Z_:][a-zA-Z0-9_:]*)${SPACE}*(=~|=|!=|!~)${SPACE}*([^]*?)${SPACE}*$`);

/** The classic syntax: `{name="value", other=~a.*}`. Source: ParseMatchers and ParseMatcher in pkg/labels/parse.go. */
export function classicMatchers(text: string): Parsed {
  const matchers: Matcher[] = [];
  for (const { part, start } of partsOf(text)) {
    const result = classicMatcher(part);
    if (typeof result === "string") return { fault: { message: result, start, end: start + part.length } };
    matchers.push(result);
  }
  return { matchers };
}

/** Splits at commas outside of double quotes. What is left at the end counts only when it is not blank. */
function partsOf(text: string): { part: string; start: number }[] {
  const first = text.startsWith("{") ? 1 : 0;
  const last = text.length - (text.endsWith("}") && text.length > first ? 1 : 0);
  const parts: { part: string; start: number }[] = [];
  let [start, isQuoted, isEscaped] = [first, false, false];
  for (let at = first; at < last; at += 1) {
    const character = text[at];
    if (character === "," && !isQuoted) {
      parts.push({ part: text.slice(start, at), start });
      start = at + 1;
    } else if (character === '"') {
      isQuoted = isEscaped ? isQuoted : !isQuoted;
      isEscaped = false;
    } else if (character !== ",") {
      isEscaped = character === "\\" && !isEscaped;
    }
  }
  const rest = text.slice(start, last);
  return rest.trim() === ""
    ? parts
    : [...parts, { part: rest.trim(), start: start + rest.length - rest.trimStart().length }];
}

function classicMatcher(part: string): Matcher | string {
  const [, name, operator, raw] = MATCHER.exec(part) ?? [];
  if (name === undefined || raw === undefined) {
    return part.trim() === ""
      ? "a matcher is missing between two commas"
      : `\`${part.trim()}\` is no matcher: write name="value", with one of =, !=, =~ and !~`;
  }
  const isQuoted = raw.startsWith('"');
  const inner = isQuoted ? raw.slice(1) : raw;
  const value = decode(inner, isQuoted);
  return value === undefined
    ? `the quotes of \`${raw}\` do not match: inside of them, write \\" for a double quote`
    : { name, operator: operator as Operator, value };
}

/** OpenMetrics's escapes; a backslash before anything else stands for itself. Undefined where the quotes are not balanced. */
function decode(text: string, isQuoted: boolean): string | undefined {
  const closing = /(?<!\\)(?:\\\\)*"$/.test(text);
  if (isQuoted !== closing) return undefined;
  const inner = isQuoted ? text.slice(0, -1) : text;
  if (/(?<!\\)(?:\\\\)*"/.test(inner)) return undefined;
  return inner.replace(/\\([n"\\])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}
