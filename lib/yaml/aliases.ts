import { EVENT_ID } from "js-yaml";
import type { Finding } from "../finding.ts";
import type { Lines } from "./lines.ts";
import { nodePlace } from "./place.ts";
import type { NodeIndex, Tree } from "./tree.ts";

/** How many nodes a file may have once every alias is written out: a few nested aliases make thousands of millions of them. */
const MAX_NODES = 2_000_000;

/** An alias inside its own anchor never ends, and nested ones can fill any memory; both would hang whoever walks the values. */
export function expansionFault(tree: Tree, lines: Lines): Finding | undefined {
  const sizes = new Map<NodeIndex, number>();
  for (let index = 0; index < tree.events.length; index += 1) {
    if (tree.events[index]?.type !== EVENT_ID.ALIAS) continue;
    const size = expandedSize(tree, index, sizes, new Set());
    if (size <= MAX_NODES) continue;
    return {
      ...nodePlace(tree, lines, index),
      severity: "error",
      check: "yaml/alias",
      message: Number.isNaN(size)
        ? "this alias stands inside of what it stands for, so it never ends"
        : `the aliases of this file stand for more than ${MAX_NODES.toLocaleString("en")} values`,
      help: "write out what is meant instead of the alias",
    };
  }
  return undefined;
}

/** Number of nodes below an alias with all aliases written out; NaN if it contains itself. */
function expandedSize(tree: Tree, index: NodeIndex, sizes: Map<NodeIndex, number>, open: Set<NodeIndex>): number {
  const node = tree.target(index);
  const known = sizes.get(node);
  if (known !== undefined) return known;
  if (open.has(node)) return Number.NaN;
  open.add(node);
  let size = 1;
  for (const { key, value } of tree.entries(node)) {
    size += expandedSize(tree, value, sizes, open) + (key === undefined ? 0 : expandedSize(tree, key, sizes, open));
  }
  open.delete(node);
  sizes.set(node, size);
  return size;
}
