import { atRate } from "../kit/pace.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { taskProcessor } from "./manifest.ts";
import { BACKLOG, rateAt } from "./producer.ts";
import { Queue } from "./queue.ts";
import { Store } from "./store.ts";
import { drawTask, type Task } from "./task.ts";
import { work } from "./worker.ts";

/** Requirements, section task-processor: the fine variant. */
const FINE_BUCKETS = [0.1, 0.5, 1, 1.5, 2, 2.5, 3, 5];

function create({ settings, instruments }: AppContext<typeof taskProcessor>): AppPart {
  const queue = new Queue<Task>((size) => instruments.tasks_queue_size.set(size));
  const store = new Store(() => 1 - settings.get("SUCCESS_RATE"));
  const workshop = { queue, store, instruments, maxRetries: settings.get("MAX_RETRIES"), log: console.log };
  let created = 0;
  const produce = () => queue.put(drawTask(++created, performance.now()));
  let stopProducing = () => {};
  let workers: Promise<void>[] = [];
  return {
    begin() {
      for (let i = 0; i < BACKLOG; i++) produce();
      stopProducing = atRate(() => rateAt(queue.size, settings.get("TASK_RATE")), produce);
      workers = Array.from({ length: settings.get("WORKERS") }, () => work(workshop));
    },
    async stop() {
      stopProducing();
      queue.close();
      await Promise.all(workers);
    },
  };
}

await run({
  manifest: taskProcessor,
  metrics: (settings) =>
    taskProcessor.metrics.map((metric) =>
      metric.name === "task_duration_seconds" && settings.get("FINE_BUCKETS")
        ? { ...metric, buckets: FINE_BUCKETS }
        : metric,
    ),
  create,
});
