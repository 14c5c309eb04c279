import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from "js-yaml";
import { scalarText } from "../../yaml/scalar-text.ts";
import type { NodeIndex } from "../../yaml/tree.ts";
import { dereference, type JsonSchema, typesOf } from "../json-schema.ts";
import { Cursor } from "./cursor.ts";
import type { Listener } from "./listener.ts";
import { convert, type Dialect, isTooLarge, resolve, type Scalar, zeroOf } from "./scalar.ts";
import { anchorFault, scalarFault } from "./syntax.ts";
import { explicitTag, readTagged } from "./tag.ts";

/** Nodes that aliases may add to those that are written: nested ones make thousands of millions of them. */
const MAX_ALIASED = 500_000;

/**
 * Reads one document as Go's YAML decoder fills the structures that the schema describes: text fields take a scalar's
 * text as it is written (`1.10`, `yes`), numbers and booleans follow YAML 1.1, null leaves a field as if it were absent.
 * What does not fit stays as it is, for the schema's own validation to say so.
 * Source: decode.go and resolve.go of go.yaml.in/yaml v2.4 and v3.0.
 */
export class Decoder {
  /** Where each mapping and sequence of the result begins. */
  readonly origins = new Map<object, NodeIndex>();
  /** Keys that are written without a value, by object: nearly always the same as not written, but Go can tell. */
  readonly nulls = new Map<object, Set<string>>();
  private readonly cursor: Cursor;
  private readonly root: JsonSchema;
  private readonly dialect: Dialect;
  private readonly listener: Listener;
  private readonly anchors = new Map<string, NodeIndex>();
  private readonly open = new Set<NodeIndex>();
  private inFlow = false;
  /** Whether the node at hand is only parsed, and no field takes it: then only its syntax counts. */
  private isPassedOver = false;
  private nodes = 0;
  private readonly limit: number;

  constructor(events: readonly Event[], source: string, root: JsonSchema, dialect: Dialect, listener: Listener) {
    this.cursor = new Cursor(events, source);
    this.limit = events.length + MAX_ALIASED;
    this.root = root;
    this.dialect = dialect;
    this.listener = listener;
  }

  /** The value of the node at `start`; undefined for null. */
  decode(start: NodeIndex): unknown {
    this.cursor.at = start;
    return this.read(this.root);
  }

  private read(schema: JsonSchema): unknown {
    this.nodes += 1;
    const index = this.cursor.at;
    const event = this.cursor.events[index];
    if (event === undefined || this.nodes > this.limit) return this.giveUp(index);
    if (event.type === EVENT_ID.ALIAS)
      return this.readAlias(this.cursor.source.slice(event.anchorStart, event.anchorEnd), schema);
    if (event.type !== EVENT_ID.POP && event.type !== EVENT_ID.DOCUMENT && event.anchorStart >= 0) {
      this.setAnchor(this.cursor.source.slice(event.anchorStart, event.anchorEnd), index);
    }
    const target = dereference(schema, this.root);
    if (event.type === EVENT_ID.MAPPING && this.cursor.source.startsWith("{{", event.start))
      return this.passOverTemplate(index, target);
    this.cursor.at += 1;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      return this.readCollection(event, index, target);
    return event.type === EVENT_ID.SCALAR ? this.readScalar(event, index, target) : undefined;
  }

  private readCollection(event: MappingEvent | SequenceEvent, index: NodeIndex, schema: JsonSchema): unknown {
    const outer = this.inFlow;
    this.inFlow = event.style === COLLECTION_STYLE.FLOW;
    this.open.add(index);
    const value = event.type === EVENT_ID.MAPPING ? this.readMapping(index, schema) : this.readSequence(index, schema);
    this.open.delete(index);
    this.inFlow = outer;
    this.cursor.at += 1;
    return value;
  }

  /** A template without quotes: YAML takes its braces for a map that is a key of a map, which no field takes. */
  private passOverTemplate(index: NodeIndex, schema: JsonSchema): string | undefined {
    this.cursor.skip();
    this.misfit("a text that begins with `{{`, as templates do, must stand in quotes", index);
    return typesOf(schema).includes("string") ? "" : undefined;
  }

  private giveUp(index: NodeIndex): undefined {
    if (this.nodes === this.limit + 1)
      this.listener.fault("the aliases of this file stand for more values than any program should read", index);
    this.cursor.skip();
  }

  private readAlias(name: string, schema: JsonSchema): unknown {
    const index = this.cursor.at;
    const target = this.anchors.get(name);
    let value: unknown;
    if (target === undefined) {
      this.listener.fault(`there is no anchor &${name} above`, index);
    } else if (this.open.has(target)) {
      this.misfit(`the alias *${name} stands inside of what it stands for`, index);
    } else {
      this.open.add(target);
      this.cursor.at = target;
      value = this.read(schema);
      this.open.delete(target);
    }
    this.cursor.at = index + 1;
    return value;
  }

  private setAnchor(name: string, index: NodeIndex): void {
    this.anchors.set(name, index);
    const fault = anchorFault(name);
    if (fault !== undefined) this.listener.fault(fault, index);
  }

  private readSequence(index: NodeIndex, schema: JsonSchema): unknown[] {
    const items = typesOf(schema).includes("array") ? (schema.items ?? {}) : {};
    const isText = typesOf(dereference(items, this.root)).includes("string");
    const list: unknown[] = [];
    this.origins.set(list, index);
    while (!this.cursor.isEnd()) list.push(this.read(items) ?? (isText ? "" : null));
    return list;
  }

  private readMapping(index: NodeIndex, schema: JsonSchema): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.origins.set(object, index);
    const merged = this.readMembers(object, typesOf(schema).includes("object") ? schema : {});
    if (this.dialect === 3)
      for (const [name, value] of merged) if (!Object.hasOwn(object, name)) assign(object, name, value);
    return this.finish(object, schema);
  }

  private finish(object: Record<string, unknown>, schema: JsonSchema): Record<string, unknown> {
    const as = schema["x-checked-as"];
    if (as !== undefined) this.listener.object(as, object);
    return object;
  }

  /** Members into `object`; returns those of merge keys, which v3 puts behind the mapping's own. */
  private readMembers(object: Record<string, unknown>, schema: JsonSchema): Map<string, unknown> {
    const seen = new Map<string, NodeIndex>();
    const merged = new Map<string, unknown>();
    while (!this.cursor.isEnd()) {
      const key = this.cursor.at;
      if (this.cursor.isMergeKey()) {
        if (this.dialect === 3) this.see("<<", key, seen);
        this.read({ type: "string" });
        this.readMerge(schema, (name, value) => {
          if (this.dialect === 3) merged.set(name, value);
          else assign(object, name, value);
          // Only v2's maps refuse what a merge key brought already; its structures let the later one count.
          if (this.dialect === 2 && schema.properties === undefined) this.see(name, key, seen);
        });
        continue;
      }
      const name = this.readKey(schema);
      this.see(name ?? "~", key, seen);
      if (name === undefined) {
        this.passOver();
        continue;
      }
      const value = this.readMember(name, key, schema, object);
      if (value !== undefined) assign(object, name, value);
    }
    return merged;
  }

  private see(name: string, key: NodeIndex, seen: Map<string, NodeIndex>): void {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, key);
    else if (!this.isPassedOver) this.listener.repeated(name, key, first);
  }

  /** Reads the node at the position for its anchors and the faults of its syntax only. */
  private passOver(): void {
    const outer = this.isPassedOver;
    this.isPassedOver = true;
    this.read({});
    this.isPassedOver = outer;
  }

  /** A fault of what is written where a field takes it, and none of syntax. */
  private misfit(message: string, node: NodeIndex): void {
    if (!this.isPassedOver) this.listener.fault(message, node);
  }

  private readMember(name: string, key: NodeIndex, schema: JsonSchema, object: object): unknown {
    const property =
      schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    const rest = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
    if (property?.["x-since"] !== undefined || property?.["x-until"] !== undefined) {
      this.listener.versioned(name, property, key);
    }
    const node = this.nodeText(property);
    const value = node ?? this.read(property ?? rest ?? {});
    if (node !== undefined) this.passOver();
    if (value !== undefined) return value;
    this.nulls.set(object, (this.nulls.get(object) ?? new Set()).add(name));
    // A key that nobody knows must stay, for the schema to say so.
    if (property === undefined && rest === undefined) return null;
    return zeroOf(dereference(property ?? rest ?? {}, this.root), property === undefined, this.dialect);
  }

  /** The text of the node at the position where the field takes that and nothing else. */
  private nodeText(property: JsonSchema | undefined): string | undefined {
    const until = property?.["x-node-until"];
    const takes = until !== undefined && this.listener.takesNode(until, this.cursor.at);
    return takes ? this.cursor.nodeValue() : undefined;
  }

  /** The text of a key; undefined for a null one, which v3 passes over together with its value. */
  private readKey(schema: JsonSchema): string | undefined {
    const index = this.cursor.at;
    const event = this.cursor.events[index];
    if (event?.type !== EVENT_ID.SCALAR && event?.type !== EVENT_ID.ALIAS) {
      this.cursor.skip();
      this.misfit("a key must be a text here, no list and no mapping", index);
      return "";
    }
    if (event.type === EVENT_ID.SCALAR && event.valueStart < 0)
      this.listener.fault("there is no key before this colon", index);
    const name = this.read({ type: "string" });
    if (name === undefined && this.dialect === 3) return undefined;
    const format = schema.propertyNames?.format;
    if (format !== undefined) this.listener.text(format, String(name ?? ""), index);
    return String(name ?? "");
  }

  private readMerge(schema: JsonSchema, take: (name: string, value: unknown) => void): void {
    const index = this.cursor.at;
    const isScalar = this.cursor.event?.type === EVENT_ID.SCALAR;
    // What is merged is a part of the whole: only that is looked at by the rules.
    const { "x-checked-as": _, ...part } = schema;
    const value = this.read(this.cursor.isSequence() ? { type: "array", items: part } : isScalar ? {} : part);
    const sources = Array.isArray(value) ? value.toReversed() : [value];
    for (const source of sources) {
      if (typeof source !== "object" || source === null || Array.isArray(source)) {
        this.misfit("`<<` merges a mapping or a list of mappings, and this is neither", index);
        return;
      }
      for (const [name, member] of Object.entries(source)) take(name, member);
    }
  }

  private readScalar(event: ScalarEvent, index: NodeIndex, schema: JsonSchema): unknown {
    const text = scalarText(this.cursor.source, event);
    const tag = explicitTag(event, this.cursor.source);
    const fault = scalarFault(text, event, this.cursor.source, this.inFlow);
    if (fault !== undefined) this.listener.fault(fault, index);
    const types = typesOf(schema);
    if (tag === undefined && types.length === 1 && types[0] === "string" && event.style !== SCALAR_STYLE.PLAIN) {
      return this.tell(schema, text, index);
    }
    const isText = tag === undefined && event.style !== SCALAR_STYLE.PLAIN;
    const scalar =
      tag === undefined ? (isText ? quoted(text) : resolve(text, this.dialect)) : readTagged(tag, text, this.dialect);
    if (scalar === undefined) {
      this.misfit(`"${text}" is no ${tag}`, index);
      return text;
    }
    // v2 looks for `null` and `~` before it asks a structure to read itself: one that is given `Null` finds nothing in it.
    if (scalar.kind === "null" && this.dialect === 2 && /^N/.test(text) && typesOf(schema)[0] === "object") {
      const object = {};
      this.origins.set(object, index);
      return this.finish(object, schema);
    }
    const value = convert(scalar, text, typesOf(schema), this.dialect);
    if (types.includes("integer") && isTooLarge(scalar, text, schema.minimum === 0))
      this.misfit(`${text} is too large: a number here has at most 64 bits`, index);
    return typeof value === "string" ? this.tell(schema, value, index) : value;
  }

  private tell(schema: JsonSchema, text: string, index: NodeIndex): string {
    if (schema.format !== undefined) this.listener.text(schema.format, text, index);
    const versions = schema["x-enum-since"] ?? {};
    if (Object.hasOwn(versions, text)) this.listener.versioned(text, { "x-since": versions[text] ?? "" }, index);
    return text;
  }
}

const quoted = (value: string): Scalar => ({ kind: "text", value });

/** As `object[name] = value`, also for a user's key `__proto__`. */
function assign(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
