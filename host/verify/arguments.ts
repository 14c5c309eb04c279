import { misuse, readArguments } from "../arguments.ts";

export interface VerifyArguments {
  readonly environment: string;
  readonly format: "text" | "json";
  readonly waitSeconds: number;
}

/**
 * Right after its start Prometheus drops the first alerts, and sends again after a minute (`--rules.alert.resend-delay`,
 * requirements T25): with discovery (5 s) and an evaluation (15 s) a first heartbeat may take 80 s.
 */
const DEFAULT_WAIT_SECONDS = 90;

const USAGE = {
  command: "npx zx scripts/verify.mjs ENV",
  about: `Asks what is deployed whether it is what was meant, and whether a page can leave; the evidence stands beside each check.
It ends with 0 where every check holds, 1 where one does not, 2 when it is misused. docs/verify.md describes the checks.`,
  flags: {
    format: { oneOf: ["text", "json"], about: "text for people, which is the default, or json" },
    wait: {
      value: "SECONDS",
      about: `how long a check that fails is asked again: ${DEFAULT_WAIT_SECONDS}; 0 asks once`,
    },
  },
} as const;

/** Throws UserError with exit code 2 for misuse. */
export function verifyArguments(args: readonly string[]): VerifyArguments {
  const { values, positionals } = readArguments(args, USAGE);
  const [environment, ...more] = positionals;
  if (environment === undefined) throw misuse(USAGE, "the name of an environment is missing");
  if (more.length > 0) throw misuse(USAGE, `one environment at a time, and not also ${more.join(", ")}`);
  return { environment, format: values.format ?? "text", waitSeconds: secondsOf(values.wait) };
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT_SECONDS;
  if (!/^\d+(\.\d+)?$/.test(text)) throw misuse(USAGE, `--wait is a number of seconds, and not "${text}"`);
  return Number(text);
}
