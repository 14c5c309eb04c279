import type { Span } from "./ast.ts";
import type { PromqlFault } from "./fault.ts";
import { type Dialect, FEATURES, type Feature, isAtLeast, missing } from "./features.ts";
import { tokenize } from "./lexer.ts";
import { END_OF_INPUT, KEYWORDS, type Token } from "./token.ts";

/** The first syntax error ends the parse, as in Prometheus: what follows would be guesses. */
export class SyntaxFault extends Error {
  readonly fault: PromqlFault;
  constructor(fault: PromqlFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Reads the tokens of one expression, and collects what is wrong with it. */
export class Cursor {
  readonly faults: PromqlFault[] = [];
  readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly dialect: Dialect;
  private index = 0;

  constructor(text: string, dialect: Dialect) {
    this.text = text;
    this.dialect = dialect;
    this.tokens = tokenize(text, !this.runs("3.6"));
  }

  get current(): Token {
    return this.tokenAt(this.index);
  }

  get following(): Token {
    return this.tokenAt(this.index + 1);
  }

  /** The end of the last token read. */
  get end(): number {
    return this.index === 0 ? 0 : this.tokenAt(this.index - 1).to;
  }

  next(): Token {
    const token = this.current;
    this.index += 1;
    return token;
  }

  accept(kind: string): Token | undefined {
    return this.current.kind === kind ? this.next() : undefined;
  }

  expect(kind: string, context: string, expected = `"${kind}"`): Token {
    return this.accept(kind) ?? this.unexpected(context, expected);
  }

  /** What stands in braces, a comma after each but the last, where it may stand too. */
  braces<T>(context: string, item: () => T): readonly T[] {
    const items: T[] = [];
    this.next();
    while (this.accept("}") === undefined) {
      items.push(item());
      if (this.current.kind !== "}") this.expect(",", context, '"," or "}"');
    }
    return items;
  }

  textOf(span: Span): string {
    return this.text.slice(span.from, span.to);
  }

  /** Prometheus's own words, so that a search for the message finds its meaning. */
  unexpected(context: string, expected = ""): never {
    const token = this.current;
    const what = token.message ?? `unexpected ${this.describe(token)}`;
    const tail = `${context && ` in ${context}`}${expected && `, expected ${expected}`}`;
    throw new SyntaxFault(syntaxFault(token, token.message === undefined ? what + tail : what));
  }

  report(span: Span, message: string, help?: string): void {
    this.faults.push(syntaxFault(span, message, help));
  }

  /** Reports a part of the language that this Prometheus lacks. */
  requires(feature: Feature, span: Span): void {
    const fault = missing(feature, this.dialect, span);
    if (fault !== undefined) this.faults.push(fault);
  }

  /** Reports a name that was a keyword only in 3.7. */
  named({ kind, from, to }: Token): void {
    if ((kind === "anchored" || kind === "smoothed") && this.runs("3.7"))
      this.requires(FEATURES.extensionNames, { from, to });
  }

  /** Whether this Prometheus is of that version or a later one. */
  runs(version: string): boolean {
    return isAtLeast(this.dialect, version);
  }

  private tokenAt(index: number): Token {
    return this.tokens[Math.min(index, this.tokens.length - 1)] as Token;
  }

  private describe(token: Token): string {
    if (token.kind === END_OF_INPUT) return END_OF_INPUT;
    const text = this.textOf(token);
    const shown = JSON.stringify(text.length > 30 ? `${text.slice(0, 30)}…` : text);
    if (token.kind === "metric") return `metric name ${shown}`;
    if (KEYWORDS.has(token.kind)) return `keyword ${shown}`;
    return /^[a-z]+$/.test(token.kind) ? `${token.kind} ${token.kind === "string" ? text : shown}` : shown;
  }
}

const syntaxFault = (span: Span, message: string, help?: string): PromqlFault => ({
  from: span.from,
  to: span.to,
  check: "promql/syntax",
  severity: "error",
  message,
  ...(help === undefined ? {} : { help }),
});
