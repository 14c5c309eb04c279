import type { NodeIndex } from "../../yaml/tree.ts";
import type { JsonSchema } from "../json-schema.ts";

/** What the decoder tells while it reads. Nodes are positions in the list of events. */
export interface Listener {
  /** An object whose schema is `x-checked-as` something; its own members are read already. */
  object(as: readonly string[], value: Readonly<Record<string, unknown>>): void;
  /** A text whose schema has a format, a key of a map included. */
  text(format: string, text: string, node: NodeIndex): void;
  /** A key, or a value of a list of known ones, that not every version knows. */
  versioned(name: string, schema: JsonSchema, node: NodeIndex): void;
  /** Whether a field takes the text of the node at hand as it is, as `x-node-until` has it. */
  takesNode(until: string, node: NodeIndex): boolean;
  /** What Go's decoder refuses whatever the schema says. */
  fault(message: string, node: NodeIndex): void;
  repeated(name: string, key: NodeIndex, first: NodeIndex): void;
}
