import { CHOMPING_MODE, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import { scalarText } from "./scalar-text.ts";

/** For every UTF-16 unit of a scalar's decoded text, the range of the source that it came from. */
class SourceMap {
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** `count` decoded units, all from `[start, end)`. */
  add(start: number, end: number, count = 1): void {
    for (let unit = 0; unit < count; unit += 1) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  /** Units that are written as they are. */
  addVerbatim(start: number, end: number): void {
    for (let at = start; at < end; at += 1) this.add(at, at + 1);
  }
}

/**
 * The source range of `length` units of decoded text from `offset`, in any of YAML's five scalar styles
 * (YAML 1.2.2, chapters 7.3 and 8.1). A range that reaches past the text ends with the scalar.
 */
export function sourceRange(source: string, scalar: ScalarEvent, offset: number, length: number): [number, number] {
  const start = Math.max(scalar.valueStart, 0);
  if (scalar.fast) return clamp([start + offset, start + offset + length], start, Math.max(scalar.valueEnd, start));
  const map = mapOf(source, scalar);
  const last = map.ends.at(-1) ?? start;
  const from = map.starts[offset] ?? last;
  return [from, length === 0 ? from : (map.ends[offset + length - 1] ?? last)];
}

function clamp([from, to]: [number, number], low: number, high: number): [number, number] {
  return [Math.min(Math.max(from, low), high), Math.min(Math.max(to, low), high)];
}

function mapOf(source: string, scalar: ScalarEvent): SourceMap {
  const isBlock = scalar.style === SCALAR_STYLE.LITERAL_BLOCK || scalar.style === SCALAR_STYLE.FOLDED_BLOCK;
  return isBlock ? blockMap(source, scalar) : flowMap(source, scalar);
}

/** What is not written verbatim in a flow scalar. `fold`: line breaks with the white space around them. */
const FOLD = String.raw`(?<fold>[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*)`;
const SPECIAL = {
  [SCALAR_STYLE.PLAIN]: new RegExp(FOLD, "g"),
  [SCALAR_STYLE.SINGLE_QUOTED]: new RegExp(`${FOLD}|(?<quote>'')`, "g"),
  [SCALAR_STYLE.DOUBLE_QUOTED]: new RegExp(
    String.raw`${FOLD}|(?<joined>\\(?:\r\n|\r|\n)[ \t\r\n]*)|\\(?<code>x..|u.{4}|U.{8}|.)`,
    "g",
  ),
} as const;

function flowMap(source: string, scalar: ScalarEvent): SourceMap {
  const map = new SourceMap();
  const text = source.slice(scalar.valueStart, scalar.valueEnd);
  const special = SPECIAL[scalar.style as keyof typeof SPECIAL];
  let done = scalar.valueStart;
  for (const match of text.matchAll(special)) {
    const start = scalar.valueStart + match.index;
    map.addVerbatim(done, start);
    done = start + match[0].length;
    map.add(start, done, decodedLength(match.groups ?? {}));
  }
  map.addVerbatim(done, scalar.valueEnd);
  return map;
}

function decodedLength({ fold, joined, code }: Readonly<Record<string, string | undefined>>): number {
  if (fold !== undefined) return Math.max(1, [...fold.matchAll(/\r\n|\r|\n/g)].length - 1);
  if (joined !== undefined) return 0;
  return code?.startsWith("U") && Number.parseInt(code.slice(1), 16) > 0xffff ? 2 : 1;
}

/**
 * The decoded text of a block scalar holds each line's content in order, so the lines are found in it one by one;
 * what stands between two of them came from the line break (or the blank lines) between them.
 */
function blockMap(source: string, scalar: ScalarEvent): SourceMap {
  const map = new SourceMap();
  const decoded = scalarText(source, scalar);
  let lineEnd = scalar.valueStart;
  for (const { index, 0: line } of source.slice(scalar.valueStart, scalar.valueEnd).matchAll(/[^\r\n]+/g)) {
    const content = line.slice(scalar.indent);
    if (content === "" || scalar.indent < 0) continue;
    const start = scalar.valueStart + index + line.length - content.length;
    map.add(lineEnd, start, decoded.indexOf(content, map.starts.length) - map.starts.length);
    lineEnd = start + content.length;
    map.addVerbatim(start, lineEnd);
  }
  const rest = decoded.length - map.starts.length;
  map.add(lineEnd, scalar.chomping === CHOMPING_MODE.KEEP ? scalar.valueEnd : lineEnd, rest);
  return map;
}
