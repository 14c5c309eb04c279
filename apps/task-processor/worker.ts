import type { Instruments } from "../kit/registry.ts";
import type { taskProcessor } from "./manifest.ts";
import type { Queue } from "./queue.ts";
import type { Store } from "./store.ts";
import { checksumOf, type Task } from "./task.ts";

export interface Workshop {
  readonly queue: Queue<Task>;
  readonly store: Store;
  readonly instruments: Instruments<typeof taskProcessor.metrics>;
  readonly maxRetries: number;
  readonly log: (line: string) => void;
}

class DamagedPayload extends Error {
  constructor() {
    super("its payload arrived damaged (the checksum differs)");
  }
}

async function verify(task: Task, store: Store): Promise<void> {
  if (checksumOf(await store.read(task)) !== task.checksum) throw new DamagedPayload();
}

function end(task: Task, { instruments }: Workshop): void {
  instruments.task_latency_seconds.observe((performance.now() - task.createdAt) / 1000);
}

function fail(task: Task, seconds: number, reason: string, workshop: Workshop): void {
  const retry = task.attempts <= workshop.maxRetries;
  const next = retry ? `retry ${task.attempts} of ${workshop.maxRetries} follows` : "given up";
  workshop.log(`Task ${task.number} failed in ${seconds.toFixed(2)}s: ${reason}; ${next}`);
  if (!retry) {
    end(task, workshop);
    return;
  }
  workshop.instruments.tasks_retried_total.inc({ task_type: task.type });
  workshop.queue.put(task);
}

/** One attempt at a task, with all that is counted and said about it. */
export async function processTask(task: Task, workshop: Workshop): Promise<void> {
  const { instruments, log } = workshop;
  log(`Processing task ${task.number}`);
  task.attempts += 1;
  instruments.tasks_active.inc();
  const startedAt = performance.now();
  const failure = await verify(task, workshop.store).then(
    () => undefined,
    (error: Error) => error,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  instruments.tasks_active.dec();
  instruments.task_duration_seconds.observe(seconds);
  instruments.task_busy_seconds_total.inc({ task_type: task.type }, seconds);
  instruments.tasks_processed_total.inc({ status: failure ? "failed" : "success", task_type: task.type });
  if (failure) {
    fail(task, seconds, failure.message, workshop);
    return;
  }
  log(`Task ${task.number} completed successfully in ${seconds.toFixed(2)}s`);
  end(task, workshop);
}

/** Takes one task after the other until the queue is closed; ends after the task that it has begun. */
export async function work(workshop: Workshop): Promise<void> {
  for (;;) {
    const task = await workshop.queue.take();
    if (task === undefined) return;
    await processTask(task, workshop);
  }
}
