import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../../../bench/support/eventually.ts";
import type { Deployment } from "../../../support/deployment/deployment.ts";
import { ROUTING_KEY } from "../environment.ts";
import { count, processes, rules, state } from "../observed.ts";

/** What there is on native besides: how a program is started, and who can read a secret. */
async function changedByHand({ place, stack }: Deployment) {
  const script = join(place.home, stack, "service/pagerduty-sandbox/run");
  const secret = join(place.home, stack, "config/alertmanager/current/secrets/pagerduty");
  const [text, { mode }] = await Promise.all([readFile(script, "utf8"), stat(secret)]);
  await writeFile(script, text.replace("exec env", "exec nice env"));
  await chmod(secret, 0o644);
  return {
    differences: async () => [
      ...((await readFile(script, "utf8")) === text ? [] : [script]),
      ...((await stat(secret)).mode === mode ? [] : [secret]),
    ],
  };
}

export function changes(deployed: () => Deployment): void {
  test("a changed rule and a rotated secret arrive without a restart", async () => {
    const before = await processes(deployed());
    const key = [...ROUTING_KEY].reverse().join("");
    await deployed().edit("rules/promises.yml", "promises:up:count", "promises:up:changed");
    await deployed().write("secrets/pagerduty", key);
    await deployed().deploy();
    expect(await rules(deployed())).toContain("promises:up:changed");
    expect(await deployed().hands.read("alertmanager", "secrets/pagerduty")).toBe(key);
    expect(await processes(deployed())).toEqual(before);
  });

  test("a component whose process is killed is back by itself", async () => {
    const { hands } = deployed();
    const before = await hands.process("node-exporter");
    await hands.kill("node-exporter");
    const after = await eventually(60, async () => {
      const now = await hands.process("node-exporter");
      return now === before ? undefined : now;
    });
    expect(after).toBeDefined();
  });

  test("a file overwritten by hand is mended by the next deploy, and a component taken away is back", async () => {
    const { hands } = deployed();
    await deployed().deploy();
    const before = await state(deployed());
    await hands.overwrite("alertmanager", "alertmanager.yml", "route: {}\n");
    await hands.overwrite("prometheus", "rules/promises.yml", "groups: []\n");
    await hands.takeAway("node-exporter");
    const native = deployed().place.engine === undefined ? await changedByHand(deployed()) : undefined;
    await deployed().deploy();
    expect(await native?.differences()).toEqual(native && []);
    const after = await state(deployed());
    for (const name of ["alertmanager", "prometheus"]) {
      expect({ ...after.files[name], current: "" }).toEqual({ ...before.files[name], current: "" });
      expect(after.processes[name]).toBe(before.processes[name]);
    }
    expect(after.rules).toEqual(before.rules);
    expect(after.processes["node-exporter"]).toBeDefined();
    expect(after.processes["node-exporter"]).not.toBe(before.processes["node-exporter"]);
  });

  test("ended all at once, as by a reboot or a clean-up of the engine, it is back after the next deploy", async () => {
    const before = await processes(deployed());
    await deployed().hands.endAll();
    expect(Object.values(await processes(deployed())).filter((process) => process !== undefined)).toEqual([]);
    await deployed().deploy();
    const after = await processes(deployed());
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const name of Object.keys(before)) expect(after[name], name).toBeDefined();
    expect(await deployed().deploy()).toContain("No changes.");
  });

  test("taken away altogether, with whom it belonged to, it is back after the next deploy", async () => {
    await deployed().hands.sweep();
    expect(await deployed().hands.everything()).toEqual([]);
    await deployed().deploy();
    expect(Object.values(await processes(deployed()))).not.toContain(undefined);
    expect(await deployed().deploy()).toContain("No changes.");
  });

  test("a component removed from environment.yml is gone, its data stay with `data: keep`; declared again it is back", async () => {
    const { hands } = deployed();
    const data = await hands.dataPlace("pagerduty-sandbox");
    expect(data).toBeDefined();
    // Others keep what it brought them in the files from before.
    const isOurs = (what: string) => /node-exporter|pagerduty-sandbox/.test(what) && !/data|\/prometheus\//.test(what);
    expect((await hands.everything()).filter(isOurs)).not.toEqual([]);
    await deployed().edit("environment.yml", "  node-exporter: { expose: 127.0.0.2 }\n", "");
    await deployed().edit("environment.yml", "paging: sandbox", "paging: pagerduty");
    await deployed().deploy();
    expect(await hands.process("node-exporter")).toBeUndefined();
    expect((await hands.everything()).filter(isOurs)).toEqual([]);
    expect(await hands.dataPlace("pagerduty-sandbox")).toBe(data);
    await eventually(60, async () => ((await count(deployed(), 'up{job="node-exporter"}')) === 0 ? true : undefined));
    await deployed().reset();
    await deployed().deploy();
    expect(await hands.process("node-exporter")).toBeDefined();
    expect(await hands.process("pagerduty-sandbox")).toBeDefined();
  });
}
