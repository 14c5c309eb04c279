const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  ["", "K", "M", "G", "T", "P", "E"].flatMap((prefix, power) => {
    const factor = 1024 ** power;
    return prefix === ""
      ? [["B", factor]]
      : [
          [`${prefix}B`, factor],
          [`${prefix}iB`, factor],
        ];
  }),
);

/**
 * A size in bytes as ParseBase2Bytes of github.com/alecthomas/units reads it: numbers with units, `KB` and `KiB` both 1024,
 * but not mixed. Undefined for what it refuses.
 */
export function parseSize(text: string): number | undefined {
  const [, sign, amount] = /^([-+]?)(.+)$/s.exec(text) ?? [];
  if (amount === undefined) return undefined;
  if (amount === "0") return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)[A-Za-z]+)+$/.test(amount)) return undefined;
  let total = 0;
  let styles = 0;
  for (const [, number = "", unit = ""] of amount.matchAll(/([\d.]+)([A-Za-z]+)/g)) {
    const factor = UNITS[unit];
    if (factor === undefined) return undefined;
    if (unit.length > 1) styles |= unit.includes("i") ? 1 : 2;
    total += Number(number) * factor;
  }
  if (styles === 3 || total > 2 ** 63) return undefined;
  return sign === "-" ? -total : total;
}

export function sizeFault(text: string): string | undefined {
  if (parseSize(text) !== undefined) return undefined;
  if (/^[\d.]+$/.test(text)) return `a unit is missing; write ${text}B for bytes, or ${text}MB`;
  if (/\d+k/.test(text)) return "the kilobyte is written KB or KiB here";
  return "write a number and one of B, KB, MB, GB, TB, PB, EB";
}
