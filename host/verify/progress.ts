import type { WriteStream } from "node:tty";
import type { Outcome } from "./check.ts";

type Stream = Pick<WriteStream, "isTTY" | "columns" | "write">;

/** Says what is waited for: on a terminal in one line that changes, elsewhere once and plainly. */
export function progressOn(stream: Stream, waitSeconds: number) {
  let isSaid = false;
  return {
    onWait(failing: readonly Outcome[], seconds: number): void {
      const names = [...new Set(failing.map(({ check }) => check))].join(", ");
      const text = `waiting up to ${waitSeconds} s for: ${names}`;
      if (stream.isTTY) stream.write(`\r\u001b[2K${`${text} (${Math.round(seconds)} s)`.slice(0, stream.columns - 1)}`);
      else if (!isSaid) stream.write(`${text}\n`);
      isSaid = true;
    },
    end(): void {
      if (isSaid && stream.isTTY) stream.write("\r\u001b[2K");
    },
  };
}
