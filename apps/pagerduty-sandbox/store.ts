import * as fs from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readLines } from "./lines.ts";

export interface StoreOptions<Line, Result> {
  /** Made when absent. */
  readonly folder: string;
  /** Called once for each line, in the order of the file: at the start for those found, then for each one once it is on disk. */
  readonly apply: (line: Line) => Result;
  /** Lines that lead to the present state: the file is rewritten with them when it has grown past `maxBytes`. */
  readonly snapshot: () => Iterable<Line>;
  readonly maxBytes: number;
  /** Told what a person should know: a line torn by a crash, a line that cannot be read, a rewrite that failed. */
  readonly warn: (message: string) => void;
}

interface Pending<Line, Result> {
  readonly line: Line;
  readonly text: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const FILE = "journal.jsonl";
/** Events carry names and addresses of systems, which are nobody else's business. */
const PRIVATE = 0o600;

const write = promisify(fs.write);
const datasync = promisify(fs.fdatasync);
const textOf = (line: unknown): string => `${JSON.stringify(line)}\n`;

async function writeAll(descriptor: number, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await write(descriptor, bytes, done)).bytesWritten;
}

/** One at a time: together they may be longer than a string can be. Gives their length in bytes. */
function writeLines(descriptor: number, lines: Iterable<unknown>): number {
  let size = 0;
  for (const line of lines) {
    const bytes = Buffer.from(textOf(line));
    fs.writeFileSync(descriptor, bytes);
    size += bytes.length;
  }
  return size;
}

function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, "r");
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

/**
 * An append-only file of JSON lines. `append` answers when its line is on disk; lines that arrive while the disk is busy share
 * the next write. A write that fails is taken back whole, so that the file never holds what nobody was promised.
 */
export class Store<Line, Result> {
  readonly #options: StoreOptions<Line, Result>;
  readonly #path: string;
  #descriptor: number;
  /** Length of the whole lines, in bytes. */
  #size = 0;
  #rewriteAt: number;
  /** Whether something may follow the last whole line; it is cut off before the next write, and not sooner: a second sandbox that fails to start must not touch the file. */
  #isTorn = false;
  #pending: Pending<Line, Result>[] = [];
  #writing: Promise<void> | undefined;
  #failure: string | undefined;

  /** Reads what is there. Throws the file system's errors. */
  constructor(options: StoreOptions<Line, Result>) {
    this.#options = options;
    this.#path = join(options.folder, FILE);
    this.#rewriteAt = options.maxBytes;
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#descriptor = fs.openSync(this.#path, "a", PRIVATE);
    syncFolder(options.folder);
    this.#restore();
  }

  #restore(): void {
    let number = 0;
    const { whole, torn } = readLines(this.#path, (line) => this.#restoreLine(line, ++number));
    this.#size = whole;
    this.#isTorn = torn > 0;
    if (torn > 0)
      this.#options.warn(
        `${this.#path}: ignored the last ${torn} bytes, a line that was torn before it was acknowledged`,
      );
  }

  #restoreLine(bytes: Buffer, number: number): void {
    let line: Line;
    try {
      line = JSON.parse(bytes.toString("utf8"));
    } catch {
      this.#options.warn(
        `${this.#path}:${number}: ignored a line that is no JSON: the disk or somebody has damaged it`,
      );
      return;
    }
    this.#options.apply(line);
  }

  /** Resolves with the result of `apply`; rejects when the line could not be kept. */
  append(line: Line): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ line, text: textOf(line), resolve, reject });
      this.#writing ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      await this.#commit(batch);
      if (this.#size > this.#rewriteAt) this.#rewrite();
    }
    this.#writing = undefined;
  }

  async #commit(batch: readonly Pending<Line, Result>[]): Promise<void> {
    const bytes = Buffer.from(batch.map(({ text }) => text).join(""));
    try {
      if (this.#isTorn) fs.ftruncateSync(this.#descriptor, this.#size);
      this.#isTorn = true;
      await writeAll(this.#descriptor, bytes);
      await datasync(this.#descriptor);
      this.#isTorn = false;
      this.#size += bytes.length;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { line, resolve } of batch) resolve(this.#options.apply(line));
  }

  /** Replaces the file in one step: a crash leaves the old one or the new one. */
  #rewrite(): void {
    const scratch = `${this.#path}.new`;
    try {
      fs.rmSync(scratch, { force: true });
      const descriptor = fs.openSync(scratch, "a", PRIVATE);
      const size = writeLines(descriptor, this.#options.snapshot());
      fs.fsyncSync(descriptor);
      fs.renameSync(scratch, this.#path);
      syncFolder(this.#options.folder);
      fs.closeSync(this.#descriptor);
      this.#descriptor = descriptor;
      this.#size = size;
    } catch (error) {
      this.#options.warn(
        `${this.#path}: could not be made smaller, and grows on: ${error instanceof Error ? error.message : error}`,
      );
    }
    // Never at each append, however large the state itself is.
    this.#rewriteAt = Math.max(this.#options.maxBytes, 2 * this.#size);
  }

  /** Why the last write failed; undefined when it did not. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#writing;
    fs.closeSync(this.#descriptor);
  }
}
