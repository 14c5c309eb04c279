import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withLock } from "../../host/lock.ts";
import { scratchCheckout } from "../support/scratch-checkout.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a lock", () => {
  test("lets one in at a time, and leaves no file", async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      inside += 1;
      most.push(inside);
      await sleep(5);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(join(folder, "lock"), work)));
    expect(most).toEqual([1, 1, 1, 1, 1]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is given up when the work fails", async () => {
    const fails = withLock(join(folder, "lock"), () => Promise.reject(new Error("no")));
    await expect(fails).rejects.toThrow("no");
    expect(await withLock(join(folder, "lock"), async () => "in")).toBe("in");
  });

  test.each([
    ["a process that is no more", 2 ** 22 + 1],
    ["a dead process whose number is now ours", process.pid],
    ["a dead process whose number another has by now", `${process.ppid} 1`],
  ])("of %s is taken over", async (_, pid) => {
    await writeFile(join(folder, "lock"), String(pid));
    expect(await withLock(join(folder, "lock"), async () => "in")).toBe("in");
  });

  test("of a living process is waited for, and said once", async () => {
    const file = join(folder, "lock");
    await writeFile(file, String(process.ppid));
    const waited: number[] = [];
    const work = withLock(
      file,
      async () => "in",
      (pid) => waited.push(pid),
    );
    await sleep(250);
    await rm(file);
    expect(await work).toBe("in");
    expect(waited).toEqual([process.ppid]);
  });

  test("lets one in at a time where processes die that hold it", async () => {
    const file = join(folder, "lock");
    const checkout = await scratchCheckout(`
      import { open, rm } from "node:fs/promises";
      import { setTimeout as sleep } from "node:timers/promises";
      import { withLock } from "./host/lock.ts";
      const [file, inside] = [process.env.LOCK, process.env.LOCK + ".inside"];
      // All at once, or they would hardly ever look at the same dead one.
      await sleep(Number(process.env.START) - Date.now());
      for (const isLast of [false, false, true])
        await withLock(file, async () => {
          await (await open(inside, "wx")).close();
          await sleep(2);
          await rm(inside);
          if (isLast && process.pid % 2 === 1) process.exit();
        });
    `);
    try {
      for (let round = 0; round < 2; round += 1) {
        const variables = { LOCK: file, START: String(Date.now() + 1500) };
        const outcomes = await Promise.all(Array.from({ length: 30 }, () => checkout.run(variables)));
        expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
      }
    } finally {
      await checkout.remove();
    }
  });

  test("of another process is waited for by many at once, who do not take each other's file away", async () => {
    const file = join(folder, "lock");
    await writeFile(file, String(process.ppid));
    const works = Array.from({ length: 50 }, async (_, index) => {
      await sleep(index * 2);
      return withLock(file, async () => index);
    });
    await sleep(400);
    await rm(file);
    expect(await Promise.all(works)).toEqual(works.map((_, index) => index));
    expect(await readdir(folder)).toEqual([]);
  });
});
