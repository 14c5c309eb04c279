import type { YAMLException } from "js-yaml";
import type { Finding } from "../finding.ts";
import type { Lines } from "./lines.ts";

/** What people mostly did when js-yaml says this, and how to mend it. */
const HELP: readonly (readonly [reason: RegExp, help: string])[] = [
  [/tab characters/, "indent with spaces: YAML forbids tabs there"],
  [
    /bad indentation|deficient indentation/,
    "align this line with its siblings; children stand deeper than their parent",
  ],
  [/expected ':' after/, "write a colon and a space after the key: `key: value`"],
  [/multiline key|white ?space character is expected after/, "write a space after the colon: `key: value`"],
  [/quoted scalar/, "close the quote; a text with quotes in it can stand in the other kind, or below `key: |`"],
  [/flow collection/, "close the bracket; a text that starts with `{` or `[`, as templates do, must stand in quotes"],
  [/unidentified alias/, "a text that starts with `*` must stand in quotes; an alias needs its `&anchor` above"],
  [/unknown .*tag/, "a text that starts with `!` must stand in quotes"],
  [
    /end of the stream or a document separator/,
    "this line belongs to nothing above it: check its indentation and its quotes",
  ],
];

/** js-yaml's own reason and place as a finding. */
export function syntaxFinding(error: YAMLException, source: string, lines: Lines): Finding {
  const help = HELP.find(([reason]) => reason.test(error.reason))?.[1];
  return {
    ...lines.place(Math.min(error.mark?.position ?? 0, source.length)),
    severity: "error",
    check: "yaml/syntax",
    message: `this is not valid YAML: ${error.reason}`,
    ...(help !== undefined && { help }),
  };
}
