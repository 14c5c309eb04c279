import { RE2JS } from "re2js";

/** Regular expressions of Go's syntax (RE2), which Prometheus and Alertmanager read. */

/** `(?<name>…)`, which only Go 1.22 and later take: older Prometheus and Alertmanager are built with older ones. */
export const NEW_NAMED_GROUP = /\(\?<(?![=!])/;

/** Nothing in these can be wrong, and most patterns are such. */
const PLAIN = /^(?:[\w\s:/|,=@%&~-]|\.[*+]?|\\\.)*$/;
const LOOK_AROUND = /\(\?<?[=!]/;
const known = new Map<string, RE2JS | string>();

/** A pattern, or the reason why Go refuses it. Compiled once for each text. */
export function compileRegex(pattern: string): RE2JS | string {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const result = compile(pattern);
  known.set(pattern, result);
  return result;
}

/** Why Go refuses a pattern; undefined when it takes it. `anchored`: the pattern as the program compiles it. */
export function regexFault(pattern: string, anchored: string = pattern): string | undefined {
  if (PLAIN.test(pattern)) return undefined;
  const result = compileRegex(anchored);
  if (typeof result !== "string") return undefined;
  // The text by itself has the same fault, and shows it without what is put around it; only `\\Q` takes that for its own.
  const own = compileRegex(pattern);
  const reason = typeof own === "string" ? own : result.replace(/: `.*$/s, "");
  return `${reason}${LOOK_AROUND.test(pattern) ? "; RE2 knows no look-around" : ""}`;
}

function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    // Go lets two groups have the same name, RE2JS does not; a name changes nothing about what matches.
    const nameless = pattern.replace(/\(\?P?<\w+>/g, "(");
    if (nameless !== pattern && /duplicate/.test(String(error))) return compile(nameless);
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}
