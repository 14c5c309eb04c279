import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import { scalarText } from "./scalar-text.ts";

/** One event of a document by its position in the list. */
export type NodeIndex = number;
/** A node as its parent names it: `key` is absent for items of a sequence. */
export interface Entry {
  readonly key?: NodeIndex;
  readonly value: NodeIndex;
}

/**
 * Finds nodes among the parser's events by JSON pointer. Children are listed when a collection is first asked for,
 * so a file of which nobody asks a place costs nothing.
 */
export class Tree {
  readonly events: readonly Event[];
  readonly source: string;
  private readonly children = new Map<NodeIndex, readonly Entry[]>();
  private readonly named = new Map<NodeIndex, ReadonlyMap<string, Entry>>();
  private ends: Int32Array | undefined;
  private anchors: ReadonlyMap<string, readonly NodeIndex[]> | undefined;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
  }

  event(index: NodeIndex): Event {
    const event = this.events[index];
    if (event === undefined) throw new RangeError(`no event ${index}`);
    return event;
  }

  /** The scalar's text after YAML's own decoding: `1.10` stays `1.10`. Undefined for collections. */
  text(index: NodeIndex): string | undefined {
    const event = this.event(this.target(index));
    return event.type === EVENT_ID.SCALAR ? scalarText(this.source, event) : undefined;
  }

  /** The node behind an alias, or the node itself. */
  target(index: NodeIndex): NodeIndex {
    const event = this.event(index);
    if (event.type !== EVENT_ID.ALIAS) return index;
    this.anchors ??= anchorsOf(this.events, this.source);
    const name = this.source.slice(event.anchorStart, event.anchorEnd);
    const anchored = this.anchors.get(name)?.findLast((candidate) => candidate < index);
    return anchored === undefined ? index : this.target(anchored);
  }

  /** Entries as written: merge keys and repeated keys are listed as they stand. */
  entries(index: NodeIndex): readonly Entry[] {
    const known = this.children.get(index);
    if (known !== undefined) return known;
    const entries = this.listEntries(index);
    this.children.set(index, entries);
    return entries;
  }

  /** The child that `name` (a key, or the number of an item) leads to, merge keys followed. */
  child(index: NodeIndex, name: string): Entry | undefined {
    const node = this.target(index);
    const { type } = this.event(node);
    if (type === EVENT_ID.SEQUENCE) return this.entries(node)[Number(name)];
    return type === EVENT_ID.MAPPING ? this.member(node, name, undefined) : undefined;
  }

  isMergeKey(index: NodeIndex): boolean {
    return this.isPlain(index) && this.text(index) === "<<";
  }

  /** Whether it is a scalar without quotes. */
  isPlain(index: NodeIndex): boolean {
    const event = this.event(this.target(index));
    return event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
  }

  private byName(node: NodeIndex): ReadonlyMap<string, Entry> {
    const known = this.named.get(node);
    if (known !== undefined) return known;
    const names = new Map<string, Entry>();
    for (const entry of this.entries(node)) {
      if (entry.key !== undefined && !this.isMergeKey(entry.key)) names.set(this.text(entry.key) ?? "", entry);
    }
    this.named.set(node, names);
    return names;
  }

  /** `open`: the mappings that are being merged, as one may be merged into itself. */
  private member(node: NodeIndex, name: string, open: ReadonlySet<NodeIndex> | undefined): Entry | undefined {
    const own = this.byName(node).get(name);
    if (own !== undefined || open?.has(node)) return own;
    for (const { key, value } of this.entries(node)) {
      if (key === undefined || !this.isMergeKey(key)) continue;
      for (const source of this.mergeSources(value)) {
        const found = this.member(source, name, new Set([...(open ?? []), node]));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The mappings that a merge key brings: one, or each of a list. */
  private mergeSources(value: NodeIndex): NodeIndex[] {
    const source = this.target(value);
    const isList = this.event(source).type === EVENT_ID.SEQUENCE;
    const sources = isList ? this.entries(source).map((item) => this.target(item.value)) : [source];
    return sources.filter((each) => this.event(each).type === EVENT_ID.MAPPING);
  }

  private listEntries(index: NodeIndex): Entry[] {
    const { type } = this.event(index);
    const entries: Entry[] = [];
    if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return entries;
    for (let at = index + 1; this.event(at).type !== EVENT_ID.POP; at = this.end(at)) {
      if (type === EVENT_ID.SEQUENCE) {
        entries.push({ value: at });
      } else {
        const key = at;
        at = this.end(key);
        entries.push({ key, value: at });
      }
    }
    return entries;
  }

  /** The index after the node's last event. */
  private end(index: NodeIndex): NodeIndex {
    this.ends ??= subtreeEnds(this.events);
    return this.ends[index] ?? index + 1;
  }
}

/** Nodes by the name of their anchor, in order: an alias means the last one before it (YAML 1.2.2, 3.2.2.2). */
function anchorsOf(events: readonly Event[], source: string): Map<string, NodeIndex[]> {
  const anchors = new Map<string, NodeIndex[]>();
  events.forEach((event, index) => {
    if (!("anchorStart" in event) || event.anchorStart < 0 || event.type === EVENT_ID.ALIAS) return;
    const name = source.slice(event.anchorStart, event.anchorEnd);
    const known = anchors.get(name);
    if (known === undefined) anchors.set(name, [index]);
    else known.push(index);
  });
  return anchors;
}

function subtreeEnds(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  events.forEach((event, index) => {
    ends[index] = index + 1;
    if (event.type === EVENT_ID.POP) ends[open.pop() ?? index] = index + 1;
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) open.push(index);
  });
  return ends;
}

export const isScalar = (event: Event): event is ScalarEvent => event.type === EVENT_ID.SCALAR;
