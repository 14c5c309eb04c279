import { cachePath } from "../checkout.ts";
import { UserError } from "../errors.ts";
import { heldBy, withLock } from "../lock.ts";
import { isMarked } from "./marks.ts";

/** Held while drills of a stack are at work. */
const lock = (stack: string): string => cachePath("drills", stack, "lock");

/** Two at once would measure each other's faults, and take each other's for what was there before. Nobody waits for another's minutes unasked. */
export const alone = <T>(stack: string, work: () => Promise<T>): Promise<T> =>
  withLock(lock(stack), work, (pid) => {
    throw new UserError(`another drill of ${stack} is at work: process ${pid}`, {
      help: `wait until it has ended, or end it: \`kill -INT ${pid}\`, and it mends what it broke`,
      exitCode: 2,
    });
  });

/** What has become of the drill that has broken a component: one at work mends it itself, one that was killed has left it to others. */
export async function drillOf(stack: string, component: string): Promise<"at work" | "killed" | undefined> {
  if (!isMarked(stack, component)) return undefined;
  return (await heldBy(lock(stack))) === undefined ? "killed" : "at work";
}
