import type { Place } from "./finding.ts";

/** A file as a user wrote it. `path` is relative to the checkout, POSIX. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file that a pure function made. `path` is relative, POSIX, and starts with the name of the component that owns it: `prometheus/rules/host.yml`. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  readonly mode?: 0o644 | 0o600;
  /** Where in the user's files a JSON pointer into this text came from. */
  readonly origin?: (pointer: string) => Place | undefined;
}
