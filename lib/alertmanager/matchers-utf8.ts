import { unquote } from "../gotemplate/literals.ts";
import type { Matcher, MatcherFault, Operator, Parsed } from "./matchers.ts";

interface Token {
  readonly kind: "{" | "}" | "," | "operator" | "quoted" | "unquoted";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Unicode's White_Space, as Go's unicode.IsSpace. */
const SPACE = /\p{White_Space}+/uy;
const TOKENS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["{", /\{/uy],
  ["}", /\}/uy],
  [",", /,/uy],
  ["operator", /[=!]~|!?=/uy],
  ["quoted", /"(?:[^"\\]|\\[\s\S])*"/uy],
  ["unquoted", /[^\p{White_Space}{}!=~,\\"'`]+/uy],
];
/** Escapes of single bytes, which need not be UTF-8. */
const BYTE_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:x[89a-fA-F]|[23][0-7]{2})/;

class Stop extends Error {
  readonly fault: MatcherFault;
  constructor(message: string, start: number, end: number) {
    super(message);
    this.fault = { message, start, end };
  }
}

/**
 * The syntax for UTF-8 names, since 0.27: names and values alike may stand in double quotes with Go's escapes, or bare when they hold no
 * reserved character. Braces may stand around all. Source: matcher/parse/lexer.go and parse.go (0.34).
 */
export function utf8Matchers(text: string): Parsed {
  try {
    return { matchers: parse(tokensOf(text), text.length) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { fault: error.fault };
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = matchAt(SPACE, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end + matchAt(SPACE, text, token.end).length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    const found = matchAt(pattern, text, at);
    if (found !== "") return { kind, text: found, start: at, end: at + found.length };
  }
  if (text[at] === '"') throw new Stop("a double quote is not closed", at, text.length);
  throw new Stop(`\`${text[at]}\` must stand in double quotes`, at, at + 1);
}

function parse(tokens: readonly Token[], length: number): Matcher[] {
  const isBraced = tokens[0]?.kind === "{";
  const last = tokens.at(-1);
  if (isBraced && last?.kind !== "}") throw new Stop("the closing brace is missing", length, length);
  if (!isBraced && last?.kind === "}") throw new Stop("the opening brace is missing", last.start, last.end);
  const inner = isBraced ? tokens.slice(1, -1) : tokens;
  const matchers: Matcher[] = [];
  for (let at = 0; at < inner.length; at += 4) {
    matchers.push(matcherOf(inner.slice(at, at + 3), length));
    const comma = inner[at + 3];
    if (comma !== undefined && comma.kind !== ",") throw unexpected(comma, "a comma");
  }
  return matchers;
}

function matcherOf([name, operator, value]: readonly Token[], length: number): Matcher {
  if (name === undefined || !isText(name)) throw unexpected(name, "the name of a label", length);
  if (operator?.kind !== "operator") throw unexpected(operator, "one of =, !=, =~ and !~", length);
  if (value === undefined || !isText(value)) throw unexpected(value, 'a value (the empty one is "")', length);
  return { name: textOf(name), operator: operator.text as Operator, value: textOf(value) };
}

const isText = ({ kind }: Token): boolean => kind === "quoted" || kind === "unquoted";

function textOf({ kind, text, start, end }: Token): string {
  if (kind === "unquoted") return text;
  const value = BYTE_ESCAPE.test(text) || text.includes("\n") ? undefined : unquote(text);
  if (value === undefined) throw new Stop(`${text} holds an escape that Go does not know`, start, end);
  return value;
}

function unexpected(found: Token | undefined, wanted: string, length = 0): Stop {
  if (found === undefined) return new Stop(`${wanted} is missing at the end`, length, length);
  return new Stop(`\`${found.text}\` stands where ${wanted} was expected`, found.start, found.end);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
