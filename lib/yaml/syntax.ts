import type { YAMLException } from "js-yaml";
import type { Finding } from "../finding.ts";
import { type Cause, causeOf } from "./causes.ts";
import type { Lines } from "./lines.ts";

/** What js-yaml says, in words for people where its own are not, and what they mostly did. */
interface Said {
  readonly reason: RegExp;
  readonly message?: string;
  readonly help: string;
}

const INDENTATION: Said = {
  reason: /bad indentation of a (?:mapping|sequence) entry|deficient indentation/,
  message: "this line stands neither with its siblings nor below its parent",
  help: "align this line with its siblings; children stand deeper than their parent",
};

const SAID: readonly Said[] = [
  { reason: /tab characters/, help: "indent with spaces: YAML forbids tabs there" },
  INDENTATION,
  {
    reason: /expected ':' after/,
    message: "a colon is missing after this key",
    help: "write a colon and a space after the key: `key: value`",
  },
  {
    reason: /multiline key|white ?space character is expected after/,
    message: "this is read as a key, which must end with a colon and a space in its own line",
    help: "write a space after the colon: `key: value`; or indent the line, if it goes on with the text above",
  },
  {
    reason: /unexpected end of the (?:stream|document) within a (?:single|double) quoted scalar/,
    message: "a quote that was opened before is not closed",
    help: "close the quote; a text with quotes in it can stand in the other kind, or below `key: |`",
  },
  {
    reason: /flow collection/,
    message: "a comma or a closing bracket is missing here",
    help: "close the bracket; a text that starts with `{` or `[`, as templates do, must stand in quotes",
  },
  {
    reason: /unidentified alias/,
    help: "a text that starts with `*` must stand in quotes; an alias needs its `&anchor` above",
  },
  { reason: /unknown .*tag/, help: "a text that starts with `!` must stand in quotes" },
  {
    reason: /unknown escape sequence/,
    message: "between double quotes, YAML does not know this escape",
    help: "a backslash is written `\\\\` there; single quotes need none",
  },
  {
    reason: /end of the stream or a document separator/,
    message: "this line belongs to nothing that stands above it",
    help: "check its indentation, and the quotes above it",
  },
];

/** `summary: Error: none left`, where js-yaml speaks of indentation. */
const SECOND_COLON: Said = {
  reason: /bad indentation of a mapping entry/,
  message: "a second colon stands in this line",
  help: "a text with a colon and a space in it must stand in quotes",
};

/** Where the structure breaks, what broke it may stand further up; a tab or an escape is wrong by itself. */
const STRUCTURE = /indentation of|deficient|flow collection|end of the (?:stream|document)|key|white ?space/;

/** Why a text is no YAML, at its likely cause, else at the place and with the reason of js-yaml. */
export function syntaxFinding(error: YAMLException, source: string, lines: Lines): Finding {
  const at = Math.min(error.mark?.position ?? 0, source.length);
  const cause = STRUCTURE.test(error.reason) ? causeOf(source, at) : undefined;
  const { start, end, message, help } = cause ?? said(error.reason, source, at);
  return {
    ...lines.place(start, end),
    severity: "error",
    check: "yaml/syntax",
    message: `this is not valid YAML: ${message}`,
    ...(help !== undefined && { help }),
  };
}

function said(reason: string, source: string, at: number): Omit<Cause, "help"> & { readonly help?: string } {
  const line = source.slice(source.lastIndexOf("\n", at - 1) + 1, at);
  const isSecondColon = source[at] === ":" && /:\s/.test(line);
  const words = (isSecondColon ? [SECOND_COLON, ...SAID] : SAID).find((each) => each.reason.test(reason));
  const start = words === INDENTATION ? at - line.trimStart().length : at;
  return { start, end: start, message: reason, ...words };
}
