import type { Kind } from "./kind.ts";
import { prometheus } from "./prometheus/index.ts";
import { rules } from "./rules/index.ts";

/** All kinds of files. */
export const KINDS: readonly Kind[] = [prometheus, rules];
