import { distance } from "fastest-levenshtein";

/** Hyphens, underscores and capitals are what people mix up first: `scrapeInterval`, `scrape-interval`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, "");

/** The known name that `name` was most likely meant to be; undefined when none is near (a third of its length, two letters at least). */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const own = plain(name);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    // So many letters more or fewer are as many changes at least.
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const changes = own === plain(candidate) ? 0 : distance(name, candidate);
    // A name of which every letter must change is not a near one.
    if (changes < least && changes < Math.max(name.length, candidate.length)) {
      best = candidate;
      least = changes;
    }
  }
  return best;
}

/** `; did you mean "x"?`, or nothing when no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? "" : `; did you mean "${meant}"?`;
}
