import type { Finding } from "../finding.ts";
import type { ParsedYaml } from "./parse.ts";

/** A comment `# watchkeeper:ignore NAME reason`. */
export interface Ignore {
  /** The check's name, or `*` for every check. */
  readonly check: string;
  /** Empty when none was given. */
  readonly reason: string;
  /** The lines it speaks of, both included: the block that starts on the comment's own line, or on the next one when it stands alone. */
  readonly from: number;
  readonly to: number;
}

const MARK = "watchkeeper:ignore";
const COMMENT = new RegExp(String.raw`(?<=^|[ \t])#[ \t]*${MARK}[ \t]+(?<check>\S+)[ \t]*(?<reason>.*)$`, "gm");
const LINE_BREAK = /\r\n|\r|\n/;

/** The comments that silence checks. What looks like one inside a text (a block scalar, a quoted string) is text. */
export function ignores(parsed: Pick<ParsedYaml, "file" | "isInScalar">): Ignore[] {
  const { text } = parsed.file;
  if (!text.includes(MARK)) return [];
  const lines = text.split(LINE_BREAK);
  return [...text.matchAll(COMMENT)].flatMap(({ index, groups: { check = "", reason = "" } = {} }) => {
    if (parsed.isInScalar(index)) return [];
    const before = text.slice(0, index).split(LINE_BREAK);
    const isAlone = before.at(-1)?.trim() === "";
    const first = isAlone ? nextContent(lines, before.length) : before.length - 1;
    return [{ check, reason: reason.trim(), from: first + 1, to: lastOfBlock(lines, first) + 1 }];
  });
}

/** Whether one of the comments of its file silences this finding. */
export const isIgnored = (finding: Finding, all: readonly Ignore[]): boolean =>
  all.some(
    ({ check, from, to }) => (check === "*" || check === finding.check) && finding.line >= from && finding.line <= to,
  );

const isContent = (line: string): boolean => !/^\s*(#|$)/.test(line);
const indentation = (line: string): number => line.length - line.trimStart().length;

function nextContent(lines: readonly string[], from: number): number {
  const found = lines.findIndex((line, index) => index >= from && isContent(line));
  return found === -1 ? from : found;
}

/** YAML's own structure: what belongs to a line stands deeper than it. */
function lastOfBlock(lines: readonly string[], first: number): number {
  const depth = indentation(lines[first] ?? "");
  const next = lines.findIndex((line, index) => index > first && isContent(line) && indentation(line) <= depth);
  return (next === -1 ? lines.length : next) - 1;
}
