import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Linux's `TMPFS_MAGIC`: statfs(2). */
const IN_MEMORY = 0x01021994;
const MIB = 1024 * 1024;
/** What is larger is a disk that others need, too. */
const MAX_MIB = 64;

interface Space {
  readonly size: number;
  /** Left for those who are not root. */
  readonly avail: number;
  /** Whether it is small and in memory: only such a one is filled. */
  readonly isOwn: boolean;
}

/** A folder's file system: how full it is, and a file that fills it as long as a fault is set. */
export class Scratch {
  readonly #folder: string;
  readonly #file: string;
  readonly #onSpace: (space: Space) => void;
  #percent = 0;

  constructor(folder: string, onSpace: (space: Space) => void) {
    this.#folder = folder;
    this.#file = join(folder, "fault");
    this.#onSpace = onSpace;
  }

  /** Why it cannot be filled; undefined when it can. */
  async whyNot(): Promise<string | undefined> {
    const { size, isOwn } = await this.#space();
    if (isOwn) return undefined;
    return `${this.#folder} lies on a disk of ${Math.round(size / MIB)} MiB that is not this application's own, and is not filled`;
  }

  /** Fills it so far for the fault, and no longer than that; tells how full it is then. */
  async setFault(percent: number): Promise<void> {
    if (percent !== this.#percent) await this.#fill(percent);
    this.#percent = percent;
    this.#onSpace(await this.#space());
  }

  async #fill(percent: number): Promise<void> {
    await rm(this.#file, { force: true });
    const { size, avail, isOwn } = await this.#space();
    const bytes = Math.floor((size * percent) / 100) - (size - avail);
    if (isOwn && bytes > 0) await writeFile(this.#file, Buffer.alloc(bytes));
  }

  async #space(): Promise<Space> {
    const { type, bsize, blocks, bavail } = await statfs(this.#folder);
    const size = blocks * bsize;
    return { size, avail: bavail * bsize, isOwn: type === IN_MEMORY && size <= MAX_MIB * MIB };
  }
}
