import { createHash, randomBytes } from "node:crypto";

type TaskType = "fast" | "slow" | "normal";

/** Seconds that a task of each type takes, and how often it comes. The mean is 0.97 s: a worker does about one task a second. */
const TYPES: Readonly<Record<TaskType, { from: number; to: number; share: number }>> = {
  fast: { from: 0.1, to: 0.5, share: 0.4 },
  normal: { from: 0.5, to: 1.5, share: 0.4 },
  slow: { from: 1.5, to: 3, share: 0.2 },
};
const PAYLOAD_BYTES = 64 * 1024;

/** A payload that lies in the store, to be fetched and checked. */
export interface Task {
  readonly number: number;
  readonly type: TaskType;
  /** How long the store takes to hand the payload out. */
  readonly seconds: number;
  readonly payload: Buffer;
  readonly checksum: string;
  readonly createdAt: number;
  attempts: number;
}

export const checksumOf = (payload: Buffer): string => createHash("sha256").update(payload).digest("hex");

function drawType(chance: number): TaskType {
  if (chance < TYPES.fast.share) return "fast";
  return chance < TYPES.fast.share + TYPES.normal.share ? "normal" : "slow";
}

/** The task of that number; `random` gives numbers from 0 to 1, `now` is in milliseconds. */
export function drawTask(number: number, now: number, random: () => number = Math.random): Task {
  const type = drawType(random());
  const { from, to } = TYPES[type];
  const payload = randomBytes(PAYLOAD_BYTES);
  return {
    number,
    type,
    seconds: from + random() * (to - from),
    payload,
    checksum: checksumOf(payload),
    createdAt: now,
    attempts: 0,
  };
}
