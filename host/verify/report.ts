import { visible } from "../../lib/report/frame.ts";
import { paint } from "../../lib/report/paint.ts";
import type { Outcome, Status } from "./check.ts";
import { isFailure } from "./run.ts";

/** What `--format json` prints. */
export interface Verdict {
  readonly environment: string;
  /** No check fails. */
  readonly ok: boolean;
  readonly checks: readonly Outcome[];
}

export const verdictOf = (environment: string, checks: readonly Outcome[]): Verdict => ({
  environment,
  ok: !checks.some(isFailure),
  checks,
});

export const jsonOf = (verdict: Verdict): string => `${JSON.stringify(verdict, undefined, 2)}\n`;

const STYLES = { pass: "success", warn: "warning", fail: "error" } as const satisfies Record<Status, string>;
const WORDS = { pass: "ok  ", warn: "warn", fail: "FAIL" } as const satisfies Record<Status, string>;

/** One line for each outcome, with the mend below those that do not hold, and the count of all. */
export function textOf({ checks }: Verdict, color: boolean): string {
  const shown = merged(checks);
  const widths = { check: widest(shown, "check"), subject: widest(shown, "subject") };
  const lines = shown.flatMap((outcome) => linesOf(outcome, widths, color));
  return `${[...lines, "", summary(checks, color)].join("\n")}\n`;
}

/** What many checks cannot tell for one and the same reason, such as a Prometheus that is away, is said once. */
function merged(checks: readonly Outcome[]): readonly Outcome[] {
  const alike = (outcome: Outcome) =>
    outcome.help === undefined && isFailure(outcome)
      ? checks.filter(({ help, evidence }) => help === undefined && evidence === outcome.evidence)
      : [outcome];
  return checks.flatMap((outcome) => {
    const [first = outcome, ...rest] = alike(outcome);
    if (first !== outcome) return [];
    if (rest.length === 0) return [outcome];
    const names = [...new Set([first, ...rest].map(({ check }) => check))].join(", ");
    return [{ ...outcome, check: `${rest.length + 1} checks`, evidence: `${outcome.evidence}; not known: ${names}` }];
  });
}

const widest = (checks: readonly Outcome[], key: "check" | "subject"): number =>
  Math.max(0, ...checks.map((outcome) => outcome[key].length));

function linesOf(
  { check, subject, status, evidence, help }: Outcome,
  widths: { readonly check: number; readonly subject: number },
  color: boolean,
): readonly string[] {
  const word = paint(color, STYLES[status], WORDS[status]);
  const name = check.padEnd(widths.check);
  const line = `${word}  ${name}  ${paint(color, "bold", visible(subject).padEnd(widths.subject))}  ${oneLine(evidence)}`;
  return help === undefined || status === "pass"
    ? [line]
    : [line, `      ${paint(color, "bold", "help:")} ${visible(help)}`];
}

const oneLine = (text: string): string =>
  text
    .split(/\s*\n\s*/)
    .map(visible)
    .join("; ");

/** `41 checks hold, 1 warns, 2 fail` */
function summary(checks: readonly Outcome[], color: boolean): string {
  const count = (status: Status) => checks.filter((outcome) => outcome.status === status).length;
  const parts = [`${count("pass")} hold`];
  if (count("warn") > 0) parts.push(paint(color, "warning", `${count("warn")} to look at`));
  if (count("fail") > 0) parts.push(paint(color, "error", `${count("fail")} failed`));
  return `${checks.length} checks: ${parts.join(", ")}`;
}
