import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import type { SourceFile } from "../files.ts";
import type { Finding } from "../finding.ts";
import { expansionFault } from "./aliases.ts";
import { construct } from "./construct.ts";
import { YamlDocument } from "./document.ts";
import { eventsOf } from "./events.ts";
import { Lines } from "./lines.ts";
import { syntaxFinding } from "./syntax.ts";
import { isScalar, Tree } from "./tree.ts";

export interface ParsedYaml {
  readonly file: SourceFile;
  /** All documents of the file; none when it is empty or does not parse. */
  readonly documents: readonly YamlDocument[];
  /** The first, and the only one that Prometheus and Alertmanager read. An empty file has one too, without a value. */
  readonly document: YamlDocument;
  /** Syntax errors, repeated keys, aliases without end. When there is one, values and places are those of what could be read. */
  readonly findings: readonly Finding[];
  /** Whether the character at `offset` lies in the text of a scalar, where `#` starts no comment. */
  isInScalar(offset: number): boolean;
}

/** A document in which nothing is written. */
const NOTHING = parseEvents("---", {});

const parsedFiles = new WeakMap<SourceFile, ParsedYaml>();

/** Parses a YAML file into values and their places, once. Never throws for what a user may write. */
export function parseYaml(file: SourceFile): ParsedYaml {
  const known = parsedFiles.get(file);
  if (known !== undefined) return known;
  const parsed = parse(file);
  parsedFiles.set(file, parsed);
  return parsed;
}

function parse(file: SourceFile): ParsedYaml {
  const lines = new Lines(file.path, file.text);
  try {
    return fromEvents(file, eventsOf(file.text), lines);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return result(file, [], [], [syntaxFinding(error, file.text, lines)], lines);
  }
}

function fromEvents(file: SourceFile, events: readonly Event[], lines: Lines): ParsedYaml {
  const tree = new Tree(events, file.text);
  const fault = expansionFault(tree, lines);
  if (fault !== undefined) return result(file, events, [], [fault], lines);
  const { values, findings } = construct(tree, lines);
  const starts = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
  const documents = values.map((value, index) => new YamlDocument(value, tree, lines, (starts[index] ?? 0) + 1));
  return result(file, events, documents, findings, lines);
}

function result(
  file: SourceFile,
  events: readonly Event[],
  documents: readonly YamlDocument[],
  findings: readonly Finding[],
  lines: Lines,
): ParsedYaml {
  return {
    file,
    documents,
    document: documents[0] ?? new YamlDocument(undefined, new Tree(NOTHING, file.text), lines, 1),
    findings,
    isInScalar: (offset) =>
      events.some((event) => isScalar(event) && event.valueStart <= offset && offset < event.valueEnd),
  };
}
