import { isError } from "../../lib/finding.ts";
import { CHECKOUT } from "../checkout.ts";
import { Refused } from "../errors.ts";
import { readEnvironment } from "../read-environment.ts";
import { wantsColor } from "../report.ts";
import { verifyArguments } from "../verify/arguments.ts";
import { verifyEnvironment } from "../verify/index.ts";
import { progressOn } from "../verify/progress.ts";
import { jsonOf, textOf, verdictOf } from "../verify/report.ts";

/** `verify ENV [--format text|json] [--wait SECONDS]`: live checks of what is deployed. 0: all hold, 1: some fail, 2: misuse. */
export async function main(args: readonly string[]): Promise<number> {
  const { environment: name, format, waitSeconds } = verifyArguments(args);
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Refused(findings.filter(isError));
  const progress = progressOn(process.stderr, waitSeconds);
  const outcomes = await verifyEnvironment(CHECKOUT, environment, { waitSeconds, onWait: progress.onWait }).finally(
    progress.end,
  );
  const verdict = verdictOf(name, outcomes);
  process.stdout.write(format === "json" ? jsonOf(verdict) : textOf(verdict, wantsColor(process.stdout)));
  return verdict.ok ? 0 : 1;
}
