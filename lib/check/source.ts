import { EVENT_ID, YAMLException } from "js-yaml";
import type { SourceFile } from "../files.ts";
import type { Finding, Place } from "../finding.ts";
import { sourceRange } from "../yaml/decoded.ts";
import { YamlDocument } from "../yaml/document.ts";
import { goEventsOf } from "../yaml/events.ts";
import { Lines } from "../yaml/lines.ts";
import { nodePlace, writtenPlace } from "../yaml/place.ts";
import { pointer } from "../yaml/pointer.ts";
import { syntaxFinding } from "../yaml/syntax.ts";
import { isScalar, type NodeIndex, Tree } from "../yaml/tree.ts";

/** A parsed file, not yet read as anything: which schema its values follow is decided later, by its kind. */
export class Source {
  readonly file: SourceFile;
  readonly tree: Tree;
  /** The first node of each document. */
  readonly documents: readonly NodeIndex[];
  /** That the file is no YAML. */
  readonly findings: readonly Finding[];
  private readonly lines: Lines;

  constructor(file: SourceFile) {
    this.file = file;
    this.lines = new Lines(file.path, file.text);
    const { tree, findings } = parse(file, this.lines);
    this.tree = tree;
    this.findings = findings;
    this.documents = tree.events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index + 1] : []));
  }

  /** Keys of the first document's mapping, with merge keys followed; none when it is no mapping. */
  keys(): ReadonlySet<string> {
    return this.keysOf(this.documents[0]);
  }

  /** Keys of the first item of a document that is a list. */
  itemKeys(): ReadonlySet<string> {
    const [root] = this.documents;
    const isList = root !== undefined && this.tree.events[root]?.type === EVENT_ID.SEQUENCE;
    return this.keysOf(isList ? this.tree.entries(root)[0]?.value : undefined);
  }

  /** The text below a key of the first document. */
  textOf(key: string): string | undefined {
    const entry = this.documents[0] === undefined ? undefined : this.tree.child(this.documents[0], key);
    return entry && this.tree.text(entry.value);
  }

  private keysOf(node: NodeIndex | undefined): ReadonlySet<string> {
    if (node === undefined || this.tree.events[node]?.type !== EVENT_ID.MAPPING) return new Set();
    return new Set(
      this.tree.entries(node).flatMap(({ key }) => (key === undefined ? [] : [this.tree.text(key) ?? ""])),
    );
  }

  /** Whether the character at `offset` lies in the text of a scalar, where `#` starts no comment. */
  isInScalar(offset: number): boolean {
    return this.tree.events.some((event) => isScalar(event) && event.valueStart <= offset && offset < event.valueEnd);
  }

  /** The document at `root` with `value` as what it says, for places by JSON pointer. */
  document(value: unknown, root: NodeIndex): YamlDocument {
    return new YamlDocument(value, this.tree, this.lines, root);
  }

  /** JSON pointer of the deepest node that starts at a place or before it: what stands there. */
  pointerAt({ line, column }: Place): string {
    const isBefore = (place: Place): boolean => place.line < line || (place.line === line && place.column <= column);
    const names: string[] = [];
    let node = this.documents[0];
    while (node !== undefined) {
      const entries = this.tree.entries(this.tree.target(node));
      const index = entries.findLastIndex((entry) => isBefore(this.place(entry.key ?? entry.value)));
      const entry = entries[index];
      if (entry !== undefined) names.push(entry.key === undefined ? String(index) : (this.tree.text(entry.key) ?? ""));
      node = entry?.value;
    }
    return pointer(...names);
  }

  /** The place of `[start, end)` of the text. */
  range(start: number, end: number): Place {
    return this.lines.place(start, end);
  }

  place(node: NodeIndex): Place {
    return nodePlace(this.tree, this.lines, node);
  }

  /** The member `name` of the collection at `node`; where it is not written, the collection itself. */
  placeOf(node: NodeIndex, name: string, part: "key" | "value"): Place {
    const entry = this.tree.child(node, name);
    if (entry === undefined) return this.place(node);
    const isWritten = writtenPlace(this.tree, this.lines, entry.value) !== undefined;
    return this.place((part === "key" || !isWritten) && entry.key !== undefined ? entry.key : entry.value);
  }

  /** A range of a scalar member's text. */
  placeIn(node: NodeIndex, name: string, range: readonly [number, number]): Place {
    const entry = this.tree.child(node, name);
    return entry === undefined ? this.place(node) : this.placeInNode(entry.value, range);
  }

  /** A range of a scalar's text; the whole node where it is no scalar. */
  placeInNode(node: NodeIndex, [offset, length]: readonly [number, number]): Place {
    const event = this.tree.events[this.tree.target(node)];
    if (event === undefined || !isScalar(event) || event.valueStart < 0) return this.place(node);
    return this.lines.place(...sourceRange(this.file.text, event, offset, length));
  }
}

interface Parsed {
  readonly tree: Tree;
  readonly findings: readonly Finding[];
}

/** What js-yaml takes at the top of a file and Go's parser does not. */
const REFUSED_AT_TOP: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^(?:[ \t]*(?:#.*)?\r?\n)*(\.\.\.)(?=\s|$)/, "ends a document here that has not begun"],
  [/^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+(---)(?=\s|$)/, "begins a document only at the start of its line"],
  [
    /^(?:(?:#.*|%TAG .*|%YAML 1\.1\s.*|[ \t]*)\r?\n)*(%(?!TAG\s|YAML 1\.1\s).*|[ \t]+%.*)/,
    "is no directive that Go's YAML knows: %YAML 1.1 and %TAG are, at the start of their lines",
  ],
];

function refusedAtTop({ text }: SourceFile, lines: Lines): Finding | undefined {
  for (const [pattern, why] of REFUSED_AT_TOP) {
    const [all = "", found = ""] = pattern.exec(text) ?? [];
    const place = lines.place(all.length - found.length, found.length);
    if (found !== "") return { ...place, severity: "error", check: "yaml/syntax", message: `\`${found}\` ${why}` };
  }
  return undefined;
}

function parse(file: SourceFile, lines: Lines): Parsed {
  const refused = refusedAtTop(file, lines);
  if (refused !== undefined) return { tree: new Tree([], file.text), findings: [refused] };
  try {
    return { tree: new Tree(goEventsOf(file.text), file.text), findings: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return (
      firstDocument(file, error, lines) ?? {
        tree: new Tree([], file.text),
        findings: [syntaxFinding(error, file.text, lines)],
      }
    );
  }
}

const SEPARATOR = /^(?:---|\.\.\.)(?=\s|$)/gm;

/** That a document has begun: with something in it, or with its marker alone. */
const BEGUN = /^\s*[^#\s%-]|^---(?=\s|$)/m;

/** Go's scanner looks one token further than the end of the document, and two where the first may be a key. */
const CANNOT_START = /^[ ]*(?:[\t@`%]|[[{"'&*!][^#\n]*(?:[ \t][-?](?=\s)|[@`%]))/;

/**
 * Go's decoder stops behind the first document, so what is broken below it breaks nothing. Undefined when the first one is broken itself.
 */
function firstDocument(file: SourceFile, error: YAMLException, lines: Lines): Parsed | undefined {
  const at = error.mark?.position ?? 0;
  const separators = [...file.text.slice(0, at).matchAll(SEPARATOR)].map(({ index }) => index);
  const ends = error.reason.startsWith("end of the stream") ? [...separators, ...outdent(file.text, at)] : separators;
  const end = ends.find((position) => BEGUN.test(file.text.slice(0, position)));
  if (end === undefined || CANNOT_START.test(file.text.slice(end))) return undefined;
  try {
    const tree = new Tree(goEventsOf(file.text.slice(0, end)), file.text);
    const finding: Finding = {
      ...lines.place(end),
      severity: "warning",
      check: "yaml/second-document",
      message: "from here on nothing is read: the first document ends here",
      help: "if this belongs to what stands above, check its indentation",
    };
    return { tree, findings: [finding] };
  } catch (again) {
    if (!(again instanceof YAMLException)) throw again;
    return undefined;
  }
}

/** Where the first document ends before `position`: below a root in brackets or quotes, or at a line further left than the first. */
function outdent(text: string, position: number): number[] {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const [, indentation = "", first = ""] = /^( *)([^\s#])/m.exec(text) ?? [];
  const before = text.slice(start, position);
  if ("{[\"'".includes(first)) return before.trim() === "" ? [position] : [];
  return before.length < indentation.length ? [start] : [];
}
