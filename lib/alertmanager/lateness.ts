/** All that delays a page, in seconds. */
export interface Timings {
  readonly scrapeInterval: number;
  readonly scrapeTimeout: number;
  readonly evaluationInterval: number;
  /** For how long a rate of the alert's expression still sees what was before. 0 when absent. */
  readonly range?: number;
  /** The alert's `for`. */
  readonly for: number;
  readonly groupWait: number;
  readonly groupInterval: number;
}

export interface Term {
  readonly name: string;
  readonly seconds: number;
}

/**
 * What can pass between a failure and its page, term by term: the failure waits for the next scrape, which may run into its timeout;
 * the sample waits for the next evaluation; a rate may have to see nothing but failures; `for` is counted in whole evaluations; and the alert opens a group (`group_wait`) or joins
 * an open one (`group_interval`).
 */
export function timeToPage(timings: Timings): readonly Term[] {
  const { evaluationInterval } = timings;
  return [
    ...seen(timings),
    { name: "for, in whole evaluations", seconds: Math.ceil(timings.for / evaluationInterval) * evaluationInterval },
    { name: "group_wait or group_interval", seconds: Math.max(timings.groupWait, timings.groupInterval) },
  ];
}

/** What can pass between the mend and the word of it: resolved alerts wait for their group's next turn. */
export function timeToResolve(timings: Timings & { readonly keepFiringFor?: number }): readonly Term[] {
  const { evaluationInterval, keepFiringFor = 0 } = timings;
  return [
    ...seen(timings),
    {
      name: "keep_firing_for, in whole evaluations",
      seconds: Math.ceil(keepFiringFor / evaluationInterval) * evaluationInterval,
    },
    { name: "group_interval", seconds: timings.groupInterval },
  ];
}

const seen = ({ scrapeInterval, scrapeTimeout, evaluationInterval, range = 0 }: Timings): Term[] => [
  { name: "scrape_interval", seconds: scrapeInterval },
  { name: "scrape_timeout", seconds: scrapeTimeout },
  { name: "evaluation_interval", seconds: evaluationInterval },
  ...(range === 0 ? [] : [{ name: "range of the expression", seconds: range }]),
];

export const sum = (terms: readonly Term[]): number => terms.reduce((total, { seconds }) => total + seconds, 0);

/** The longest time from a failure to its page, in seconds. */
export const worstCaseSeconds = (timings: Timings): number => sum(timeToPage(timings));
