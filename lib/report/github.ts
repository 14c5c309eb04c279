import type { Finding, Severity } from "../finding.ts";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Findings as annotations of a pull request. Source: GitHub's "Workflow commands for GitHub Actions". */
export const githubReport = (findings: readonly Finding[]): string => findings.map(annotation).join("");

function annotation({ file, line, column, endLine, endColumn, severity, check, message, help }: Finding): string {
  const properties = Object.entries({ file, line, col: column, endLine, endColumn, title: check })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const text = help === undefined ? message : `${message}\n${help}`;
  return `::${COMMANDS[severity]} ${properties.join(",")}::${escapeData(text)}\n`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
