/**
 * Whether Go's strconv takes a literal of a template. The lexer only finds where one ends.
 * Sources: text/template/parse/node.go (newNumber), strconv.Unquote, the Go specification's "Lexical elements".
 */
export function isNumber(text: string): boolean {
  // A complex number's parts are floats, of which whole ones are decimal whatever zeros they begin with.
  if (text.endsWith("i"))
    return text
      .slice(0, -1)
      .split(/(?<=[^eEpP])(?=[+-])/)
      .every((part) => DECIMAL.test(part) || isFloat(part));
  return isInt(text) ? fitsInto64Bits(text) : isFloat(text);
}

const INT = /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const DIGITS = "[0-9](?:_?[0-9])*";
const DECIMAL = new RegExp(`^[+-]?${DIGITS}$`);
const HEX_DIGITS = "(?:_?[0-9a-fA-F])+";
const DECIMAL_FLOAT = new RegExp(
  `^[+-]?(?=.*[.eE])(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`,
);
const HEX_FLOAT = new RegExp(
  `^[+-]?0[xX](?=[^pP]*[0-9a-fA-F])(?:${HEX_DIGITS})?\\.?(?:${HEX_DIGITS})?[pP][+-]?${DIGITS}$`,
);

const isInt = (text: string): boolean => INT.test(text) && !/0[oO]$/.test(text);

function isFloat(text: string): boolean {
  return HEX_FLOAT.test(text) || (DECIMAL_FLOAT.test(text) && Number.isFinite(Number(text.replaceAll("_", ""))));
}

/** A signed literal is an int64, one without a sign may be a uint64. */
function fitsInto64Bits(text: string): boolean {
  const magnitude = BigInt(withJavaScriptsPrefix(text.replace(/^[+-]/, "").replaceAll("_", "")));
  if (text.startsWith("-")) return magnitude <= 1n << 63n;
  return text.startsWith("+") ? magnitude < 1n << 63n : magnitude < 1n << 64n;
}

const withJavaScriptsPrefix = (digits: string): string => digits.replace(/^0(?=[0-7])/, "0o");

/** The text of a string literal, with its quotes, or undefined where Go refuses it. */
export function unquote(literal: string): string | undefined {
  if (literal.startsWith("`")) return literal.slice(1, -1).replaceAll("\r", "");
  return decode(literal.slice(1, -1), '"');
}

/** Whether a character constant, with its quotes, holds exactly one character. */
export function isCharacter(literal: string): boolean {
  const text = decode(literal.slice(1, -1), "'");
  return text !== undefined && [...text].length === 1;
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gu;
const NAMED: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

function decode(text: string, quote: string): string | undefined {
  let isValid = true;
  const result = text.replace(ESCAPE, (sequence) => {
    const name = sequence.slice(1);
    if (name === quote) return quote;
    const character = NAMED[name] ?? byNumber(name);
    isValid &&= character !== undefined;
    return character ?? "";
  });
  return isValid ? result : undefined;
}

function byNumber(name: string): string | undefined {
  if (name.length === 1) return undefined;
  const code = Number.parseInt(name.replace(/^[xuU]/, ""), /^[0-7]{3}$/.test(name) ? 8 : 16);
  const isByte = name.length === 3;
  if (isByte ? code > 0xff : code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}
