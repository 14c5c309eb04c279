import { RE2JS } from "re2js";
import { withoutNames } from "../promql/index.ts";

/** Why a pattern is none, or whether a text matches it as a whole. */
type Compiled = string | ((text: string) => boolean);

/** Most patterns are a list of words, for which no engine is needed. */
const WORDS = /^[\w :@%,=-]*(?:\|[\w :@%,=-]*)*$/;
const known = new Map<string, Compiled>();

/** Why Go refuses a regular expression where Alertmanager anchors it; undefined when it takes it. */
export function regexFault(pattern: string): string | undefined {
  const result = compile(pattern);
  return typeof result === "string" ? result : undefined;
}

/** Whether a regular expression matches a text as a whole; one that Go refuses matches nothing. */
export function matchesAnchored(pattern: string, text: string): boolean {
  const result = compile(pattern);
  return typeof result !== "string" && result(text);
}

/** Compiled once for each text. */
function compile(pattern: string): Compiled {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const result = WORDS.test(pattern) ? oneOf(pattern.split("|")) : compileRegex(pattern);
  known.set(pattern, result);
  return result;
}

function oneOf(words: readonly string[]): Compiled {
  const all = new Set(words);
  return (text) => all.has(text);
}

/** Source of the anchors: NewMatcher in pkg/labels/matcher.go. */
function compileRegex(named: string): Compiled {
  const pattern = withoutNames(named);
  try {
    const regex = RE2JS.compile(`^(?:${pattern})$`);
    return (text) => regex.test(text);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}
