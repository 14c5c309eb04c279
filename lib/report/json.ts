import type { Finding } from "../finding.ts";

/** The contract's keys in the contract's order (docs/check.md); absent ones stay absent. */
const KEYS = [
  "file",
  "line",
  "column",
  "endLine",
  "endColumn",
  "severity",
  "check",
  "message",
  "help",
  "url",
] as const satisfies (keyof Finding)[];

/** Findings for programs: an array, one object for each finding. */
export const jsonReport = (findings: readonly Finding[]): string =>
  `${JSON.stringify(findings, KEYS as unknown as string[], 2)}\n`;
