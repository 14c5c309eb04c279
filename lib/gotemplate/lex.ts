/** What the lexer of Go's text/template tells apart (text/template/parse/lex.go, Go 1.26). */
export type TokenKind =
  | "text"
  | "open"
  | "close"
  | "space"
  | "declare"
  | "assign"
  | "pipe"
  | "("
  | ")"
  | "string"
  | "rawString"
  | "char"
  | "number"
  | "variable"
  | "field"
  | "dot"
  | "identifier"
  | "keyword"
  | "literal"
  | "punctuation"
  | "error"
  | "end of text";

/** `[start, end)` counts UTF-16 units from 0. Of an error, `text` is what is wrong. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "range",
  "template",
  "with",
  "nil",
]);
const WORD = String.raw`[\p{L}\p{Nd}_]`;
/** What looks like a number; two with a sign between are a complex one. */
const UNSIGNED = String.raw`(?:[0-9]|\.[0-9])(?:[eEpP][+-](?=[0-9])|[\p{L}\p{Nd}_.])*`;
/** What may follow an identifier, a field or a variable. */
const TERMINATOR = /$|[ \t\r\n.,|:)(]|\}\}/uy;
const CLOSE = /(?:[ \t\r\n]-)?\}\}/uy;

/** In the order in which they are tried. A minus before `}}` belongs to the delimiter, with one space before it. */
const INSIDE: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /[ \t\r\n]+(?=[ \t\r\n]-\}\})|[ \t\r\n]+/uy],
  ["declare", /:=/uy],
  ["assign", /=/uy],
  ["pipe", /\|/uy],
  ["(", /\(/uy],
  [")", /\)/uy],
  ["string", /"(?:[^"\\\n]|\\[^\n])*"/uy],
  ["rawString", /`[^`]*`/uy],
  ["char", /'(?:[^'\\\n]|\\[^\n])*'/uy],
  ["variable", new RegExp(String.raw`\$${WORD}*`, "uy")],
  ["number", new RegExp(`[+-]?${UNSIGNED}(?:[+-]${UNSIGNED})?`, "uy")],
  ["field", new RegExp(String.raw`\.${WORD}+`, "uy")],
  ["dot", /\./uy],
  ["identifier", new RegExp(`${WORD}+`, "uy")],
];

const NAMES: ReadonlySet<TokenKind> = new Set(["identifier", "field", "variable", "dot"]);
const UNFINISHED: Readonly<Record<string, string>> = {
  '"': "the string is not closed",
  "`": "the raw string is not closed",
  "'": "the character constant is not closed",
  ":": "`:` must be followed by `=`",
};

/** All tokens of a template. The last one is either the end of the text, or the first error. */
export function tokensOf(source: string): Token[] {
  const lexer = new Lexer(source);
  while (!lexer.isDone) lexer.step();
  return lexer.tokens;
}

class Lexer {
  readonly tokens: Token[] = [];
  private readonly source: string;
  private at = 0;
  private inside = false;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
  }

  get isDone(): boolean {
    const last = this.tokens.at(-1)?.kind;
    return last === "error" || last === "end of text";
  }

  step(): void {
    if (this.inside) this.action();
    else this.text();
  }

  private text(): void {
    const open = this.source.indexOf("{{", this.at);
    this.emit("text", open === -1 ? this.source.length : open);
    if (open === -1) this.emit("end of text", this.at);
    else this.delimiter(open);
  }

  private delimiter(open: number): void {
    const isTrimmed = /^-[ \t\r\n]/.test(this.source.slice(open + 2, open + 4));
    const after = open + (isTrimmed ? 4 : 2);
    if (this.source.startsWith("/*", after)) this.comment(after);
    else this.open(after);
  }

  private open(end: number): void {
    this.emit("open", end);
    this.inside = true;
    this.depth = 0;
  }

  private comment(start: number): void {
    const end = this.source.indexOf("*/", start + 2);
    const close = end === -1 ? undefined : matchAt(CLOSE, this.source, end + 2);
    if (end === -1) this.fail("the comment is not closed", start, this.source.length);
    else if (close === undefined) this.fail("a comment must be followed by `}}` at once", end, end + 2);
    else this.at = end + 2 + close.length;
  }

  private action(): void {
    const close = matchAt(CLOSE, this.source, this.at);
    if (close !== undefined) this.close(this.at + close.length);
    else if (this.at >= this.source.length) this.unclosedAction();
    else if (!INSIDE.some(([kind, pattern]) => this.accept(kind, pattern))) this.otherCharacter();
  }

  private accept(kind: TokenKind, pattern: RegExp): boolean {
    const text = matchAt(pattern, this.source, this.at);
    if (text !== undefined) this.token(kind, text);
    return text !== undefined;
  }

  private close(end: number): void {
    if (this.depth > 0) this.fail("a `(` is not closed", this.at, end);
    else this.emit("close", end);
    this.inside = false;
  }

  private unclosedAction(): void {
    const open = this.tokens.findLast(({ kind }) => kind === "open");
    this.fail("`{{` is not closed by `}}`", open?.start ?? this.at, this.at);
  }

  private token(kind: TokenKind, text: string): void {
    const end = this.at + text.length;
    if (kind === "(") this.depth += 1;
    if (kind === ")") this.depth -= 1;
    if (this.depth < 0) this.fail("`)` without a `(` before it", this.at, end);
    else if (NAMES.has(kind) && matchAt(TERMINATOR, this.source, end) === undefined) this.badEndOfName(text, end);
    else this.emit(kind === "identifier" ? kindOfWord(text) : kind, end);
  }

  private badEndOfName(name: string, at: number): void {
    const found = this.character(at);
    this.fail(`\`${found}\` cannot follow \`${name}\` without a space`, at, at + found.length);
  }

  private otherCharacter(): void {
    const found = this.character(this.at);
    const unfinished = UNFINISHED[found];
    if (unfinished !== undefined) this.fail(unfinished, this.at, this.source.length);
    else if (/[!-~]/.test(found)) this.emit("punctuation", this.at + 1);
    else this.fail(`\`${found}\` means nothing here`, this.at, this.at + found.length);
  }

  private character(at: number): string {
    return String.fromCodePoint(this.source.codePointAt(at) ?? 0);
  }

  private emit(kind: TokenKind, end: number): void {
    if (kind === "text" && end === this.at) return;
    this.tokens.push({ kind, text: this.source.slice(this.at, end), start: this.at, end });
    this.at = end;
  }

  private fail(what: string, start: number, end: number): void {
    this.tokens.push({ kind: "error", text: what, start, end });
  }
}

function kindOfWord(word: string): TokenKind {
  if (KEYWORDS.has(word)) return "keyword";
  return word === "true" || word === "false" ? "literal" : "identifier";
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
