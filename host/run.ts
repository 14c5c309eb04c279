import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./lock.ts";
import { familyOf } from "./processes.ts";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's own variables; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Buffer | Readable;
  /** After this it is asked to end (SIGTERM) with all that it has started, and a little later ended by force. */
  readonly timeoutSeconds?: number;
  /** The same, when it has said nothing at all by then. */
  readonly answerSeconds?: number;
}

export interface Outcome {
  /** Exit code; as a shell has it: 127 when the program does not exist, 124 when the time ran out, 128 + n when signal n ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that was expected to succeed did not. The message is the command, its exit code and the end of what it said. */
export class CommandFailed extends Error {
  readonly outcome: Outcome;
  constructor(command: readonly string[], outcome: Outcome) {
    super(`${command.join(" ")} ended with ${outcome.code}: ${lastLines(outcome.stderr || outcome.stdout)}`);
    this.name = "CommandFailed";
    this.outcome = outcome;
  }
}

/** The last lines of a program's output: usually where it says what went wrong. */
export const lastLines = (text: string, count = 5): string => text.trim().split("\n").slice(-count).join("\n");

/** The variable by which all that a program with a limit has started is known, when it is to end. */
const MARK = "WATCHKEEPER_RUN";

/** Runs a program to its end, without a shell. Never rejects for what the program does: ask `code`. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = "", ...args] = command;
  const mark = randomUUID();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env, ...(hasLimit(options) && { [MARK]: mark }) },
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // A program may end before it has read all its input; its exit code then tells more than the broken pipe.
  if (child.stdin !== null) pipeline(asStream(options.input), child.stdin).catch(() => undefined);
  return new Promise((resolve) => {
    let isLate = false;
    const end = (code: number, reason = "") => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, stdout: stdout(), stderr: stderr() + reason });
    };
    const giveUp = async () => {
      if (isLate) return;
      isLate = true;
      await endFamily(child, `${MARK}=${mark}`);
      abandon(child);
      end(124, "no answer in time");
    };
    const timers = [after(options.timeoutSeconds, giveUp), unlessHeard(child, options.answerSeconds, giveUp)];
    child.once("error", (error: NodeJS.ErrnoException) => end(error.code === "ENOENT" ? 127 : 126, error.message));
    child.once("close", (code, signal) => {
      // A program that is asked to end may do so with a code of its own, as docker does.
      if (isLate) return;
      if (code !== null) end(code);
      else end(128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

const hasLimit = ({ timeoutSeconds, answerSeconds }: RunOptions): boolean =>
  timeoutSeconds !== undefined || answerSeconds !== undefined;

/** All that a stream says, as text once it has ended. */
function collect(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

const after = (seconds: number | undefined, act: () => void): NodeJS.Timeout | undefined =>
  seconds === undefined ? undefined : setTimeout(act, seconds * 1000);

function unlessHeard(child: ChildProcess, seconds: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  const timer = after(seconds, act);
  for (const source of [child.stdout, child.stderr]) source?.once("data", () => clearTimeout(timer));
  return timer;
}

/** What has been asked to end may take so long to do so. */
const GRACE_SECONDS = 5;

/**
 * Ends a program and all that it has started. One by one, not as a process group: one of its own would have no terminal, on which
 * a secret's program may ask for a password, and would not hear its Ctrl-C.
 */
async function endFamily(child: ChildProcess, variable: string): Promise<void> {
  const asked = await familyOf(hasEnded(child) || child.pid === undefined ? [] : [child.pid], variable);
  signalEach(asked, "SIGTERM");
  const deadline = Date.now() + GRACE_SECONDS * 1000;
  while (asked.some(isAlive) && Date.now() < deadline) await sleep(20);
  // Also what was started since.
  signalEach(await familyOf(asked.filter(isAlive), variable), "SIGKILL");
}

/** Its number may be another's by then. */
const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

function signalEach(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself, or is another user's.
    }
  }
}

/** Of what could not be ended this process waits for nothing. */
function abandon(child: ChildProcess): void {
  for (const stream of child.stdio) stream?.destroy();
  child.unref();
}

/** The standard output of a program that must succeed, without the space around it. Throws CommandFailed. */
export async function output(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const outcome = await run(command, options);
  if (outcome.code !== 0) throw new CommandFailed(command, outcome);
  return outcome.stdout.trim();
}

/** Runs a program with this process's own terminal. Returns its exit code, as `run` counts them. */
export function runInForeground(
  command: readonly string[],
  options: Pick<RunOptions, "cwd" | "env"> = {},
): Promise<number> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function asStream(input: RunOptions["input"]): Readable {
  return input instanceof Readable ? input : Readable.from([input ?? ""]);
}
