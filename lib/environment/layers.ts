import type { Place } from "../finding.ts";
import { type Located, namesOf, pointer } from "../yaml/index.ts";

/** Where a value was written. `parts`: those of its children that another file wrote. */
interface Origin {
  readonly document: Located;
  readonly pointer: string;
  readonly parts: ReadonlyMap<string, Origin>;
}

/** A value that several files wrote together; every part of it keeps its file. */
export class Layer implements Located {
  readonly value: unknown;
  private readonly origin: Origin;

  private constructor(value: unknown, origin: Origin) {
    this.value = value;
    this.origin = origin;
  }

  static of(document: Located): Layer {
    return new Layer(document.value, { document, pointer: "", parts: new Map() });
  }

  /** Maps merge, lists merge by their items' `name`, null takes away what the base says, everything else takes its place. */
  static merge(base: Layer, over: Layer): Layer {
    if (isMap(base.value) && isMap(over.value)) return mergeMaps(base, over);
    return isNamedList(base.value) && isNamedList(over.value) ? mergeLists(base, over) : over;
  }

  /** A map of these values, each from its own file; `at` is where the map as a whole stands. */
  static map(entries: Iterable<readonly [string, Layer]>, at: Layer): Layer {
    const all = [...entries];
    const parts = new Map(all.map(([key, { origin }]) => [key, origin]));
    return new Layer(Object.fromEntries(all.map(([key, { value }]) => [key, value])), { ...at.origin, parts });
  }

  static list(items: readonly Layer[], at: Layer): Layer {
    const parts = new Map(items.map(({ origin }, index) => [String(index), origin]));
    return new Layer(
      items.map(({ value }) => value),
      { ...at.origin, parts },
    );
  }

  /** What stands under a key, or the item of that number. */
  child(name: string): Layer | undefined {
    if (typeof this.value !== "object" || this.value === null || !Object.hasOwn(this.value, name)) return undefined;
    return new Layer((this.value as Record<string, unknown>)[name], childOrigin(this.origin, name));
  }

  /** Keys (or numbers of items) and what stands under them; none for a scalar. */
  get entries(): [string, Layer][] {
    if (typeof this.value !== "object" || this.value === null) return [];
    return Object.keys(this.value).flatMap((name) => {
      const child = this.child(name);
      return child === undefined ? [] : [[name, child]];
    });
  }

  place(path: string, part?: "key" | "value"): Place {
    const { document, pointer } = this.find(path);
    return document.place(pointer, part);
  }

  placeIn(path: string, offset: number, length: number): Place {
    const { document, pointer } = this.find(path);
    return document.placeIn(pointer, offset, length);
  }

  text(path: string): string | undefined {
    const { document, pointer } = this.find(path);
    return document.text(pointer);
  }

  private find(path: string): Origin {
    return namesOf(path).reduce(childOrigin, this.origin);
  }
}

const childOrigin = (origin: Origin, name: string): Origin =>
  origin.parts.get(name) ?? {
    document: origin.document,
    pointer: origin.pointer + pointer(name),
    parts: new Map(),
  };

function mergeMaps(base: Layer, over: Layer): Layer {
  const merged = new Map(base.entries);
  for (const [key, layer] of over.entries) {
    const below = merged.get(key);
    if (below === undefined) merged.set(key, layer);
    else if (layer.value === null) merged.delete(key);
    else merged.set(key, Layer.merge(below, layer));
  }
  return Layer.map(merged, over);
}

function mergeLists(base: Layer, over: Layer): Layer {
  const left = new Set(over.entries.map(([, layer]) => layer));
  const below = base.entries.map(([, layer]) => {
    const same = [...left].find((other) => nameOf(other) !== undefined && nameOf(other) === nameOf(layer));
    if (same === undefined) return layer;
    left.delete(same);
    return Layer.merge(layer, same);
  });
  return Layer.list([...below, ...left], over);
}

const nameOf = (layer: Layer): unknown => layer.child("name")?.value;

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list of maps that all have a name; what is no map in it is a mistake, which a schema reports. */
const isNamedList = (value: unknown): boolean => {
  const maps = Array.isArray(value) ? value.filter(isMap) : [];
  return maps.length > 0 && maps.every(({ name }) => typeof name === "string");
};
