import type { Environment } from "../environment/environment.ts";
import type { SourceFile } from "../files.ts";
import { byPlace, type Finding, isError } from "../finding.ts";
import { ignores, isIgnored } from "../yaml/ignores.ts";
import type { World } from "./across/world.ts";
import { detectKind } from "./detect.ts";
import type { Kind, KindName, KindOptions } from "./kind.ts";
import { KINDS } from "./kinds.ts";
import { Source } from "./source.ts";
import { unknownKind, wrapped } from "./unknown-kind.ts";
import type { Versions } from "./version.ts";

export type { KindName } from "./kind.ts";
export { KINDS } from "./kinds.ts";

export interface CheckOptions {
  /** Of every file; found out from the content when absent. */
  readonly kind?: KindName | undefined;
  /** Of the programs that read the files. Absent: what any supported version accepts is accepted. */
  readonly versions?: Versions;
  readonly environment?: Environment | undefined;
  /** What the environment scrapes and records. Absent: only the files themselves are judged. */
  readonly world?: World;
  /** Paths on the disk that match a pattern, for a file at `path`. Absent: nothing is asked of the disk. */
  readonly glob?: (path: string, pattern: string) => readonly string[];
  /** The files on the disk that match such a pattern. */
  readonly read?: (path: string, pattern: string) => readonly SourceFile[];
}

/** Findings of configuration files, by file and place. What a comment `# watchkeeper:ignore NAME reason` silences is left out. */
export function check(files: readonly SourceFile[], options: CheckOptions = {}): Finding[] {
  return files.flatMap((file) => checkFile(file, options)).sort(byPlace);
}

function checkFile(file: SourceFile, options: CheckOptions): Finding[] {
  const source = new Source(file);
  const findings = source.findings.some(isError) ? source.findings : [...source.findings, ...judgedAs(source, options)];
  const silenced = findings.length === 0 ? [] : ignores(source);
  return findings.filter((finding) => !isIgnored(finding, silenced));
}

function judgedAs(source: Source, options: CheckOptions): readonly Finding[] {
  const kind = kindOf(source, options.kind);
  const wrapper = wrapped(source, kind);
  if (wrapper !== undefined) return [wrapper];
  if (kind === undefined) return [unknownKind(source)];
  const { glob, read } = options;
  const diskAt = (path: string): Pick<KindOptions, "glob" | "read"> => ({
    glob: glob && ((pattern) => glob(path, pattern)),
    read: read && ((pattern) => read(path, pattern)),
  });
  const kindOptions: KindOptions = {
    versions: options.versions ?? {},
    environment: options.environment,
    world: options.world,
    ...diskAt(source.file.path),
    diskAt,
  };
  return kind.check(source, kindOptions);
}

const kindOf = (source: Source, name: KindName | undefined): Kind | undefined =>
  name === undefined ? detectKind(source, KINDS) : KINDS.find((kind) => kind.name === name);
