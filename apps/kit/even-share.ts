/**
 * Says yes to a share of the questions, evenly spread: what is left over is carried to the next question, as in error
 * diffusion. The share then holds in every window, and an alert on it depends on the share and not on luck.
 */
export class EvenShare {
  #carried = 0;

  /** share: 0 to 1. */
  next(share: number): boolean {
    this.#carried += share;
    // Ten times 0.1 is a little less than 1 in floating point.
    if (this.#carried < 1 - 1e-9) return false;
    this.#carried -= 1;
    return true;
  }
}
