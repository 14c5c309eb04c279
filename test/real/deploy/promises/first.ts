import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stackFolder } from "../../../../host/deploy/plan.ts";
import { type Deployment, NAME } from "../../../support/deployment/deployment.ts";
import { close, listenOn } from "../../../support/deployment/ports.ts";
import { ADDRESSES } from "../addresses.ts";
import { COMPONENTS, processes, state } from "../observed.ts";

export function firstDeploy(deployed: () => Deployment): void {
  test("a misspelt environment hears the nearest name, before anything is prepared", async () => {
    const { code, stdout } = await deployed().cdktf("deploy", `${NAME}x`);
    expect(code).not.toBe(0);
    expect(stdout).toContain(`there is no environment "${NAME}x" in configs/; did you mean "${NAME}"?`);
  });

  test("a port in use is named with its holder, before anything is created", async () => {
    const port = 9090 + deployed().place.portOffset;
    const holder = await listenOn(port);
    try {
      const reasons = await deployed().refused(deployed().cdktf);
      expect(reasons).toContain(`prometheus needs port ${port} of 127.0.0.1, and node`);
      expect(reasons).toContain(`(process ${process.pid}) holds it`);
      expect(await deployed().hands.everything()).toEqual([]);
    } finally {
      await close(holder);
    }
  });

  test("somebody else's network of the stack's name is told, and left alone", async ({ skip }) => {
    const { place, stack, hands } = deployed();
    const { engine } = place;
    if (engine === undefined) return skip("native has no networks");
    await engine.output(["network", "create", stack]);
    try {
      expect(await deployed().refused()).toContain(`the engine has a network ${stack} that is not this stack's`);
      expect(await hands.everything()).toEqual([`network ${stack}`]);
    } finally {
      await engine.output(["network", "rm", stack]);
    }
  });

  test("the first deploy runs all of it", async () => {
    await deployed().deploy(deployed().cdktf);
    expect(Object.values(await processes(deployed())).filter((process) => process === undefined)).toEqual([]);
    expect((await state(deployed())).rules).toContain("promises:up:count");
  });

  test("what is exposed answers on that address", async () => {
    const port = 9100 + deployed().place.portOffset;
    const answer = await fetch(`http://127.0.0.2:${port}/metrics`, { signal: AbortSignal.timeout(30_000) });
    expect(await answer.text()).toContain("node_exporter_build_info");
  });

  test("the addresses of Terraform's resources are those of the last release", async () => {
    const { engine, root } = { ...deployed().place, root: deployed().root };
    const text = await readFile(join(stackFolder(root, NAME), "cdk.tf.json"), "utf8");
    const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, unknown>> };
    const addresses = Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual(ADDRESSES[engine === undefined ? "native" : "docker"](COMPONENTS));
  });

  test("a second deploy says `No changes`, and restarts nothing", async () => {
    const before = await state(deployed());
    expect(await deployed().deploy(deployed().cdktf)).toContain("No changes.");
    expect(await state(deployed())).toEqual(before);
  });
}
