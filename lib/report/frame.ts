import { eastAsianWidth } from "get-east-asian-width";
import type { Finding } from "../finding.ts";
import { paint } from "./paint.ts";

/** Lines longer than this are shown in part: minified files have lines of a hundred thousand columns. */
const MAX_WIDTH = 140;
const TAB = "    ";

/**
 * The source line of a finding with a caret under its range, as wide as a terminal shows it: tabs are shown as four
 * columns, wide characters count two. Undefined when the text has no such line.
 */
export function codeFrame(finding: Finding, text: string, color: boolean): string | undefined {
  const line = linesOf(text)[finding.line - 1];
  if (line === undefined) return undefined;
  const { before, marked, after } = cut(line, finding);
  const number = String(finding.line);
  const gutter = paint(color, "dim", `${" ".repeat(number.length)} |`);
  const carets = "^".repeat(Math.max(1, widthOf(marked)));
  const shown = before + (marked === "" ? "" : paint(color, finding.severity, marked)) + after;
  const indent = " ".repeat(widthOf(before));
  return `${paint(color, "dim", `${number} |`)} ${shown}\n${gutter} ${indent}${paint(color, finding.severity, carets)}`;
}

let last = { text: "", lines: [""] as readonly string[] };

/** Findings come file by file, and a file may have thousands: its lines are told apart once. */
function linesOf(text: string): readonly string[] {
  if (last.text !== text) last = { text, lines: text.split(/\r\n|\r|\n/) };
  return last.lines;
}

function cut(line: string, { line: first, column, endLine, endColumn }: Finding) {
  const start = Math.min(column - 1, line.length);
  const end = endColumn === undefined ? start + 1 : endLine === first ? endColumn - 1 : line.length;
  const from = start > MAX_WIDTH / 2 && line.length > MAX_WIDTH ? start - MAX_WIDTH / 2 : 0;
  const to = Math.min(line.trimEnd().length, from + MAX_WIDTH);
  return {
    before: (from > 0 ? "…" : "") + visible(line.slice(from, start)),
    marked: visible(line.slice(start, Math.min(end, to))),
    after: visible(line.slice(Math.min(end, to), to)) + (to < line.trimEnd().length ? "…" : ""),
  };
}

/** Characters that a terminal puts onto the one before. */
const WITHOUT_WIDTH = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

/** How many columns of a terminal a text takes. Unicode Standard Annex #11: wide characters, which emoji are too, take two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => {
    if (WITHOUT_WIDTH.test(character)) return sum;
    return sum + eastAsianWidth(character.codePointAt(0) ?? 0);
  }, 0);
}

/** Control characters and marks that turn the writing direction: in a file of a stranger they could rewrite the terminal. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text in which nothing is hidden: tabs as four spaces, other control characters as U+FFFD. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => (character === "\t" ? TAB : "\ufffd"));
