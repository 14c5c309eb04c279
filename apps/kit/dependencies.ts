import type { Missing } from "./server.ts";

const CHECK_SECONDS = 5;

/** Rejects with the reason when the dependency does not answer; must end by itself within a few seconds. */
export type Check = () => Promise<void>;

/** Asks every few seconds whether the dependencies answer. */
export class Dependencies<Name extends string> {
  readonly #checks: Readonly<Record<Name, Check>>;
  readonly #onState: (name: Name, up: boolean) => void;
  readonly #reasons = new Map<Name, string | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(checks: Readonly<Record<Name, Check>>, onState: (name: Name, up: boolean) => void) {
    this.#checks = checks;
    this.#onState = onState;
  }

  /** Those that do not answer at this moment, each with its reason. */
  async missing(): Promise<Missing> {
    const names = Object.keys(this.#checks) as Name[];
    const reasons = await Promise.all(names.map((name) => this.#reasonOf(name)));
    names.forEach((name, i) => void this.#note(name, reasons[i]));
    return Object.fromEntries(names.flatMap((name, i) => (reasons[i] === undefined ? [] : [[name, reasons[i]]])));
  }

  watch(): void {
    void this.missing();
    this.#timer = setInterval(() => void this.missing(), CHECK_SECONDS * 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #note(name: Name, reason: string | undefined): void {
    this.#onState(name, reason === undefined);
    const before = this.#reasons.get(name);
    this.#reasons.set(name, reason);
    if (before === undefined && reason !== undefined) console.error(`${name} is out of reach: ${reason}`);
    if (before !== undefined && reason === undefined) console.log(`${name} answers`);
  }

  async #reasonOf(name: Name): Promise<string | undefined> {
    try {
      await this.#checks[name]();
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** One line of text; an AggregateError (a name with several addresses, none of which answers) has none of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
