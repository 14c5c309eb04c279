import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { cachePath } from "../checkout.ts";
import { withLock } from "../lock.ts";

/** A made image, and what it was made of. */
export interface Made {
  readonly image: string;
  readonly inputs: string;
}
type Records = Readonly<Record<string, Readonly<Record<string, Made>>>>;

const FILE = cachePath("images.json");

/** The image that was made for a program on an engine; undefined when none was. */
export const recorded = (engineId: string, program: string): Made | undefined => read()[engineId]?.[program];

export async function record(engineId: string, program: string, made: Made): Promise<void> {
  await withLock(`${FILE}.lock`, async () => {
    const all = read();
    const text = JSON.stringify({ ...all, [engineId]: { ...all[engineId], [program]: made } }, null, 2);
    await mkdir(dirname(FILE), { recursive: true });
    await writeFile(`${FILE}.new`, `${text}\n`);
    await rename(`${FILE}.new`, FILE);
  });
}

function read(): Records {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch {
    return {};
  }
}
