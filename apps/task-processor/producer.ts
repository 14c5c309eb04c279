/** How full the producer lets the queue be; the rest of its room is for tasks that are tried again. */
export const QUEUE_LIMIT = 40;
/** What waits already when the app starts, so that the queue is at work from the first moment. */
export const BACKLOG = 10;

/**
 * Tasks a second at that queue length: the set rate at half of the limit, twice as much when the queue is empty, none at
 * the limit. So a queue whose workers keep up roughly settles by itself, whatever the share of retries.
 */
export function rateAt(queueLength: number, taskRate: number): number {
  return taskRate * 2 * Math.max(0, 1 - queueLength / QUEUE_LIMIT);
}
