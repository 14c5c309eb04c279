import { parseArgs } from "node:util";
import { nearest } from "../lib/schema/index.ts";
import { UserError } from "./errors.ts";

/** `value`: what follows the flag, as its help shows it; a flag without one is said or not said. */
interface Flag {
  readonly value?: string;
  /** It must be said. The command looks that it was. */
  readonly required?: true;
  readonly about: string;
}

type Flags = Readonly<Record<string, Flag>>;

/** How a command is typed. */
export interface Usage<F extends Flags = Flags> {
  /** Without its flags: `npx zx scripts/verify.mjs ENV`. */
  readonly command: string;
  readonly about: string;
  readonly flags: F;
}

interface Words<F extends Flags> {
  readonly values: { readonly [Name in keyof F]?: F[Name] extends { readonly value: string } ? string : boolean };
  readonly positionals: readonly string[];
}

/** `--help` or `-h` was said: the message is the answer, and nothing went wrong. */
export class HelpAsked extends Error {}

/** Reads what was typed behind a command. Throws UserError with exit code 2 for an unknown flag or one without its value, and HelpAsked. */
export function readArguments<F extends Flags>(args: readonly string[], usage: Usage<F>): Words<F> {
  const options = Object.fromEntries(
    Object.entries(usage.flags).map(([name, { value }]) => [
      name,
      { type: value === undefined ? "boolean" : "string" } as const,
    ]),
  );
  const help = { type: "boolean", short: "h" } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help },
    });
    if (values.help !== true) return { values: values as Words<F>["values"], positionals };
  } catch (error) {
    throw misuse(usage, whatIsWrong((error as Error).message, Object.keys(usage.flags)));
  }
  throw new HelpAsked(helpOf(usage));
}

/** Node says in its first sentence what is wrong, and then what hardly anybody means: how a file is named whose name begins with a dash. */
function whatIsWrong(message: string, known: readonly string[]): string {
  const [sentence = message] = message.split(/\.\s/, 1);
  const unknown = /^Unknown option '--(.+)'/.exec(sentence)?.[1];
  const meant = unknown === undefined ? undefined : nearest(unknown, known);
  return meant === undefined ? sentence : `${sentence}; did you mean --${meant}?`;
}

/** What is thrown where the words behind a command make no sense; it shows how the command is typed. */
export const misuse = (usage: Usage, message: string): UserError =>
  new UserError(message, { help: lineOf(usage), exitCode: 2 });

const lineOf = ({ command, flags }: Usage): string =>
  [command, ...Object.entries(flags).map((flag) => (flag[1].required ? typed(flag) : `[${typed(flag)}]`))].join(" ");

const typed = ([name, { value }]: readonly [string, Flag]): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

function helpOf(usage: Usage): string {
  const flags = Object.entries(usage.flags);
  const width = Math.max(...flags.map((flag) => typed(flag).length));
  const lines = flags.map((flag) => `  ${typed(flag).padEnd(width)}  ${flag[1].about}\n`);
  return `${lineOf(usage)}\n\n${usage.about}\n${lines.length === 0 ? "" : `\n${lines.join("")}`}`;
}
