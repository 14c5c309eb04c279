import type { Holders } from "../schema/index.ts";
import { dereference, type JsonSchema } from "./json-schema.ts";

const known = new WeakMap<JsonSchema, Holders>();

/** Where each key of a schema stands. */
export function holdersIn(schema: JsonSchema): Holders {
  const holders = known.get(schema) ?? allHolders(schema);
  known.set(schema, holders);
  return holders;
}

function allHolders(root: JsonSchema): Holders {
  const holders = new Map<string, Set<string>>();
  const visit = (schema: JsonSchema, holder: string): void => {
    const { properties = {}, items, additionalProperties } = dereference(schema, root);
    for (const [key, property] of Object.entries(properties)) {
      const all = holders.get(key) ?? new Set();
      const isNew = !all.has(holder);
      holders.set(key, all.add(holder));
      if (isNew) visit(property, key);
    }
    for (const inner of [items, additionalProperties]) if (typeof inner === "object") visit(inner, holder);
  };
  visit(root, "");
  return holders;
}
