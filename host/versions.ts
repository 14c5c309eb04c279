import type { Range } from "../versions.ts";

/** The first dotted number in a text: `2.42.0` of `prometheus, version 2.42.0+ds (branch: …`. */
export const versionIn = (text: string): string | undefined => /\d+\.\d+(?:\.\d+)*/.exec(text)?.[0];

/** Negative, zero or positive as `a` is older, equal or newer. A missing part counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const parts = Array.from({ length: 4 }, (_, index) => (left?.[index] ?? 0) - (right?.[index] ?? 0));
  return parts.find((difference) => difference !== 0) ?? 0;
}

export const isWithin = (version: string, range: Range): boolean =>
  compareVersions(version, range.from) >= 0 && compareVersions(version, range.below) < 0;
