import type { Finding } from "../lib/finding.ts";

/** Findings as Terraform shows them in its own frame: no source lines, since it folds and indents what it is given. */
export const refusal = (findings: readonly Finding[]): string =>
  findings
    .map(({ file, line, column, check, message, help }) =>
      [`${file}:${line}:${column}: ${message} (${check})`, ...(help === undefined ? [] : [`  ${help}`])].join("\n"),
    )
    .join("\n")
    // Terraform would take these for its own templates.
    .replace(/([$%])\{/g, "$1$1{");
