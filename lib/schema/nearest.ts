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
    // Two letters that changed places are two changes too, and likelier than two that were left out.
    const farness = changes + (candidate.length === name.length ? 0 : 0.5);
    // A name of which every letter must change is not a near one.
    if (farness < least && changes < Math.max(name.length, candidate.length)) {
      best = candidate;
      least = farness;
    }
  }
  return best;
}

/** `; did you mean "x"?`, or nothing when no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  return asking(nearest(name, known));
}

/** `; did you mean "x"?`, or nothing. */
export const asking = (meant: string | undefined): string => (meant === undefined ? "" : `; did you mean "${meant}"?`);

/** The known key of whose name an unknown one is a part, as `job` of job_name and `path` of metrics_path; undefined where none is, or several end so. */
export function keyWith(part: string, known: readonly string[]): string | undefined {
  if (part.length < 3) return undefined;
  const [shortest] = known.filter((name) => name.startsWith(part)).sort((a, b) => a.length - b.length);
  const [ending, ...others] = known.filter((name) => name.endsWith(`_${part}`));
  return shortest ?? (others.length === 0 ? ending : undefined);
}
