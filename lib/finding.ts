/** Lines and columns count from 1, columns in UTF-16 units, as editors and SARIF do. `file` is relative to the checkout. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export type Severity = "error" | "warning" | "info";

/** What a check says. `check` is a stable name with a page in docs/check.md, `help` is the mend, `url` a reference. */
export interface Finding extends Place {
  readonly severity: Severity;
  readonly check: string;
  readonly message: string;
  readonly help?: string;
  readonly url?: string;
}

export const isError = (finding: Finding): boolean => finding.severity === "error";

/** Order of findings: by file, then as one reads. */
export const byPlace = (a: Place, b: Place): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
