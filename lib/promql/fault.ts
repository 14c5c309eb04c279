import type { Span } from "./ast.ts";

/** Why Prometheus refuses an expression, or would with another version or flag. */
export interface PromqlFault extends Span {
  readonly check: "promql/syntax" | "promql/type";
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The mend. */
  readonly help?: string;
  /** The first version of Prometheus that accepts this: `2.54`. */
  readonly needs?: string;
}

/** A Prometheus version as a number that sorts: 2.54.1 is 2054. Patch releases don't change the language. */
export function versionNumber(version: string): number {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major * 1000 + minor;
}
