import { loadavg } from "node:os";

/** The middle one; of an even number the later of the two. */
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** Milliseconds that the work took. */
export async function elapsed(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A figure is worth what the machine had left for it. */
export const loadNow = (): string => `load average of the last minute: ${loadavg()[0]?.toFixed(1)}`;
