import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's own variables; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Buffer | Readable;
  /** After this it is asked to end (SIGTERM). */
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

/** Runs a program to its end, without a shell. Never rejects for what the program does: ask `code`. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const timers = [killAfter(child, options.timeoutSeconds), killUnlessHeard(child, options.answerSeconds)];
  // A program may end before it has read all its input; its exit code then tells more than the broken pipe.
  if (child.stdin !== null) pipeline(asStream(options.input), child.stdin).catch(() => undefined);
  return new Promise((resolve) => {
    const end = (code: number, reason = "") => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, stdout: stdout(), stderr: stderr() + reason });
    };
    child.once("error", (error: NodeJS.ErrnoException) => end(error.code === "ENOENT" ? 127 : 126, error.message));
    child.once("close", (code, signal) => {
      // A program that is asked to end may do so with a code of its own, as docker does.
      if (child.killed) end(124, "no answer in time");
      else if (code !== null) end(code);
      else end(128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** All that a stream says, as text once it has ended. */
function collect(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function killAfter(child: ChildProcess, seconds: number | undefined): NodeJS.Timeout | undefined {
  return seconds === undefined ? undefined : setTimeout(() => child.kill(), seconds * 1000);
}

function killUnlessHeard(child: ChildProcess, seconds: number | undefined): NodeJS.Timeout | undefined {
  const timer = killAfter(child, seconds);
  for (const source of [child.stdout, child.stderr]) source?.once("data", () => clearTimeout(timer));
  return timer;
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
