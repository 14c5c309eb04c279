import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withLock } from "../../host/lock.ts";

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
