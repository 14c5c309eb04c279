import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer is not undefined, with that pause between; rejects after that time. Errors count as no answer yet. */
export async function eventually<T>(
  seconds: number,
  ask: () => Promise<T | undefined> | T | undefined,
  pauseMs = 50,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let reason: unknown = "no answer"; ; await sleep(pauseMs)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${reason}`);
  }
}
