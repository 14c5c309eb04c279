/** What ends a plain scalar (YAML 1.2.2, chapter 7.3.3): between brackets, brackets and commas do too. */
const PLAIN = {
  block: /(?:[^\s:#]|:(?=\S)|(?<=\S)#|[ \t]+(?![\s#]))+/y,
  flow: /(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=[^\s,[\]{}])#|[ \t]+(?![\s#,[\]{}]))+/y,
} as const;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'/y;
/** A tag, an anchor or an alias. */
const PROPERTY = { block: /[!&*]\S*/y, flow: /[!&*][^\s,[\]{}]*/y } as const;
const KEY_MARK = { mapping: /\?[\w"']/y, list: /\?\w+:\s/y } as const;
const COMMENT = /#[^\r\n]*/y;
const BLOCK_SCALAR = /[|>][^\r\n]*/y;
const LINE = /(?:\r\n|\r|\n)(?<indentation> *)(?<content>[^\r\n]*)/y;

/**
 * The text with the lines between brackets, and of quoted texts, joined: each line break and tab there, and every comment, has become
 * as many spaces, so that all positions stay. Go's YAML takes such lines at any indentation, as in YAML 1.1, and js-yaml
 * does not. Nor does it take `[-]` and `[a:]`, where letters stand in, nor read `{ ?a: b }` as `{ a: b }`. Undefined where nothing is to
 * be joined, or the brackets make no sense.
 */
export function joined(text: string): string | undefined {
  const result = new Joiner(text).join();
  return result === text ? undefined : result;
}

class Joiner {
  private at = 0;
  /** The brackets that are open. */
  private open = "";
  /** Where the node began that a block scalar may belong to: a key, or the dash of an item. */
  private node = 0;
  /**
   * The last token between brackets: a plain text, and whether a comment followed, which ends it, so that the next line cannot go
   * on with it; what an entry begins behind, a bracket or a comma; or another one.
   */
  private last: "plain" | "commented" | "entry" | "other" = "other";
  private done = 0;
  private out = "";
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  join(): string | undefined {
    while (this.at < this.text.length) if (!this.step()) return undefined;
    return this.out + this.text.slice(this.done);
  }

  private get depth(): number {
    return this.open.length;
  }

  private get kind(): "block" | "flow" {
    return this.depth > 0 ? "flow" : "block";
  }

  /** Passes over one token. False where none can be told. */
  private step(): boolean {
    const character = this.text[this.at] ?? "";
    if (/\s/.test(character)) return this.blank(character === " " ? undefined : this.at + 1);
    if (character === "#") return this.comment();
    if (/["']/.test(character)) return this.quoted();
    if (this.depth > 0 && this.isText(character)) return this.stand();
    if (/[-?:]/.test(character) && /\s|^$/.test(this.text[this.at + 1] ?? "")) return this.indicator();
    if (character === "?" && this.marksKey()) return this.blank(this.at + 1);
    if (/[[{]/.test(character)) return this.bracket(this.open + character);
    if (/[\]}]/.test(character) && this.depth > 0) return this.bracket(this.open.slice(0, -1));
    if (/[,:]/.test(character) && this.depth > 0) return this.indicator();
    if (/[|>]/.test(character) && this.depth === 0) return this.blockScalar();
    if (/[!&*]/.test(character)) return this.skip(PROPERTY[this.kind]);
    return this.plain();
  }

  /** Goes on by one character, or to `end` with spaces in place of what stands between brackets. */
  private blank(end = this.at): boolean {
    if (this.depth > 0) this.space(this.at, end);
    this.at = Math.max(end, this.at + 1);
    return true;
  }

  private space(start: number, end: number): void {
    this.out += this.text.slice(this.done, start) + " ".repeat(end - start);
    this.done = end;
  }

  /** Whether a dash, or the colon of a plain text, is text between brackets, for a comma or a bracket stands right behind it. */
  private isText(character: string): boolean {
    if (!/[,\]}]/.test(this.text[this.at + 1] ?? "")) return false;
    return character === "-" || (character === ":" && this.last === "plain" && /\S/.test(this.text[this.at - 1] ?? ""));
  }

  /** Passes over one character of text that js-yaml would take for an indicator, with a letter in its place. */
  private stand(): boolean {
    this.out += `${this.text.slice(this.done, this.at)}x`;
    this.at += 1;
    this.done = this.at;
    this.last = "plain";
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private comment(): boolean {
    const start = this.at;
    this.skip(COMMENT);
    this.space(start, this.at);
    if (this.last === "plain") this.last = "commented";
    return true;
  }

  private quoted(): boolean {
    const start = this.at;
    this.node = this.depth > 0 ? this.node : start;
    this.last = "other";
    if (!this.skip(QUOTED)) return false;
    for (const { index } of this.text.slice(start, this.at).matchAll(/[\r\n]/g))
      this.space(start + index, start + index + 1);
    return true;
  }

  private indicator(): boolean {
    if (this.depth === 0 && this.text[this.at] !== ":") this.node = this.at;
    this.last = /[{[,]/.test(this.text[this.at] ?? "") ? "entry" : "other";
    this.at += 1;
    return true;
  }

  private bracket(open: string): boolean {
    this.indicator();
    this.open = open;
    return true;
  }

  /** Whether a question mark only says that the text right behind it is a key, which it is without; in a list, only where a colon follows. */
  private marksKey(): boolean {
    const mark = KEY_MARK[this.open.endsWith("{") ? "mapping" : "list"];
    mark.lastIndex = this.at;
    return this.last === "entry" && mark.test(this.text);
  }

  private plain(): boolean {
    if (this.last === "commented") return false;
    if (this.depth === 0) this.node = this.at;
    this.last = "plain";
    return this.skip(PLAIN[this.kind]);
  }

  /** Passes over the lines that stand deeper than the node, and the empty ones. */
  private blockScalar(): boolean {
    const start = this.text.lastIndexOf("\n", this.node) + 1;
    this.skip(BLOCK_SCALAR);
    for (;;) {
      LINE.lastIndex = this.at;
      const { indentation = "", content = "" } = LINE.exec(this.text)?.groups ?? {};
      if (LINE.lastIndex === 0 || (content !== "" && indentation.length <= this.node - start)) return true;
      this.at = LINE.lastIndex;
    }
  }
}
