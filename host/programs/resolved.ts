import type { Origin } from "../../lib/components/software.ts";

/** A program that can be started on this machine. */
export interface ResolvedProgram {
  readonly name: string;
  /** As `2.42.0`; empty when the program cannot say it. */
  readonly version: string;
  readonly origin: Origin;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Arguments that it needs here before its own, because it is not where its builder expected it. */
  readonly args: readonly string[];
}

/** This way leads nowhere on this machine; the message says why, in a clause that fits behind a colon. */
export class Unavailable extends Error {}
