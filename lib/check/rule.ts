import type { SourceFile } from "../files.ts";
import type { Severity } from "../finding.ts";
import type { Knowledge } from "../promql/index.ts";
import type { World } from "./across/world.ts";
import type { Versions } from "./version.ts";

/** An object of a configuration file. The schema has judged its types; what it refused may be of any. */
export type Values = Readonly<Record<string, unknown>>;

/** What a rule may know besides the object. */
export interface Context {
  readonly versions: Versions;
  /** What is known of the metrics that expressions use. */
  readonly knowledge: Knowledge;
  /** What the file's environment scrapes and records. Absent for a file by itself. */
  readonly world?: World | undefined;
  /** The whole file. */
  readonly file: Values;
  /** Paths that exist and match a pattern of Go's filepath.Glob, relative to the file's folder. Absent: the disk cannot be asked. */
  readonly glob?: ((pattern: string) => readonly string[]) | undefined;
  /** The files on the disk that match such a pattern. Absent: the disk cannot be asked. */
  readonly read?: ((pattern: string) => readonly SourceFile[]) | undefined;
  /** Whether a key of an object is written without a value. */
  readonly isNull: (object: object, key: string) => boolean;
}

/** Reports at a key of the object (its value when `part` is "value", the default), or at the object itself. */
export type Say = (key: string | number | undefined, message: string, help?: string, more?: Options) => void;
interface Options {
  readonly part?: "key" | "value";
  /** Another object than the rule's own. */
  readonly of?: object;
  readonly severity?: Severity;
  /** Another name than the rule's own. */
  readonly name?: string;
  /** A range inside of the scalar's text, in UTF-16 units. */
  readonly range?: readonly [offset: number, length: number];
  /** Says nothing where something is said already. */
  readonly onlyOne?: true;
}

/** Something that a program refuses, or that is a mistake all the same, written as code because no schema can say it. */
export interface Rule {
  /** Stable name, with an entry in docs/check.md. */
  readonly name: string;
  /** Looks at every object whose schema is `x-checked-as` this. */
  readonly on: string;
  /** error when absent. */
  readonly severity?: Severity;
  /** Only from this version of the program on; before, and when the version is not known, it is a warning. */
  readonly since?: string;
  /** One line of docs/check.md: what is refused. */
  readonly says: string;
  /** The function that refuses it, and its file. */
  readonly source: string;
  check(value: Values, say: Say, context: Context): void;
}

/** A text that is there and not empty, which is what Go's decoder makes of absent and empty ones alike. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
/** Neither written nor, by Go's decoder, anything but empty. What is of a wrong type is there: the schema speaks of it. */
export const isAbsent = (value: unknown): boolean => value === undefined || value === "";
export const isSet = (value: unknown): boolean => textOf(value) !== "";
export const objectOf = (value: unknown): Values | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Says a file that is not there; nothing when the disk cannot be asked. Of an absolute path this machine knows nothing for
 * sure: the file may lie only where the program runs, so that is a warning.
 */
export function sayMissing(value: Values, key: string, say: Say, { glob }: Pick<Context, "glob">): void {
  const path = textOf(value[key]);
  if (glob === undefined || path === "" || glob(path).length > 0) return;
  if (path.startsWith("/"))
    say(key, `the file "${path}" does not exist on this machine`, undefined, { severity: "warning" });
  else say(key, `the file "${path}" does not exist (relative paths start at the folder of this file)`);
}

export const objectsOf = (value: unknown): Values[] =>
  listOf(value)
    .map(objectOf)
    .filter((item) => item !== undefined);
export const textsOf = (value: unknown): string[] => listOf(value).filter((item) => typeof item === "string");
/** Those of the keys that hold a text. */
export const setKeys = (value: Values, keys: readonly string[]): string[] => keys.filter((key) => isSet(value[key]));

/** `a, b and c`. */
export const enumerate = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
