import type { Finding } from "../finding.ts";
import { githubReport } from "./github.ts";
import { jsonReport } from "./json.ts";
import { type TextOptions, textReport } from "./text.ts";

export const FORMATS = ["text", "json", "github"] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** Findings as a command prints them. */
export function formatFindings(findings: readonly Finding[], format: ReportFormat, options: TextOptions): string {
  if (format === "json") return jsonReport(findings);
  return format === "github" ? githubReport(findings) : textReport(findings, options);
}

export { summary } from "./text.ts";
