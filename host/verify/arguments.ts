import { parseArgs } from "node:util";
import { nearest } from "../../lib/schema/index.ts";
import { UserError } from "../errors.ts";

const USAGE = "npx zx scripts/verify.mjs ENV [--format text|json] [--wait SECONDS]";

const FORMATS = ["text", "json"] as const;

export interface VerifyArguments {
  readonly environment: string;
  readonly format: (typeof FORMATS)[number];
  readonly waitSeconds: number;
}

/**
 * Right after its start Prometheus drops the first alerts, and sends again after a minute (`--rules.alert.resend-delay`,
 * requirements T25): with discovery (5 s) and an evaluation (15 s) a first heartbeat may take 80 s.
 */
const DEFAULT_WAIT_SECONDS = 90;

/** Throws UserError with exit code 2 for misuse. */
export function verifyArguments(args: readonly string[]): VerifyArguments {
  const { values, positionals } = parsed(args);
  const [environment, ...more] = positionals;
  if (environment === undefined) throw misuse("the name of an environment is missing");
  if (more.length > 0) throw misuse(`one environment at a time, and not also ${more.join(", ")}`);
  return { environment, format: formatOf(values.format ?? "text"), waitSeconds: secondsOf(values.wait) };
}

const OPTIONS = { format: { type: "string" }, wait: { type: "string" } } as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    const flag = args.find((arg) => arg.startsWith("--"))?.replace(/^--|=.*$/g, "") ?? "";
    const meant = nearest(flag, Object.keys(OPTIONS));
    const hint = meant === undefined || meant === flag ? "" : `; did you mean --${meant}?`;
    throw misuse(`${(error as Error).message.split(". ", 1)[0]}${hint}`);
  }
}

function formatOf(text: string): VerifyArguments["format"] {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw misuse(`--format is text or json, and not ${text}`);
  return format;
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT_SECONDS;
  if (!/^\d+(\.\d+)?$/.test(text)) throw misuse(`--wait is a number of seconds, and not "${text}"`);
  return Number(text);
}

const misuse = (message: string): UserError => new UserError(message, { help: USAGE, exitCode: 2 });
