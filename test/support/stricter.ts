import { type Finding, isError } from "../../lib/finding.ts";

/**
 * Where we refuse what Go's YAML takes, each told by its message: corners that nobody means. In the other direction there is
 * no such list: a file that promtool or amtool refuses is never accepted.
 */
const MESSAGES: readonly RegExp[] = [
  // A bare `?`: a key of null, which yaml.v3 passes over with its value.
  /^there is no key before this colon$/,
  // `?` between brackets, with a comma or a bracket right behind it: a key of null.
  /a comma or a closing bracket is missing here$/,
  // A file that is `{}` or `~` alone for Go, which passes over what stands behind it.
  /this line belongs to nothing that stands above it$/,
  /the text goes on behind its closing bracket$/,
  // Where a line begins with %, Go's parser takes the file to end.
  /a text cannot begin with %$/,
  // `{}` or `[]` before a colon, where Go's parser forgets that it may be a key and ends the file.
  /^a key must be a text here/,
];

/** Whether all errors are such that the tool may accept the file all the same. */
export const isStricterOnly = (findings: readonly Finding[]): boolean =>
  findings.filter(isError).every(({ message }) => MESSAGES.some((known) => known.test(message)));
