/** A request that is refused: the reason goes to the client, with its status and headers. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(statusCode: number, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(reason);
    this.name = "Refusal";
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** Lets at most `limit` pieces of work run at the same time and refuses the others at once (503), so that nothing piles up. */
export class AtMost {
  readonly #limit: number;
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit) {
      throw new Refusal(503, `${this.#limit} such requests are being worked on already: try again later`, {
        "Retry-After": "1",
      });
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }
}
