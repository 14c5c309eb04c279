import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { cachePath } from "../checkout.ts";
import type { Mend } from "./faults.ts";

/** Where it is kept that a drill has broken a component of a stack. */
const file = (stack: string, component: string): string => cachePath("drills", stack, `${component}.json`);

/** Before the fault: whoever comes after a drill that was killed knows how to mend it. */
export async function mark(stack: string, component: string, mend: Mend): Promise<void> {
  await mkdir(dirname(file(stack, component)), { recursive: true });
  await writeFile(file(stack, component), JSON.stringify(mend), { flush: true });
}

export const unmark = (stack: string, component: string): Promise<void> => rm(file(stack, component), { force: true });

export const isMarked = (stack: string, component: string): boolean => existsSync(file(stack, component));

/** What a drill that was killed left to be mended; undefined when there is nothing. */
export const marked = (stack: string, component: string): Promise<Mend | undefined> =>
  readFile(file(stack, component), "utf8").then(JSON.parse, () => undefined);
