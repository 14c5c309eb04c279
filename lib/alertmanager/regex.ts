import { compileRegex, regexFault } from "../re2.ts";

/** Most patterns are a list of words, for which no engine is needed. */
const WORDS = /^[\w :@%,=-]*(?:\|[\w :@%,=-]*)*$/;

/** Source: NewMatcher in pkg/labels/matcher.go. */
const anchored = (pattern: string): string => `^(?:${pattern})$`;

/** Why Go refuses a regular expression where Alertmanager anchors it; undefined when it takes it. */
export const matcherRegexFault = (pattern: string): string | undefined => regexFault(pattern, anchored(pattern));

/** Whether a regular expression matches a text as a whole; one that Go refuses matches nothing. */
export function matchesAnchored(pattern: string, text: string): boolean {
  if (WORDS.test(pattern)) return pattern.split("|").includes(text);
  const regex = compileRegex(anchored(pattern));
  return typeof regex !== "string" && regex.test(text);
}
