import { RE2JS } from "re2js";

const known = new Map<string, RE2JS | string>();

/** Why Go refuses a regular expression where Alertmanager anchors it; undefined when it takes it. */
export function regexFault(pattern: string): string | undefined {
  const result = compile(pattern);
  return typeof result === "string" ? result : undefined;
}

/** Whether a regular expression matches a text as a whole; one that Go refuses matches nothing. */
export function matchesAnchored(pattern: string, text: string): boolean {
  const result = compile(pattern);
  return typeof result !== "string" && result.test(text);
}

/** Compiled once for each text. Source of the anchors: NewMatcher in pkg/labels/matcher.go. */
function compile(pattern: string): RE2JS | string {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const result = compileAnew(`^(?:${pattern})$`);
  known.set(pattern, result);
  return result;
}

function compileAnew(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}
