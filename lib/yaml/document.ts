import { EVENT_ID } from "js-yaml";
import type { Place } from "../finding.ts";
import { sourceRange } from "./decoded.ts";
import type { Lines } from "./lines.ts";
import { nodePlace, writtenPlace } from "./place.ts";
import { namesOf } from "./pointer.ts";
import type { Entry, Tree } from "./tree.ts";

/** A value and where each part of it is written. Pointers are JSON pointers (RFC 6901). */
export interface Located {
  /** As YAML 1.2's core schema reads it; keys are always text. Undefined for an empty file. */
  readonly value: unknown;
  /** Where the value (or its key) is written; for what is not written, the key or the start of what it would stand in. */
  place(pointer: string, part?: "key" | "value"): Place;
  /** Where `length` UTF-16 units from `offset` of a scalar's decoded text are written; the whole value if it is no scalar. */
  placeIn(pointer: string, offset: number, length: number): Place;
  /** A scalar's text as Go's decoder takes it into a string: `1.10`, `yes` and `0755` stay as they are written. */
  text(pointer: string): string | undefined;
}

/** One document of a YAML file. */
export class YamlDocument implements Located {
  readonly value: unknown;
  private readonly tree: Tree;
  private readonly lines: Lines;
  private readonly root: Entry;

  constructor(value: unknown, tree: Tree, lines: Lines, root: number) {
    this.value = value;
    this.tree = tree;
    this.lines = lines;
    this.root = { value: root };
  }

  /** Whether the pointer leads to something that is written. */
  has(pointer: string): boolean {
    return this.find(pointer).isExact;
  }

  place(pointer: string, part: "key" | "value" = "value"): Place {
    const { entry, isExact } = this.find(pointer);
    const wantsKey = part === "key" || !isExact;
    if (wantsKey && entry.key !== undefined) return nodePlace(this.tree, this.lines, entry.key);
    const written = writtenPlace(this.tree, this.lines, entry.value);
    return written ?? nodePlace(this.tree, this.lines, entry.key ?? entry.value);
  }

  text(pointer: string): string | undefined {
    const { entry, isExact } = this.find(pointer);
    return isExact ? this.tree.text(entry.value) : undefined;
  }

  placeIn(pointer: string, offset: number, length: number): Place {
    const { entry, isExact } = this.find(pointer);
    const event = this.tree.events[this.tree.target(entry.value)];
    if (!isExact || event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return this.place(pointer);
    return this.lines.place(...sourceRange(this.tree.source, event, offset, length));
  }

  /** The entry that the pointer leads to, or the deepest one on its way. */
  private find(pointer: string): { entry: Entry; isExact: boolean } {
    let entry = this.root;
    for (const name of namesOf(pointer)) {
      const child = this.tree.child(entry.value, name);
      if (child === undefined) return { entry, isExact: false };
      entry = child;
    }
    return { entry, isExact: true };
  }
}
