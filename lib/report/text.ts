import type { Finding, Severity } from "../finding.ts";
import { codeFrame, visible } from "./frame.ts";
import { paint } from "./paint.ts";

export interface TextOptions {
  /** The text of a finding's file, for the frame; undefined when there is none. */
  readonly source: (file: string) => string | undefined;
  readonly color: boolean;
}

/** Findings for people: place, severity, message and name, the source line with a caret, the mend; at the end the summary. */
export function textReport(findings: readonly Finding[], options: TextOptions): string {
  const blocks = findings.map((finding) => `${block(finding, options)}\n`);
  return `${[...blocks, summary(findings)].join("\n")}\n`;
}

function block(finding: Finding, { source, color }: TextOptions): string {
  const { file, line, column, severity, message, check, help, url } = finding;
  const text = source(file);
  const frame = text === undefined ? undefined : codeFrame(finding, text, color);
  const place = paint(color, "bold", `${visible(file)}:${line}:${column}:`);
  const lines = [
    `${place} ${paint(color, severity, `${severity}:`)} ${oneLine(message)} ${paint(color, "dim", `[${check}]`)}`,
    ...(frame === undefined ? [] : [indent(frame)]),
    ...(help === undefined
      ? []
      : [indent(`${paint(color, "bold", "help:")} ${help.split("\n").map(visible).join("\n")}`)]),
    ...(url === undefined ? [] : [indent(`${paint(color, "bold", "see:")} ${visible(url)}`)]),
  ];
  return lines.join("\n");
}

const oneLine = (text: string): string =>
  text
    .split(/\s*\n\s*/)
    .map(visible)
    .join(" ");
const indent = (text: string): string => text.replaceAll(/^/gm, "  ");

/** `2 errors, 1 warning in 2 files`, or `nothing found`. */
export function summary(findings: readonly Finding[]): string {
  const counts = (["error", "warning", "info"] as const).flatMap((severity) => counted(findings, severity));
  if (counts.length === 0) return "nothing found";
  const files = new Set(findings.map(({ file }) => file)).size;
  return `${counts.join(", ")} in ${files} ${files === 1 ? "file" : "files"}`;
}

function counted(findings: readonly Finding[], severity: Severity): string[] {
  const count = findings.filter((finding) => finding.severity === severity).length;
  if (count === 0) return [];
  // "info" has no plural.
  return [`${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`];
}
