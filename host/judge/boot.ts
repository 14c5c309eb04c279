import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Refusal } from "./verdicts.ts";

/** Long enough for a program on a busy machine; a good one takes a third of a second. */
export const BOOT_SECONDS = 30;

export interface Boot {
  readonly isReady: boolean;
  /** Both streams of its output. */
  readonly said: string;
}

/** Starts a program, and ends it as soon as it says that it is ready, or when its time is over. */
export async function bootToReady(command: readonly string[], readyLine: RegExp, input?: Readable): Promise<Boot> {
  const [program = "", ...args] = command;
  // A process group of its own, so that whatever wraps the program ends with it.
  const child = spawn(program, args, {
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    detached: true,
  });
  // Who ends before it has read all its input says more by its output.
  child.stdin?.on("error", () => undefined);
  if (child.stdin !== null) input?.pipe(child.stdin);
  let said = "";
  const ready = new Promise<true>((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (readyLine.test(said)) resolve(true);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  });
  const ended = once(child, "close").catch((error: Error) => {
    said += error.message;
  });
  const late = new Promise<false>((resolve) => setTimeout(resolve, BOOT_SECONDS * 1000, false).unref());
  const isReady = await Promise.race([ready, ended.then(() => false), late]);
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    process.kill(-child.pid, "SIGKILL");
    await ended;
  }
  return { isReady, said };
}

/** A program that did not get ready. `who` is what a person knows it by, `said` its output. */
export const refusalOf = (who: string, said: string): Refusal => ({
  message: `${who} does not start with it: ${tellingLines(said)}`,
  ofFlags: ABOUT_FLAGS.test(said),
});

/** So say those that parse their command line with kingpin, and with Go's flag package. */
const ABOUT_FLAGS = /parsing command ?line|, try --help|flag provided but not defined|invalid value .* for flag/;

/** Lines of a program's output that say why it ended; the rest of a start is noise. */
const TELLING = /level=(error|warn)|"level":"(error|warn)"|panic|fatal|error|unknown (long )?flag|unexpected|cannot/i;

const tellingLines = (said: string): string => {
  // A refused flag is followed by a page on all flags.
  const lines = said
    .replace(/^usage: [\s\S]*/m, "")
    .trim()
    .split("\n");
  const telling = lines.filter((line) => TELLING.test(line));
  return (telling.length > 0 ? telling : lines).slice(-5).join("\n") || `it was not ready within ${BOOT_SECONDS} s`;
};
