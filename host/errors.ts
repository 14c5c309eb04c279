import type { Finding } from "../lib/finding.ts";

/** A mistake of the user's, or of the machine: shown without a stack, with its mend. Any other error is a fault of ours. */
export class UserError extends Error {
  readonly help: string | undefined;
  readonly exitCode: 1 | 2;
  /** exitCode 2 is for misuse of a command, 1 for everything else. */
  constructor(message: string, options: { help?: string; exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "UserError";
    this.help = options.help;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Findings that forbid to go on. */
export class Refused extends UserError {
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(findings.map((finding) => finding.message).join("\n"));
    this.name = "Refused";
    this.findings = findings;
  }
}
