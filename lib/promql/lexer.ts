import { END_OF_INPUT, FILL_KEYWORDS, KEYWORDS, LONGEST_KEYWORD, type Token } from "./token.ts";

const SPACE = /[ \t\r\n]+/y;
const COMMENT = /#[^\r\n]*/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /==|!=|<=|<\/|>=|>\/|[-+*/%^=<>@,()[\]{}]/y;
const OPERATOR_IN_BRACES = /=~|!~|!=|[=,}]/y;
const OPERATOR_IN_BRACKETS = /[-+*/%^,():\]]/y;
const DURATION_WORD = /(?:step|range|(?:max|min)(?:_of)?)(?![A-Za-z_])/iy;
const DURATION = /\d+[smhdwy]s?(?:\d+[smhdw]s?)*(?!\w)/y;
const DECIMAL = /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?(?![\w.])/y;
const HEXADECIMAL = /0[xX]_?[\da-fA-F]+(?:_[\da-fA-F]+)*(?![\w.])/y;
const NUMBER_LIKE = /[\w.]+/y;
const STRING = /"[^"\\\n\uFFFD]*"|'[^'\\\n\uFFFD]*'|`[^`\uFFFD]*`/y;
const ESCAPE = /\\(?:[abfnrtv\\]|[0-3][0-7]{2}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/y;

/**
 * Splits an expression by the rules of Prometheus's own lexer (promql/parser/lex.go).
 * Comments and space are dropped. The last token is the end of input, or an error.
 * `lettersAreColons`: before 3.6 any letter behind a duration in brackets counts as the colon of a subquery: `x[5m k 1m]`.
 */
export const tokenize = (text: string, lettersAreColons = false): readonly Token[] =>
  new Lexer(text, lettersAreColons).run();

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly parens: number[] = [];
  private at = 0;
  /** Where `{` was opened. */
  private brace: number | undefined;
  /** Where `[` was opened. */
  private bracket: number | undefined;
  /** Between `[` and its first number, where no comment and no name may stand. */
  private startsBracket = false;
  private colon = false;
  private sawDuration = false;
  private readonly text: string;
  private readonly lettersAreColons: boolean;

  constructor(text: string, lettersAreColons: boolean) {
    this.text = text;
    this.lettersAreColons = lettersAreColons;
  }

  run(): readonly Token[] {
    let more = true;
    while (more) more = this.step();
    return this.tokens;
  }

  /** Reads one token or one stretch of space; false after the last token. Every reader below answers the same. */
  private step(): boolean {
    const char = this.text[this.at];
    if (char === undefined) return this.end();
    if (char === " " || char === "\n" || char === "\t" || char === "\r") return this.skip(SPACE);
    if (char === "#" && !this.startsBracket) return this.skip(COMMENT);
    if (this.brace !== undefined) return this.inBraces(char);
    return this.startsBracket ? this.afterBracket(char) : this.statement(char);
  }

  private statement(char: string): boolean {
    if (isWordStart(char)) return this.bracket === undefined ? this.word() : this.wordInBrackets(char);
    if (isDigit(char) || (char === "." && isDigit(this.text.charAt(this.at + 1)))) return this.number();
    if (char === '"' || char === "'" || char === "`") return this.string(char);
    const to = this.match(OPERATOR);
    if (to === undefined) return this.fail(`unexpected character: ${quote(this.charAt(this.at))}`);
    return this.punctuation(this.text.slice(this.at, to));
  }

  private inBraces(char: string): boolean {
    if (char !== ":" && isWordStart(char)) return this.emit("identifier", this.match(LABEL));
    if (char === '"' || char === "'" || char === "`") return this.string(char);
    if (char === "{") return this.fail('unexpected left brace "{"');
    const to = this.match(OPERATOR_IN_BRACES);
    if (to === undefined) return this.fail(`unexpected character inside braces: ${quote(this.charAt(this.at))}`);
    if (char === "}") this.brace = undefined;
    return this.emit(this.text.slice(this.at, to), to);
  }

  private afterBracket(char: string): boolean {
    if (isDigit(char) || (char === "." && isDigit(this.text.charAt(this.at + 1)))) {
      this.startsBracket = false;
      this.sawDuration = true;
      return this.number();
    }
    const word = this.match(DURATION_WORD);
    if (word !== undefined) return this.emit(this.text.slice(this.at, word).toLowerCase(), word);
    if (this.match(OPERATOR_IN_BRACKETS) === undefined) {
      return this.fail(`unexpected character in duration expression: ${quote(this.charAt(this.at))}`);
    }
    if (char === ":" && !this.sawDuration) return this.fail("unexpected colon before duration in duration expression");
    return this.punctuation(char);
  }

  private word(): boolean {
    const to = this.match(WORD) ?? this.at;
    const word = this.text.slice(this.at, to);
    return this.emit(this.kindOf(word, to), to);
  }

  private kindOf(word: string, to: number): string {
    if (word.length <= LONGEST_KEYWORD) {
      const keyword = word.toLowerCase();
      if (keyword === "inf" || keyword === "nan") return "number";
      // As metric names, the fill modifiers are older than as keywords: only a parenthesis makes them one.
      if (KEYWORDS.has(keyword) && (!FILL_KEYWORDS.has(keyword) || /^[ \t\r\n]*\(/.test(this.text.slice(to)))) {
        return keyword;
      }
    }
    return word.includes(":") ? "metric" : "identifier";
  }

  private wordInBrackets(char: string): boolean {
    if (char === ":" || this.lettersAreColons) return this.punctuation(":");
    const to = this.match(DURATION_WORD);
    if (to === undefined) return this.fail(`unexpected character: "${char}", expected ":"`);
    return this.emit(this.text.slice(this.at, to).toLowerCase(), to);
  }

  private number(): boolean {
    const number = this.match(DECIMAL) ?? this.match(HEXADECIMAL);
    if (number !== undefined) return this.emit("number", number);
    const duration = this.match(DURATION);
    if (duration !== undefined) return this.emit("duration", duration);
    const to = this.match(NUMBER_LIKE) ?? this.at;
    return this.fail(`bad number or duration syntax: ${quote(this.text.slice(this.at, to))}`, this.at, to);
  }

  private string(open: string): boolean {
    const simple = this.match(STRING);
    if (simple !== undefined) return this.emit("string", simple);
    let at = this.at + 1;
    while (this.text[at] !== open) {
      const char = this.text[at];
      if (char === undefined || (char === "\n" && open !== "`")) {
        return this.fail(`unterminated ${open === "`" ? "raw" : "quoted"} string`);
      }
      if (char === "\uFFFD") return this.fail("invalid UTF-8 rune", at, at + 1);
      const to = char === "\\" && open !== "`" ? this.escape(at, open) : at + 1;
      if (to === undefined) return false;
      at = to;
    }
    return this.emit("string", at + 1);
  }

  /** The offset behind the escape sequence at `at`; undefined when it is none. */
  private escape(at: number, open: string): number | undefined {
    if (this.text[at + 1] === open) return at + 2;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(this.text)) {
      const shown = `\\${this.charAt(at + 1)}`;
      this.fail(`unknown or incomplete escape sequence ${shown}`, at, at + shown.length);
      return undefined;
    }
    const to = ESCAPE.lastIndex;
    const code = /[uU]/.test(this.text.charAt(at + 1)) ? Number.parseInt(this.text.slice(at + 2, to), 16) : 0;
    if (code <= 0x10ffff && (code < 0xd800 || code >= 0xe000)) return to;
    this.fail("escape sequence is an invalid Unicode code point", at, to);
    return undefined;
  }

  private punctuation(char: string): boolean {
    const from = this.at;
    if (char === "(") this.parens.push(from);
    if (char === ")" && this.parens.pop() === undefined) return this.fail('unexpected right parenthesis ")"');
    if (char === "{") this.brace = from;
    if (char === "[") {
      if (this.bracket !== undefined) return this.fail('unexpected left bracket "["');
      this.bracket = from;
      this.startsBracket = true;
      this.colon = false;
    }
    if (char === "]") {
      if (this.bracket === undefined) return this.fail('unexpected right bracket "]"');
      this.bracket = undefined;
      this.startsBracket = false;
    }
    if (char === ":") {
      if (this.colon) return this.fail('unexpected colon ":"');
      this.colon = true;
    }
    return this.emit(char, from + char.length);
  }

  private end(): boolean {
    const { length } = this.text;
    if (this.brace !== undefined) return this.fail("unexpected end of input inside braces", this.brace, length);
    const paren = this.parens.at(-1);
    if (this.startsBracket) return this.fail("unexpected end of input in duration expression", this.bracket, length);
    if (paren !== undefined) return this.fail("unclosed left parenthesis", paren, paren + 1);
    if (this.bracket !== undefined) return this.fail("unclosed left bracket", this.bracket, this.bracket + 1);
    this.emit(END_OF_INPUT, length);
    return false;
  }

  private match(pattern: RegExp): number | undefined {
    pattern.lastIndex = this.at;
    return pattern.test(this.text) ? pattern.lastIndex : undefined;
  }

  private skip(pattern: RegExp): boolean {
    this.at = this.match(pattern) ?? this.at;
    return true;
  }

  private emit(kind: string, to: number = this.at): boolean {
    this.tokens.push({ kind, from: this.at, to });
    this.at = to;
    return true;
  }

  private fail(message: string, from = this.at, to = from + this.charAt(from).length): false {
    this.tokens.push({ kind: "error", from, to, message });
    return false;
  }

  /** The whole character at `at`, also outside the basic plane. */
  private charAt(at: number): string {
    const code = this.text.codePointAt(at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }
}

const isWordStart = (char: string): boolean =>
  (char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || char === "_" || char === ":";

const isDigit = (char: string): boolean => char >= "0" && char <= "9";

const quote = (text: string): string => JSON.stringify(text);
