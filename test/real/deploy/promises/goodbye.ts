import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stackFolder } from "../../../../host/deploy/plan.ts";
import { type Deployment, handsOf, NAME, PORTS } from "../../../support/deployment/deployment.ts";
import { freeOffset } from "../../../support/deployment/ports.ts";
import { count, state } from "../observed.ts";

const SIBLING = "version: 1\nname: sibling\npaging: sandbox\ndata: disposable\ncomponents: { prometheus: {} }\n";

const synthesized = ({ root }: Deployment, environment: string): string =>
  join(stackFolder(root, environment), "cdk.tf.json");

export function goodbye(deployed: () => Deployment): void {
  test("destroyed with `data: keep`, said since the last deploy, only its data stay, and the next deploy finds the metrics again", async () => {
    const { hands } = deployed();
    await deployed().edit("environment.yml", "data: keep", "data: disposable");
    await deployed().deploy();
    await deployed().reset();
    const before = Date.now() / 1000 - 5;
    expect(await count(deployed(), "promises:up:count or up", before)).toBeGreaterThan(0);
    await deployed().destroy();
    expect((await hands.everything()).filter((what) => !/data(\/|$)/.test(what))).toEqual([]);
    expect(await hands.dataPlace("prometheus")).toBeDefined();
    await deployed().deploy();
    expect(await count(deployed(), "promises:up:count or up", before)).toBeGreaterThan(0);
  });

  test("broken environments are refused alone: their sibling deploys, and they can be destroyed", async () => {
    const { hands, place } = deployed();
    const siblingHands = handsOf(place, `sibling-${place.instance}`);
    const before = await state(deployed());
    await deployed().write("environment.yml", SIBLING, "sibling");
    await deployed().settle("sibling", await freeOffset(PORTS));
    await deployed().write("environment.yml", `${SIBLING.replace("sibling", "misspelt")}componnents: {}\n`, "misspelt");
    await deployed().write(
      "environment.yml",
      `${SIBLING.replace("sibling", "secretless")}secrets: { key: { file: secrets/absent } }\n`,
      "secretless",
    );
    await deployed().edit("environment.yml", "components:\n", "components: [\n");
    try {
      const names = [NAME, "misspelt", "secretless", "sibling"];
      const { code, stdout: said } = await deployed().cdktf("deploy", ...names);
      expect(code).not.toBe(0);
      expect(said).toMatch(/configs\/promises\/environment\.yml:\d+:\d+:/);
      expect(said).toMatch(/configs\/misspelt\/environment\.yml:6:1:.*components/);
      expect(said).toMatch(/secrets\/absent does not exist/);
      expect(await siblingHands.process("prometheus")).toBeDefined();
      expect(await state(deployed())).toEqual(before);

      // What a command does not name it leaves as it is, and makes anew what a killed synth left half.
      const [left, half] = ["misspelt", "secretless"].map((name) => synthesized(deployed(), name)) as [string, string];
      const text = await readFile(left, "utf8");
      await deployed().write("environment.yml", SIBLING.replace("sibling", "misspelt"), "misspelt");
      await writeFile(half, text.slice(0, text.length / 2));
      const destroyed = await deployed().cdktf("destroy", NAME, "sibling");
      expect(destroyed.code).toBe(0);
      expect(await readFile(left, "utf8")).toBe(text);
      expect(JSON.parse(await readFile(half, "utf8"))).toHaveProperty("resource.terraform_data.claim");
      expect((await hands.everything()).filter((what) => !/data(\/|$)/.test(what))).toEqual([]);
      expect(await siblingHands.everything()).toEqual([]);
    } finally {
      await siblingHands.sweep();
    }
  });
}
