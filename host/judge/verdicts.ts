import { createHash } from "node:crypto";
import { mkdir, readFile, rename, utimes, writeFile } from "node:fs/promises";
import { cachePath } from "../checkout.ts";

/** What was wrong with what was judged; nothing when it may land. */
export type Verdict = readonly string[];

/** Synth runs for every stack at every command, so what was judged once is known by the hash of all that went into it. */
export function remembered(judged: unknown, judge: () => Promise<Verdict>): Promise<Verdict> {
  const hash = createHash("sha256").update(JSON.stringify(judged)).digest("hex");
  const work = underWay.get(hash) ?? rememberedBy(hash, judge).finally(() => underWay.delete(hash));
  underWay.set(hash, work);
  return work;
}

/** Synth judges all environments at once, and several have the same files. */
const underWay = new Map<string, Promise<Verdict>>();

async function rememberedBy(hash: string, judge: () => Promise<Verdict>): Promise<Verdict> {
  const file = cachePath("verdicts", `${hash}.json`);
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known !== undefined) {
    await utimes(file, new Date(), new Date());
    return JSON.parse(known);
  }
  const verdict = await judge();
  await mkdir(cachePath("verdicts"), { recursive: true });
  const scratch = `${file}.${process.pid}`;
  await writeFile(scratch, JSON.stringify(verdict));
  await rename(scratch, file);
  return verdict;
}
