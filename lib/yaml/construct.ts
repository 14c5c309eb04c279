import { CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, mergeTag, SCALAR_STYLE, YAMLException } from "js-yaml";
import type { Finding } from "../finding.ts";
import type { Lines } from "./lines.ts";
import { nodePlace } from "./place.ts";
import { syntaxFinding } from "./syntax.ts";
import type { NodeIndex, Tree } from "./tree.ts";

/** Prometheus reads merge keys (`<<`), which YAML 1.2's core schema leaves out. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);
/** js-yaml's own limit, 10,000, is less than what a file of ten thousand rules with shared labels needs. */
const MAX_MERGED_KEYS = 1_000_000;

/** The values of all documents. Every repeated key is reported, and its last value counts. */
export function construct(tree: Tree, lines: Lines): { values: unknown[]; findings: Finding[] } {
  const events = withTextKeys(tree.events, tree.source);
  const options = { source: tree.source, schema: SCHEMA, maxTotalMergeKeys: MAX_MERGED_KEYS };
  try {
    return { values: constructFromEvents(events, options), findings: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const complex = complexKeys(tree, lines);
    if (complex.length > 0) return { values: [], findings: complex };
    const repeated = repeatedKeys(tree, lines);
    if (repeated.length === 0) return { values: [], findings: [syntaxFinding(error, tree.source, lines)] };
    return { values: constructFromEvents(events, { ...options, json: true }), findings: repeated };
  }
}

/** First characters of plain scalars that YAML's core schema may read as a number, a boolean or null. */
const MAY_BE_NO_TEXT = new Set([..."-+.~0123456789nNtTfF"].map((character) => character.charCodeAt(0)));

/**
 * Go's decoder takes a key's text as it is written, so the label `1.10` is not `1.1`. js-yaml does so for quoted keys:
 * it is given the plain ones as such, except for the merge key.
 */
function withTextKeys(events: readonly Event[], source: string): Event[] {
  const expected: ("key" | "value" | "item")[] = [];
  return events.map((event) => {
    if (event.type === EVENT_ID.POP) {
      expected.pop();
      return event;
    }
    const last = expected.length - 1;
    const isKey = expected[last] === "key";
    if (isKey) expected[last] = "value";
    else if (expected[last] === "value") expected[last] = "key";
    if (event.type === EVENT_ID.MAPPING) expected.push("key");
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) expected.push("item");
    const isText = event.type !== EVENT_ID.SCALAR || !MAY_BE_NO_TEXT.has(source.charCodeAt(event.valueStart));
    return isKey && !isText && event.style === SCALAR_STYLE.PLAIN
      ? { ...event, style: SCALAR_STYLE.SINGLE_QUOTED }
      : event;
  });
}

/** Every key with the keys before it in the same map. */
function eachKey(
  tree: Tree,
  visit: (key: NodeIndex, earlier: Map<string, NodeIndex>) => Finding | undefined,
): Finding[] {
  return tree.events.flatMap((event, index) => {
    if (event.type !== EVENT_ID.MAPPING) return [];
    const earlier = new Map<string, NodeIndex>();
    return tree.entries(index).flatMap(({ key }) => (key === undefined ? [] : (visit(key, earlier) ?? [])));
  });
}

function repeatedKeys(tree: Tree, lines: Lines): Finding[] {
  return eachKey(tree, (key, earlier) => {
    if (tree.isMergeKey(key)) return undefined;
    const name = tree.text(key) ?? "";
    const first = earlier.get(name);
    if (first === undefined) {
      earlier.set(name, key);
      return undefined;
    }
    return {
      ...nodePlace(tree, lines, key),
      severity: "error",
      check: "yaml/duplicate-key",
      message: `the key "${name}" stands here a second time, first in line ${nodePlace(tree, lines, first).line}`,
      help: "keep one of the two, or merge what stands below them",
    };
  });
}

/** A map or a list as a key: in our files always a template that lacks its quotes. */
function complexKeys(tree: Tree, lines: Lines): Finding[] {
  return eachKey(tree, (key) => {
    if (tree.text(key) !== undefined) return undefined;
    return {
      ...nodePlace(tree, lines, key),
      severity: "error",
      check: "yaml/syntax",
      message: "this is not valid YAML here: a map or a list cannot be a key",
      help: "a text that starts with `{` or `[`, as the template `{{ … }}` does, must stand in quotes",
    };
  });
}
