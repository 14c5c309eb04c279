import type { Workload } from "../../../lib/components/component.ts";
import { bundleApp } from "../../apps.ts";
import type { Launch } from "../../deploy/plan.ts";
import { knownProgram } from "../../programs/index.ts";

/** What a native target can start: nothing that comes as an image. Undefined when the program is not prepared. */
export async function launchNative({
  program,
  args,
  variables,
  start,
  scratch,
}: Workload): Promise<Launch | undefined> {
  if (program.kind === "image") return undefined;
  if (program.kind === "app") {
    const { file } = await bundleApp(program.name);
    return {
      command: [...(scratch === undefined ? [] : withScratch(scratch)), process.execPath, file, ...args],
      variables,
    };
  }
  const found = knownProgram(program.name);
  if (found === undefined) return undefined;
  const command = [found.path, ...found.args, ...args];
  return { command: start === undefined ? command : ["/bin/sh", start, ...command], variables };
}

/**
 * A mount namespace of the process's own (unshare(1)), so that its file system in memory is seen by nobody else and ends with
 * it: as root, else as root of a user namespace, where the kernel grants that.
 */
const SCRATCH_SCRIPT = `mkdir -p "$1"
for how in --mount --map-root-user\\ --mount; do
  unshare $how mount -t tmpfs -o size=1m tmpfs "$1" 2>/dev/null || continue
  exec unshare $how sh -c 'mount -t tmpfs -o "size=$2m" tmpfs "$1" && shift 2 && exec "$@"' sh "$@"
done
shift 2
exec "$@"`;

/** The words that stand before a command which is to have a scratch file system. */
export const withScratch = ({ path, mib }: NonNullable<Workload["scratch"]>): readonly string[] => [
  ...["/bin/sh", "-c", SCRATCH_SCRIPT, "sh"],
  ...[path, String(mib)],
];

/** The version that a native target runs; undefined when the program is not prepared. */
export const nativeVersion = (program: string): string | undefined => knownProgram(program)?.version;
