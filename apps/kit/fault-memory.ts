/// <reference lib="es2024.arraybuffer" />
import type { Settings } from "./settings.ts";
import type { faultVariables } from "./variables.ts";

export const MIB = 1024 * 1024;

/** A piece of memory that is really used, and really given back. */
export class Block {
  readonly #buffer: ArrayBuffer;

  constructor(mib: number) {
    // Shrinking a resizable buffer gives its pages back at once; an ordinary one waits for the garbage collector.
    this.#buffer = new ArrayBuffer(mib * MIB, { maxByteLength: mib * MIB });
    // Untouched pages take no memory.
    new Uint8Array(this.#buffer).fill(1);
  }

  get bytes(): number {
    return this.#buffer.byteLength;
  }

  release(): void {
    this.#buffer.resize(0);
  }
}

const LOOK_EVERY_MS = 500;

/** Holds as much memory as FAULT_MEMORY_MIB says, for as long as it says so. */
export function holdFaultMemory(settings: Settings<typeof faultVariables>): void {
  let [block, mib] = [new Block(0), 0];
  const look = () => {
    const wanted = settings.get("FAULT_MEMORY_MIB");
    if (wanted === mib) return;
    block.release();
    [block, mib] = [new Block(wanted), wanted];
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}
