import { describe, expect, test } from "vitest";
import { Pace } from "../../../apps/kit/pace.ts";
import { createRegistry } from "../../../apps/kit/registry.ts";
import { taskProcessor } from "../../../apps/task-processor/manifest.ts";
import { QUEUE_LIMIT, rateAt } from "../../../apps/task-processor/producer.ts";
import { Queue } from "../../../apps/task-processor/queue.ts";
import { Store } from "../../../apps/task-processor/store.ts";
import { drawTask, type Task } from "../../../apps/task-processor/task.ts";
import { processTask, work } from "../../../apps/task-processor/worker.ts";

const quickTask = (number: number): Task => ({ ...drawTask(number, performance.now()), seconds: 0 });

function workshop(successRate: number, maxRetries = 1) {
  const registry = createRegistry(taskProcessor.metrics);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const store = new Store(() => 1 - successRate);
  return { registry, lines, log, store, instruments: registry.instruments, maxRetries, queue: new Queue<Task>() };
}

const sum = async (shop: ReturnType<typeof workshop>, series: RegExp): Promise<number> => {
  const text = await shop.registry.exposition();
  return text
    .split("\n")
    .filter((line) => series.test(line))
    .reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
};

describe("queue", () => {
  test("first in, first out; a taker waits for what comes; closing lets takers go", async () => {
    const sizes: number[] = [];
    const queue = new Queue<number>((size) => sizes.push(size));
    queue.put(1);
    queue.put(2);
    expect([await queue.take(), await queue.take()]).toEqual([1, 2]);
    const [third, none] = [queue.take(), queue.take()];
    queue.put(3);
    queue.close();
    expect([await third, await none, await queue.take()]).toEqual([3, undefined, undefined]);
    expect(sizes).toEqual([1, 2, 1, 0, 0]);
  });
});

describe("producer", () => {
  test("the set rate holds at half of the limit, and nothing is made at the limit", () => {
    expect([0, QUEUE_LIMIT / 2, QUEUE_LIMIT, QUEUE_LIMIT + 9].map((length) => rateAt(length, 1.5))).toEqual([
      3, 1.5, 0, 0,
    ]);
  });

  test.each([0.95, 0.9, 0.7])("with success rate %d the queue stays between 5 and 50 for an hour", (successRate) => {
    let seed = 1;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    const pace = new Pace();
    let [length, busyUntil, failures] = [10, 0, 0];
    const lengths: number[] = [];
    for (let now = 0; now < 3600; now += 0.1) {
      length += pace.due(0.1, rateAt(length, 1));
      if (now >= busyUntil && length > 0) {
        length -= 1;
        failures += 1 - successRate;
        if (failures >= 1) [length, failures] = [length + 1, failures - 1];
        busyUntil = now + drawTask(1, 0, random).seconds;
      }
      if (now > 10) lengths.push(length);
    }
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(50);
  });
});

test("a task takes up to 3 s, by its type", () => {
  const tasks = Array.from({ length: 300 }, (_, i) => drawTask(i, 0));
  const longest = (type: string) => Math.max(...tasks.filter((task) => task.type === type).map((task) => task.seconds));
  expect(longest("fast")).toBeLessThanOrEqual(0.5);
  expect(longest("normal")).toBeLessThanOrEqual(1.5);
  expect(longest("slow")).toBeGreaterThan(1.5);
  expect(longest("slow")).toBeLessThanOrEqual(3);
});

describe("worker", () => {
  test.each([
    [0.9, 10],
    [0.7, 30],
    [1, 0],
    [0, 100],
  ])("success rate %d: in every hundred attempts %i fail, evenly", async (successRate, failed) => {
    const shop = workshop(successRate, 0);
    for (let i = 1; i <= 100; i++) await processTask(quickTask(i), shop);
    expect(await sum(shop, /^tasks_processed_total.*failed/)).toBe(failed);
    expect(await sum(shop, /^tasks_processed_total/)).toBe(100);
    const longestRun = Math.max(
      ...shop.lines
        .join("")
        .split("failed")
        .map((part) => part.split("success").length - 1),
    );
    if (failed > 0 && failed < 100) expect(longestRun).toBeLessThanOrEqual(Math.ceil(100 / failed));
  });

  test("a failed task goes back into the queue, a bounded number of times", async () => {
    const shop = workshop(0, 2);
    const task = quickTask(7);
    for (let next: Task | undefined = task; next; next = shop.queue.size > 0 ? await shop.queue.take() : undefined) {
      await processTask(next, shop);
    }
    expect(await sum(shop, /^tasks_processed_total.*failed/)).toBe(3);
    expect(await sum(shop, /^tasks_retried_total/)).toBe(2);
    expect(await sum(shop, /^task_latency_seconds_count/)).toBe(1);
    expect(shop.lines.filter((line) => line.includes("failed")).map((line) => line.replace(/ in .*s:/, ":"))).toEqual([
      "Task 7 failed: its payload arrived damaged (the checksum differs); retry 1 of 2 follows",
      "Task 7 failed: its payload arrived damaged (the checksum differs); retry 2 of 2 follows",
      "Task 7 failed: its payload arrived damaged (the checksum differs); given up",
    ]);
  });

  test("the log lines are the required ones, and tasks_active is 1 while a task is processed", async () => {
    const shop = workshop(1);
    shop.queue.put({ ...quickTask(4), seconds: 0.05 });
    const working = work(shop);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await sum(shop, /^tasks_active/)).toBe(1);
    shop.queue.close();
    await working;
    expect(await sum(shop, /^tasks_active/)).toBe(0);
    expect(shop.lines[0]).toBe("Processing task 4");
    expect(shop.lines[1]).toMatch(/^Task 4 completed successfully in 0\.0[5-9]s$/);
  });
});
