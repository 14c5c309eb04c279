import type { Span, TemplateFault } from "./ast.ts";
import type { Token, TokenKind } from "./lex.ts";

/** Ends the parse: what follows a broken structure cannot be understood. */
export class Stop extends Error {
  readonly fault: TemplateFault;
  constructor(message: string, { start, end }: Span) {
    super(message);
    this.fault = { message, start, end };
  }
}

/** What is wrong with a token that cannot stand where it stands. */
export function unexpected(token: Token, where: string): Stop {
  if (token.kind === "error") return new Stop(token.text, token);
  const found = token.kind === "end of text" ? "the end of the text" : `\`${token.text}\``;
  return new Stop(`unexpected ${found} ${where}`, token);
}

/** Goes through the tokens. The last one, which is an error or the end of the text, stands for all that would follow. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The token `ahead` places on, spaces left out. */
  peek(ahead = 0): Token {
    let left = ahead;
    for (let at = this.at; ; at += 1) {
      const token = this.token(at);
      if (token.kind === "space") continue;
      if (left === 0) return token;
      left -= 1;
    }
  }

  next(): Token {
    while (this.token(this.at).kind === "space") this.at += 1;
    return this.nextOrSpace();
  }

  peekOrSpace(): Token {
    return this.token(this.at);
  }

  nextOrSpace(): Token {
    const token = this.token(this.at);
    this.at += 1;
    return token;
  }

  skip(count: number): void {
    for (let left = count; left > 0; left -= 1) this.next();
  }

  expect(kind: TokenKind, where: string): void {
    const token = this.next();
    if (token.kind !== kind) throw unexpected(token, where);
  }

  isKeyword(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "keyword" && token.text === word;
  }

  private token(at: number): Token {
    const token = this.tokens[Math.min(at, this.tokens.length - 1)];
    if (token === undefined) throw new RangeError("a template has at least one token");
    return token;
  }
}
