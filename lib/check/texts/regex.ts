import { NEW_NAMED_GROUP, regexFault } from "../../re2.ts";
import { isSince, type Versions } from "../version.ts";

/** As relabelling anchors them. Source: NewRegexp in model/relabel/relabel.go. */
export const anchored = (pattern: string): string => `^(?s:${pattern})$`;

/** Why Prometheus refuses a regular expression of relabelling; undefined when it takes it. */
export const relabelRegexFault = (text: string, { prometheus }: Versions = {}): string | undefined =>
  isSince(prometheus, "2.51") === false && NEW_NAMED_GROUP.test(text)
    ? "(?<name>…) needs Prometheus 2.51; write (?P<name>…)"
    : regexFault(text, anchored(text));
