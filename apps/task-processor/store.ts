import { setTimeout as sleep } from "node:timers/promises";
import type { Task } from "./task.ts";

/**
 * Where payloads lie. It damages a share of what it hands out, evenly spread (the fault is carried over, as in error
 * diffusion): the ratio of failures then holds in every window, and an alert on it depends on the share and not on luck.
 */
export class Store {
  readonly #damagedShare: () => number;
  #carried = 0;

  constructor(damagedShare: () => number) {
    this.#damagedShare = damagedShare;
  }

  async read(task: Task): Promise<Buffer> {
    await sleep(task.seconds * 1000);
    return this.#damagesNext() ? Buffer.from(task.payload).fill(0, 0, 1024) : task.payload;
  }

  #damagesNext(): boolean {
    this.#carried += this.#damagedShare();
    // Ten times 0.1 is a little less than 1 in floating point.
    if (this.#carried < 1 - 1e-9) return false;
    this.#carried -= 1;
    return true;
  }
}
