import { existsSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeServerImage } from "../../host/images/make.ts";
import { canStartEngine, startEngine, stopPrivateEngine } from "../support/engine.ts";
import { processes, processOf } from "../support/processes.ts";

test.skipIf(!canStartEngine())("of an engine that was killed nothing is left, nor of its containers", async () => {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-killed-"));
  try {
    const engine = await startEngine(folder, ["--iptables=false"]);
    const image = await makeServerImage(engine, "node_exporter", () => undefined);
    await engine.output(["run", "--detach", "--name", "sleeper", "--entrypoint", "sh", image, "-c", "sleep 600"]);
    const { State } = (await engine.inspect("container", "sleeper")) as { readonly State: { readonly Pid: number } };
    process.kill(Number(await readFile(join(folder, "pid"), "utf8")), "SIGKILL");
    expect((await processOf(State.Pid))?.command ?? "nothing").toContain("sleep");

    await stopPrivateEngine(folder);
    expect((await processOf(State.Pid))?.command ?? "").toBe("");
    expect((await processes()).filter(({ command }) => command.includes(folder))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  } finally {
    await stopPrivateEngine(folder);
  }
});
