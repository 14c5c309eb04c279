import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "./errors.ts";

/**
 * What work leaves on the disk at its peak, in MiB, rounded up from what was measured on Debian 12 with empty caches
 * (`du -sm` of the cache, Go's module and build caches, and the engine's data folder).
 */
export const NEEDS_MIB = {
  /** A Debian package with what it depends on, and apt's lists. */
  debian: 400,
  /** A release of Prometheus, the largest: its archive, and the two programs of about 150 MiB that are taken out of it. */
  release: 500,
  /** One Go program: its modules, the build cache, the executable. */
  go: 1500,
  /** One made image on the engine. */
  image: 150,
} as const;

/** Room that must stay: a disk that is full stops Prometheus from writing, and everything else besides. */
const RESERVE_MIB = 512;

/** Throws UserError when the disk that holds `folder` (which need not be there yet) has too little room for the work. */
export async function requireSpace(folder: string, needMiB: number, what: string): Promise<void> {
  const freeMiB = await freeSpace(folder);
  if (freeMiB === undefined || freeMiB >= needMiB + RESERVE_MIB) return;
  throw new UserError(
    `the disk of ${folder} is nearly full: ${what} needs ${needMiB} MiB, and of ${freeMiB} MiB free ${RESERVE_MIB} must stay`,
    { help: `make room, or have ${folder} on another disk; Go's caches are emptied by \`go clean -cache -modcache\`` },
  );
}

/** Free for an ordinary user, in MiB; undefined where this machine cannot tell, as of a folder on another one. */
export async function freeSpace(folder: string): Promise<number | undefined> {
  if (!existsSync(folder)) return dirname(folder) === folder ? undefined : freeSpace(dirname(folder));
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}
