import * as fs from "node:fs";

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** What a file of lines has, in bytes. */
export interface Extent {
  /** Of the whole lines. */
  readonly whole: number;
  /** After the last whole line. */
  readonly torn: number;
}

/** Gives each whole line of a file, without its end. In pieces: the file may be larger than a string, or than memory. */
export function readLines(path: string, take: (line: Buffer) => void): Extent {
  const descriptor = fs.openSync(path, "r");
  try {
    let whole = 0;
    let rest: Buffer[] = [];
    for (let chunk = readChunk(descriptor); chunk.length > 0; chunk = readChunk(descriptor)) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
        take(line);
        whole += line.length + 1;
        rest = [];
        start = end + 1;
      }
      rest.push(chunk.subarray(start));
    }
    return { whole, torn: rest.reduce((sum, { length }) => sum + length, 0) };
  } finally {
    fs.closeSync(descriptor);
  }
}

function readChunk(descriptor: number): Buffer {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  return chunk.subarray(0, fs.readSync(descriptor, chunk));
}
