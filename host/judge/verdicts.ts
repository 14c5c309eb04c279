import { createHash } from "node:crypto";
import { mkdir, readFile, rename, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { cachePath } from "../checkout.ts";

/** Why what was judged must not land. */
export interface Refusal {
  readonly message: string;
  /** Whether it is the program's command line that it refuses, and not a file. */
  readonly ofFlags: boolean;
}

/** Nothing when it may land. */
export type Verdict = readonly Refusal[];

/** Of what is kept: raised when a verdict of before cannot be read any more. */
const FORMAT = 2;

/** Where a verdict is kept: by the hash of all that went into it. */
export function fileOf(judged: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify([FORMAT, judged]));
  return cachePath("verdicts", `${hash.digest("hex")}.json`);
}

/** Synth runs for every stack at every command, so nothing is judged twice. */
export function remembered(judged: unknown, judge: () => Promise<Verdict>): Promise<Verdict> {
  const file = fileOf(judged);
  const work = underWay.get(file) ?? rememberedIn(file, judge).finally(() => underWay.delete(file));
  underWay.set(file, work);
  return work;
}

/** Synth judges all environments at once, and several have the same files. */
const underWay = new Map<string, Promise<Verdict>>();

async function rememberedIn(file: string, judge: () => Promise<Verdict>): Promise<Verdict> {
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known !== undefined) {
    await utimes(file, new Date(), new Date());
    return JSON.parse(known);
  }
  const verdict = await judge();
  await mkdir(dirname(file), { recursive: true });
  const scratch = `${file}.${process.pid}`;
  await writeFile(scratch, JSON.stringify(verdict));
  await rename(scratch, file);
  return verdict;
}
