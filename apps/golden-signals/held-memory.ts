import { Block, MIB } from "../kit/fault-memory.ts";

/** Memory held on request: for a while, up to a limit in sum, and besides as long as a fault is set. */
export class HeldMemory {
  readonly #limitMib: number;
  readonly #onChange: (bytes: number) => void;
  readonly #blocks = new Set<Block>();
  #fault: Block | undefined;
  #faultMib = 0;

  constructor(limitMib: number, onChange: (bytes: number) => void) {
    this.#limitMib = limitMib;
    this.#onChange = onChange;
  }

  /** False, and nothing is held, when it would be more than the limit. */
  hold(mib: number, seconds: number): boolean {
    if (this.#requested() + mib * MIB > this.#limitMib * MIB) return false;
    const block = new Block(mib);
    this.#blocks.add(block);
    this.#changed();
    setTimeout(() => this.#release(block), seconds * 1000).unref();
    return true;
  }

  /** Holds that much for the fault, no more and no less. */
  setFault(mib: number): void {
    if (mib === this.#faultMib) return;
    this.#fault?.release();
    this.#fault = mib > 0 ? new Block(mib) : undefined;
    this.#faultMib = mib;
    this.#changed();
  }

  #requested(): number {
    return [...this.#blocks].reduce((sum, block) => sum + block.bytes, 0);
  }

  #release(block: Block): void {
    block.release();
    this.#blocks.delete(block);
    this.#changed();
  }

  #changed(): void {
    this.#onChange(this.#requested() + (this.#fault?.bytes ?? 0));
  }
}
