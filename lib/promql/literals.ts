const HEXADECIMAL = /^0[xX]/;
const LARGEST_INTEGER = 2n ** 63n - 1n;
const OCTAL = /^0[0-7]+$/;

/** The value of a number by Go's rules: `0755` is octal, `0x1F` hexadecimal, `inf` and `nan` in any case. Undefined: too large. */
export function numberOf(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === "inf") return Number.POSITIVE_INFINITY;
  if (word === "nan") return Number.NaN;
  const digits = text.replaceAll("_", "");
  if (HEXADECIMAL.test(digits)) return BigInt(digits) > LARGEST_INTEGER ? undefined : Number(digits);
  if (OCTAL.test(digits)) return Number.parseInt(digits, 8);
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

// An `e` behind the first digit, with nothing or a sign or another e behind it; or an `e` behind an underscore.
const E_AS_EXPONENT = /^0[xX]_?[\da-fA-F][eE](?:$|[-+._eE])|^0[xX].+_[eE]/;

/** Since 2.54 Prometheus takes some hexadecimal digits `e` for an exponent, and then refuses the number. `next`: the character behind it. */
export const hasFalseExponent = (text: string, next: string): boolean => E_AS_EXPONENT.test(text + next);

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const SECONDS = [365 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1, 0.001];
/** A duration is 64 bits of nanoseconds. */
export const LONGEST_DURATION = 2 ** 63 / 1e9;

/** Seconds of a Prometheus duration (`1h30m`, units in falling order, each once), or why it is none. */
export function secondsOf(text: string): number | string {
  const parts = DURATION.exec(text);
  if (parts === null || text === "") return `not a valid duration string: "${text}"`;
  const seconds = SECONDS.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
  return seconds >= LONGEST_DURATION ? "duration out of range" : seconds;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\([0-7]{3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gs;

/** The text of a string literal that the lexer accepted, in any of the three quotes. Bytes above 127 read as Latin-1. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal[0] === "`" || !inner.includes("\\")) return inner;
  return inner.replace(ESCAPE, (_, code: string) => {
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    return SIMPLE_ESCAPES[code] ?? code;
  });
}
