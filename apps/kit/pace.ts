const STEP_MS = 50;
/** A pause of the process must not become a burst. */
const LONGEST_STEP_SECONDS = 1;

/** How many times something is due after each step of time; parts carry over. */
export class Pace {
  #owed = 0;

  due(seconds: number, rate: number): number {
    this.#owed += rate * Math.min(seconds, LONGEST_STEP_SECONDS);
    const whole = Math.floor(this.#owed);
    this.#owed -= whole;
    return whole;
  }
}

/** Acts `rate()` times a second, evenly, until the function that it returns is called. */
export function atRate(rate: () => number, act: () => void): () => void {
  const pace = new Pace();
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    for (let due = pace.due((now - last) / 1000, rate()); due > 0; due--) act();
    last = now;
  }, STEP_MS);
  return () => clearInterval(timer);
}
