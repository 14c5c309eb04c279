import type { Environment } from "../environment/environment.ts";
import type { Finding } from "../finding.ts";
import type { World } from "./across/world.ts";
import type { Context } from "./rule.ts";
import type { Source } from "./source.ts";
import type { Versions } from "./version.ts";

/** Kinds of files that can be checked, by the names that `--kind` takes. */
export type KindName = "prometheus" | "rules" | "alertmanager" | "slo" | "environment" | "blackbox" | "web" | "tests";

export interface KindOptions {
  readonly versions: Versions;
  /** The environment that the file belongs to, when it does. */
  readonly environment?: Environment | undefined;
  /** What the environment scrapes and records. */
  readonly world?: World | undefined;
  /** Paths on the disk that match a pattern, relative to the file's folder. Absent: the disk cannot be asked. */
  readonly glob?: Context["glob"];
  /** The files that match such a pattern. Absent: the disk cannot be asked. */
  readonly read?: Context["read"];
  /** The same two for a file that this one names, which lies in a folder of its own. */
  readonly diskAt?: (path: string) => Pick<Context, "glob" | "read">;
}

/** One kind of file. A new kind is a folder with one of these, and a line in kinds.ts. */
export interface Kind {
  readonly name: KindName;
  /** As in "this is …": `a Prometheus configuration`. */
  readonly title: string;
  /** Keys that may stand at the top of such a file. */
  readonly keys: readonly string[];
  /** Whether a file with these keys at its top is of this kind and no other. */
  detects(keys: ReadonlySet<string>): boolean;
  /** Findings of one file, in any order; comments that silence them are applied by the caller. */
  check(source: Source, options: KindOptions): readonly Finding[];
}
