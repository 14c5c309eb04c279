import { RE2JS } from "re2js";
import { NEW_NAMED_GROUP, withoutNames } from "../../promql/index.ts";
import { isSince, type Versions } from "../version.ts";

const known = new Map<string, RE2JS | string>();

/** A regular expression of RE2's syntax, or the reason why it is none. Compiled once for each text. */
export function compileRegex(pattern: string): RE2JS | string {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const result = compile(pattern);
  known.set(pattern, result);
  return result;
}

function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const nameless = withoutNames(pattern);
    if (nameless !== pattern && /duplicate/.test(String(error))) return compile(nameless);
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}

/** As relabelling anchors them. Source: NewRegexp in model/relabel/relabel.go. */
export const anchored = (pattern: string): string => `^(?s:${pattern})$`;

export function regexFault(text: string, { prometheus }: Versions = {}): string | undefined {
  if (isSince(prometheus, "2.51") === false && NEW_NAMED_GROUP.test(text))
    return "(?<name>…) needs Prometheus 2.51; write (?P<name>…)";
  const result = compileRegex(anchored(text));
  if (typeof result !== "string") return undefined;
  // The text by itself has the same fault, and says it without what is put around it.
  const own = compileRegex(text);
  const perl = /\(\?(?:[=!]|<[=!])/.test(text) ? "; RE2 knows no look-around" : "";
  return `${typeof own === "string" ? own : result}${perl}`;
}
