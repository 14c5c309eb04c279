import { RE2JS } from "re2js";

/** Nothing in these can be wrong, and most expressions hold no others. */
const PLAIN = /^(?:[\w\s:/|,=@%&~-]|\.[*+]?|\\\.)*$/;
const known = new Map<string, string | undefined>();

/** `(?<name>…)`, which only Go 1.22 and later take: older Prometheus and Alertmanager are built with older ones. */
export const NEW_NAMED_GROUP = /\(\?<(?![=!])/;

/** Why Prometheus refuses a regular expression (Go's RE2 syntax, anchored at both ends), or undefined. */
export function regexError(pattern: string): string | undefined {
  if (PLAIN.test(pattern)) return undefined;
  if (!known.has(pattern)) known.set(pattern, compileError(pattern));
  return known.get(pattern);
}

/** Whether a valid regular expression matches a text as a whole. */
export const matchesWhole = (pattern: string, text: string): boolean =>
  // The dot matches a new line, too, in Prometheus (model/labels/regexp.go).
  RE2JS.compile(withoutNames(pattern), RE2JS.DOTALL).matches(text);

/** Go lets two groups have the same name, RE2JS does not; a name changes nothing about what matches. */
export const withoutNames = (pattern: string): string => pattern.replace(/\(\?P?<\w+>/g, "(");

function compileError(pattern: string): string | undefined {
  try {
    RE2JS.compile(withoutNames(pattern));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace("error parsing regexp: ", "") : String(error);
  }
}
