import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { endProcessesOf, processes } from "../support/processes.ts";

test("of what works in a folder everything is ended, a supervisor with what it starts again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-left-"));
  const works = async () => (await processes()).filter((process) => process.folder === folder);
  try {
    spawn("sh", ["-c", "while :; do sleep 600; done"], { cwd: folder, stdio: "ignore", detached: true }).unref();
    await eventually(60, async () => ((await works()).length === 2 ? true : undefined));
    expect(new Set(await endProcessesOf(folder))).toEqual(
      new Set(["sh -c while :; do sleep 600; done ", "sleep 600 "]),
    );
    expect(await works()).toEqual([]);
  } finally {
    await endProcessesOf(folder);
    await rm(folder, { recursive: true });
  }
});
