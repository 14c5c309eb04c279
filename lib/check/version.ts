/** Programs whose version decides what a file may say, each as `2.42.0`. */
export interface Versions {
  readonly prometheus?: string;
  readonly alertmanager?: string;
}

const numbers = (version: string): number[] =>
  version
    .replace(/^v/, "")
    .split(".")
    .map((part) => Number.parseInt(part, 10) || 0);

/** Negative when `a` is older than `b`; parts that are not given count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether the program whose version is known is older than the one given for it. */
export const isOlder = (versions: Versions, than: Required<Versions>): boolean =>
  isSince(versions.prometheus, than.prometheus) === false ||
  isSince(versions.alertmanager, than.alertmanager) === false;

/** Whether `version` is at least `minimum`; undefined when it is not known. */
export const isSince = (version: string | undefined, minimum: string): boolean | undefined =>
  version === undefined ? undefined : compareVersions(version, minimum) >= 0;
