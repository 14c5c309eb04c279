import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This module runs from its source in tests and from dist/ otherwise, so the checkout is found by what lies at its root. */
function findRoot(folder: string): string {
  if (existsSync(join(folder, "cdktf.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("no cdktf.json above this module: it must lie in a checkout of watchkeeper");
  return findRoot(parent);
}

/** The checkout's root, absolute. */
export const CHECKOUT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A path below `.cache`, absolute: all that can be made again, and nothing else. */
export const cachePath = (...parts: readonly string[]): string => join(CHECKOUT, ".cache", ...parts);
