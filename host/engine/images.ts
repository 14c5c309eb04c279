import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailed, type Outcome } from "../run.ts";

interface Batch {
  readonly names: Set<string>;
  /** Those of the names that the engine has. */
  readonly there: Promise<ReadonlySet<string>>;
}

interface InspectedImage {
  readonly RepoTags: readonly string[] | null;
}

/** Much shorter than the 50 ms of the processor's time that each start of the client takes. */
const GATHERING_MS = 5;

/** Which images an engine has. What is asked at about the same time is put into one call of the client. */
export class Images {
  private gathering: Batch | undefined;

  constructor(private readonly inspect: (names: readonly string[]) => Promise<Outcome>) {}

  /** By tag, digest or id. Throws CommandFailed when the engine does not answer. */
  async exists(name: string): Promise<boolean> {
    this.gathering ??= this.gather();
    const { names, there } = this.gathering;
    names.add(name);
    return (await there).has(name);
  }

  private gather(): Batch {
    const names = new Set<string>();
    const there = sleep(GATHERING_MS).then(() => {
      this.gathering = undefined;
      return this.ask([...names]);
    });
    return { names, there };
  }

  private async ask(names: readonly string[]): Promise<ReadonlySet<string>> {
    const outcome = await this.inspect(names);
    if (outcome.code === 0) return new Set(names);
    if (!/no such image/i.test(outcome.stderr)) throw new CommandFailed(["docker", "image", "inspect"], outcome);
    const found: readonly InspectedImage[] = JSON.parse(outcome.stdout || "[]");
    const tags = new Set(found.flatMap(({ RepoTags }) => RepoTags ?? []));
    const known = names.filter((name) => tags.has(name));
    if (known.length === found.length) return new Set(known);
    // One has another name than it was asked by: `redis` is redis:latest, and there are digests and ids.
    const others = names.filter((name) => !tags.has(name));
    const codes = await Promise.all(others.map(async (name) => (await this.inspect([name])).code));
    return new Set([...known, ...others.filter((_, index) => codes[index] === 0)]);
  }
}
