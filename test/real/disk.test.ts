import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freeSpace, requireSpace } from "../../host/disk.ts";
import { run } from "../../host/run.ts";

describe("room on a disk", () => {
  const notThereYet = join(tmpdir(), "watchkeeper-nowhere", "deeper");

  test("is what df says, also of a folder that is not there yet", async () => {
    const { stdout } = await run(["df", "--output=avail", "--block-size=1M", tmpdir()]);
    const free = Number(stdout.split("\n")[1]);
    expect(Math.abs(((await freeSpace(notThereYet)) ?? 0) - free)).toBeLessThan(200);
  });

  test("that suffices is no matter; too little is a user's error with what needs how much, and the mend", async () => {
    await requireSpace(notThereYet, 1, "a trifle");
    const refused = requireSpace(notThereYet, 1e9, "building the world");
    await expect(refused).rejects.toThrow(
      /watchkeeper-nowhere.* is nearly full: building the world needs 1000000000 MiB/,
    );
    await expect(refused).rejects.toMatchObject({ name: "UserError", help: expect.stringContaining("make room") });
  });
});
