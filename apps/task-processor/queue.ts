/** First in, first out. Takers wait until there is something; putters ask `size` first, and so bound it. */
export class Queue<T> {
  readonly #items: T[] = [];
  readonly #takers: ((item: T | undefined) => void)[] = [];
  readonly #onSize: (size: number) => void;
  #closed = false;

  /** `onSize` hears of every change of the length. */
  constructor(onSize: (size: number) => void = () => {}) {
    this.#onSize = onSize;
  }

  get size(): number {
    return this.#items.length;
  }

  put(item: T): void {
    const taker = this.#takers.shift();
    if (taker) taker(item);
    else this.#items.push(item);
    this.#onSize(this.size);
  }

  /** The oldest item, as soon as there is one; undefined once the queue is closed. */
  take(): Promise<T | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const item = this.#items.shift();
    if (item === undefined) return new Promise((resolve) => this.#takers.push(resolve));
    this.#onSize(this.size);
    return Promise.resolve(item);
  }

  close(): void {
    this.#closed = true;
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }
}
