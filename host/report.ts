import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WriteStream } from "node:tty";
import { inspect } from "node:util";
import { formatFindings } from "../lib/report/index.ts";
import { HelpAsked } from "./arguments.ts";
import { CHECKOUT } from "./checkout.ts";
import { Refused, UserError } from "./errors.ts";

/** Whether to colour what is written there: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise (https://no-color.org). */
export function wantsColor(stream: Pick<WriteStream, "isTTY">): boolean {
  if (process.env.NO_COLOR) return false;
  return process.env.FORCE_COLOR ? process.env.FORCE_COLOR !== "0" : stream.isTTY === true;
}

/** The text of a file of the checkout, for the source lines of findings; undefined when it cannot be read. */
function sourceText(file: string): string | undefined {
  try {
    return readFileSync(join(CHECKOUT, file), "utf8");
  } catch {
    return undefined;
  }
}

/** Tells a person what went wrong, on standard error, and returns the exit code. With DEBUG set, the stack too. Help is what was asked for. */
export function report(error: unknown): number {
  if (error instanceof HelpAsked) {
    process.stdout.write(error.message);
    return 0;
  }
  const color = wantsColor(process.stderr);
  process.stderr.write(messageOf(error, color));
  if (process.env.DEBUG) process.stderr.write(`${inspect(error)}\n`);
  return error instanceof UserError ? error.exitCode : 1;
}

function messageOf(error: unknown, color: boolean): string {
  if (error instanceof Refused) return formatFindings(error.findings, "text", { source: sourceText, color });
  if (error instanceof UserError)
    return `error: ${error.message}\n${error.help === undefined ? "" : `  help: ${error.help}\n`}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  const help = process.env.DEBUG ? "" : "  help: run it again with DEBUG=1 for the details, and please report them\n";
  return `This is a fault of watchkeeper, not yours: ${message}\n${help}`;
}
