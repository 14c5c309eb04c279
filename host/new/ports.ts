/** The first port from `first` on that is no other's default. */
export function freePort(first: number, taken: readonly number[]): number {
  return taken.includes(first) ? freePort(first + 1, taken) : first;
}
