import { setTimeout as sleep } from "node:timers/promises";
import { EvenShare } from "../kit/even-share.ts";
import type { Task } from "./task.ts";

const DAMAGED_BYTES = 1024;

/** Where payloads lie. It takes its time to hand them out, and damages a share of them. */
export class Store {
  readonly #damagedShare: () => number;
  readonly #damaged = new EvenShare();

  constructor(damagedShare: () => number) {
    this.#damagedShare = damagedShare;
  }

  async read(task: Task): Promise<Buffer> {
    await sleep(task.seconds * 1000);
    if (!this.#damaged.next(this.#damagedShare())) return task.payload;
    return Buffer.from(task.payload).fill(0, 0, DAMAGED_BYTES);
  }
}
