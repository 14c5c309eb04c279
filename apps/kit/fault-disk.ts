import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { MIB } from "./fault-memory.ts";
import { Refusal } from "./refusal.ts";
import type { Instruments } from "./registry.ts";
import type { SCRATCH } from "./scratch.ts";
import type { Settings } from "./settings.ts";

/** Linux's `TMPFS_MAGIC`: statfs(2). */
const IN_MEMORY = 0x01021994;
/** What is larger is a disk that others need, too. */
const MAX_MIB = 64;
const LOOK_EVERY_MS = 1000;

interface Space {
  readonly size: number;
  /** Left for those who are not root. */
  readonly avail: number;
  /** Whether it is small and in memory: only such a one is filled. */
  readonly isOwn: boolean;
}

/** A folder's file system: how full it is, and a file that fills it as long as a fault is set. */
class Scratch {
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

interface Watched {
  readonly server: FastifyInstance;
  readonly settings: Settings<typeof SCRATCH.variables>;
  readonly instruments: Instruments<typeof SCRATCH.metrics>;
}

/** Refuses to fill a file system that others need, before the setting is changed. */
function refuseOthers({ server }: Watched, scratch: Scratch): void {
  server.addHook("preHandler", async ({ method, body, routeOptions }) => {
    if (method !== "PUT" || routeOptions.url !== "/settings") return;
    const asked = Number((body as { readonly FAULT_DISK_PERCENT?: unknown }).FAULT_DISK_PERCENT ?? 0);
    // More is refused as any other number out of bounds.
    const reason = asked > 0 && asked <= 100 ? await scratch.whyNot() : undefined;
    if (reason !== undefined) throw new Refusal(409, reason);
  });
}

/** Tells how full the scratch file system is, and fills it as far as FAULT_DISK_PERCENT says, for as long as it says so. */
export function watchScratch(watched: Watched): void {
  const { settings, instruments } = watched;
  const scratch = new Scratch(settings.get("SCRATCH_DIR"), ({ size, avail }) => {
    instruments.scratch_size_bytes.set(size);
    instruments.scratch_avail_bytes.set(avail);
  });
  refuseOthers(watched, scratch);
  const look = async () => {
    await scratch.setFault(settings.get("FAULT_DISK_PERCENT")).catch(console.error);
    setTimeout(look, LOOK_EVERY_MS).unref();
  };
  void look();
}
