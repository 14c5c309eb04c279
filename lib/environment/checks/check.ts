import type { Finding, Place, Severity } from "../../finding.ts";
import type { Located } from "../../yaml/index.ts";
import type { Environment } from "../environment.ts";

/** What a check of an environment may look at besides it. */
export interface CheckContext {
  /** Places of everything that is written, by JSON pointer into the merged environment. */
  readonly located: Located;
  /** Names of all that is declared, also of what the schema refused and the environment therefore lacks. */
  readonly names: readonly string[];
  /** Whether the files beside it are unknown: its rules, and its folder. */
  readonly isAlone: boolean;
}

/** Looks at one thing. The environment may lack what the schema refused. */
export type EnvironmentCheck = (environment: Environment, context: CheckContext) => Finding[];

/** A finding in one line; an error unless said otherwise. */
export const finding = (
  check: string,
  place: Place,
  message: string,
  { help, severity = "error" }: { help?: string | undefined; severity?: Severity } = {},
): Finding => ({ ...place, severity, check: `environment/${check}`, message, ...(help !== undefined && { help }) });
