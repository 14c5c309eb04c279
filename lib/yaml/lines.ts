import type { Place } from "../finding.ts";

/** Turns offsets (UTF-16 units from 0) of one text into lines and columns. The line table is made at the first question. */
export class Lines {
  private readonly file: string;
  private readonly text: string;
  private table: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The place of `[start, end)`; without an end where the two are the same. */
  place(start: number, end: number = start): Place {
    const { line, column } = this.position(start);
    if (end <= start) return { file: this.file, line, column };
    const last = this.position(end);
    return { file: this.file, line, column, endLine: last.line, endColumn: last.column };
  }

  private position(offset: number): { line: number; column: number } {
    this.table ??= lineStarts(this.text);
    let low = 0;
    let high = this.table.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.table[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.table[low] ?? 0) + 1 };
  }
}

/** Offsets at which lines start. A line ends with LF, CRLF or CR, as in YAML 1.2 (5.4) and in the language server protocol. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineBreak.length);
  return starts;
}
