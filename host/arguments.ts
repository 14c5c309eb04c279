import { parseArgs } from "node:util";
import { didYouMean, nearest } from "../lib/schema/index.ts";
import { UserError } from "./errors.ts";

interface Flag {
  /** What follows it, as its help shows it: with `oneOf` these where nothing else is said. A flag without either is said or not said. */
  readonly value?: string;
  /** All that its value may be. */
  readonly oneOf?: readonly string[];
  /** It must be said. */
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
  readonly values: { readonly [Name in keyof F]: ValueOf<F[Name]> | AbsentOf<F[Name]> };
  readonly positionals: readonly string[];
}

type ValueOf<F extends Flag> = F extends { readonly oneOf: readonly (infer Value)[] }
  ? Value
  : F extends { readonly value: string }
    ? string
    : true;

type AbsentOf<F extends Flag> = F extends { readonly required: true } ? never : undefined;

/** `--help` or `-h` was said: the message is the answer, and nothing went wrong. */
export class HelpAsked extends Error {}

/**
 * Reads what was typed behind a command. Throws UserError with exit code 2 for an unknown flag, one without its value, a value that it
 * cannot have, and a required flag that is not there; and HelpAsked.
 */
export function readArguments<F extends Flags>(args: readonly string[], usage: Usage<F>): Words<F> {
  const options = Object.fromEntries(
    Object.entries(usage.flags).map(([name, flag]) => [
      name,
      { type: shownValue(flag) === undefined ? "boolean" : "string" } as const,
    ]),
  );
  const help = { type: "boolean", short: "h" } as const;
  const { values, positionals } = parsed(usage, () =>
    parseArgs({ args: [...args], allowPositionals: true, options: { ...options, help } }),
  );
  if (values.help === true) throw new HelpAsked(helpOf(usage));
  const said = new Map<string, unknown>(Object.entries(values));
  for (const [name, flag] of Object.entries(usage.flags)) {
    const wrong = wrongValue(name, flag, said.get(name));
    if (wrong !== undefined) throw misuse(usage, wrong);
  }
  return { values: values as Words<F>["values"], positionals };
}

function parsed<T>(usage: Usage, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw misuse(usage, whatIsWrong((error as Error).message, Object.keys(usage.flags)));
  }
}

function wrongValue(name: string, flag: Flag, value: unknown): string | undefined {
  if (value === undefined) return flag.required ? `${typed([name, flag])} is missing` : undefined;
  const { oneOf } = flag;
  if (oneOf === undefined || oneOf.includes(String(value))) return undefined;
  return `--${name} is "${value}", but must be one of ${oneOf.join(", ")}${didYouMean(String(value), oneOf)}`;
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

const typed = ([name, flag]: readonly [string, Flag]): string => [`--${name}`, shownValue(flag) ?? []].flat().join(" ");

const shownValue = ({ value, oneOf }: Flag): string | undefined => value ?? oneOf?.join("|");

function helpOf(usage: Usage): string {
  const flags = Object.entries(usage.flags);
  const width = Math.max(...flags.map((flag) => typed(flag).length));
  const lines = flags.map((flag) => `  ${typed(flag).padEnd(width)}  ${flag[1].about}\n`);
  return `${lineOf(usage)}\n\n${usage.about}\n${lines.length === 0 ? "" : `\n${lines.join("")}`}`;
}
