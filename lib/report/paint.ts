import type { Severity } from "../finding.ts";

/** SGR codes of ECMA-48, from the eight colours that every terminal theme makes readable. */
const CODES = { error: "31", warning: "33", info: "36", success: "32", bold: "1", dim: "2" } as const satisfies Record<
  Severity | "success" | "bold" | "dim",
  string
>;

export const paint = (color: boolean, style: keyof typeof CODES, text: string): string =>
  color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
