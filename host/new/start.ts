/** What a newcomer starts from: it works as it is, and is theirs to change. */
export interface Start {
  /** The folder that is made, relative to the checkout. */
  readonly folder: string;
  /** The folder's files; `path` relative to it. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The one file outside of the folder, a sorted list of exports, in which it is named, and its line there. */
  readonly listed?: { readonly file: string; readonly line: string };
  /** Whether the schema of environment.yml, and its page, come to speak of it. */
  readonly changesSchemas?: true;
  /** What to do next: one line each. */
  readonly next: readonly string[];
}
