import { nearest } from "../schema/index.ts";
import type { Kind, KindName } from "./kind.ts";
import type { Source } from "./source.ts";

/** What files are mostly called, for those whose keys do not tell: empty ones, and ones with a mistake at the top. */
const NAMES: readonly (readonly [RegExp, KindName])[] = [
  [/(?:^|\/)environment\.ya?ml$/, "environment"],
  [/alertmanager[^/]*\.ya?ml$/, "alertmanager"],
  [/blackbox[^/]*\.ya?ml$/, "blackbox"],
  [/(?:^|[/._-])web(?:[._-]?config)?\.ya?ml$/, "web"],
  [/(?:^|\/)slos?\/|[._-]slos?\.ya?ml$/, "slo"],
  [/(?:^|\/)tests?\/|[._-]tests?\.ya?ml$/, "tests"],
  [/(?:^|\/)(?:rules|alerts)\/|(?:rules?|alerts?)\.ya?ml$/, "rules"],
  [/prometheus[^/]*\.ya?ml$/, "prometheus"],
];

/** The kind of a file: by a key that only one kind has, else by its name, else by keys that look like those of a kind. */
export function detectKind(source: Source, kinds: readonly Kind[]): Kind | undefined {
  const keys = source.keys();
  const certain = kinds.find((kind) => kind.detects(keys));
  if (certain !== undefined) return certain;
  const named = NAMES.find(([pattern]) => pattern.test(source.file.path))?.[1];
  return kinds.find(({ name }) => name === named) ?? likely(keys, kinds);
}

function likely(keys: ReadonlySet<string>, kinds: readonly Kind[]): Kind | undefined {
  const hasAlmost = (kind: Kind): boolean =>
    [...keys].some((key) => {
      const meant = nearest(key, kind.keys);
      return meant !== undefined && kind.detects(new Set([meant]));
    });
  const knowsAll = (kind: Kind): boolean => keys.size > 0 && [...keys].every((key) => kind.keys.includes(key));
  // Alertmanager's file cannot do without a key of its own, so one with `global` alone is Prometheus's, which comes later.
  return kinds.find(hasAlmost) ?? kinds.findLast(knowsAll);
}
