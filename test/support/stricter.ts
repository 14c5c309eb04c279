import { type Finding, isError } from "../../lib/finding.ts";

/**
 * Where we refuse what Go's YAML takes, each told by its message: corners that nobody means. In the other direction there is
 * no such list: a file that promtool or amtool refuses is never accepted.
 */
const MESSAGES: readonly RegExp[] = [
  // A bare `?`: a key of null, which yaml.v3 passes over with its value.
  /^there is no key before this colon$/,
  // `-` or `a:` between brackets, with a comma or a bracket right behind it: YAML 1.1 makes texts of them.
  /missed comma between flow collection entries$/,
  // A file that is `{}` or `~` alone for Go, which passes over what stands behind it.
  /end of the stream or a document separator is expected$/,
  // `{}` or `[]` before a colon, where Go's parser forgets that it may be a key and ends the file.
  /^a key must be a text here/,
  // `\'` between double quotes.
  /unknown escape sequence$/,
];

/** Certificates without their key: Prometheus before 2.45 and Alertmanager before 0.26 read them, and say so when they start. */
const SAID_AT_START = /stands without its (?:key|certificate)$/;

/** Whether all errors are such that the tool of this version may accept the file all the same. */
export const isStricterOnly = (findings: readonly Finding[], version: string): boolean =>
  findings
    .filter(isError)
    .every(
      ({ message }) =>
        MESSAGES.some((known) => known.test(message)) ||
        (SAID_AT_START.test(message) && /^(?:0\.25|2\.4[234])\./.test(version)),
    );
