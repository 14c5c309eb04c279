import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlan } from "../../../../host/deploy/plan.ts";
import { output } from "../../../../host/run.ts";
import { type Deployment, NAME, PORTS } from "../../../support/deployment/deployment.ts";
import { freeOffset } from "../../../support/deployment/ports.ts";
import { rules, state } from "../observed.ts";

export function others(deployed: () => Deployment): void {
  test("without the state nobody changes or destroys the stack; as another instance a copy runs beside it", async () => {
    const before = await state(deployed());
    const other = await deployed().clone();
    try {
      await other.edit("rules/promises.yml", "promises:up:count", "promises:up:stolen");
      const reasons = await other.refused();
      expect(reasons).toContain("was deployed from another Terraform state, which alone may change or destroy it");
      expect(reasons).toContain("make a copy of your own: `instance: NAME` and a `port_offset` in local.yml");
      expect(await state(deployed())).toEqual(before);
      expect(await other.destroy()).toContain("No objects need to be destroyed");
      expect(await releasedBy("somebody else", deployed())).toContain("left as it is");
      expect(await state(deployed())).toEqual(before);
    } finally {
      await other.removeCheckout();
    }
  });

  test("two copies run side by side; destroyed with `data: disposable`, nothing is left of one, and the other runs on", async () => {
    const before = await state(deployed());
    const { instance } = deployed().place;
    const copy = await deployed().clone({ instance: `${instance}-copy`, portOffset: await freeOffset(PORTS) });
    try {
      await copy.edit("environment.yml", "data: keep", "data: disposable");
      await copy.deploy();
      expect((await state(copy)).rules).toEqual(before.rules);
      expect(await state(deployed())).toEqual(before);
      // What moves is taken away where it was: not for a place that it cannot have.
      for (const [place, reason] of placesNotToBeHad(deployed(), copy)) {
        await place();
        expect(await deployed().refused()).toContain(reason);
        await deployed().reset();
        expect(await state(deployed())).toEqual(before);
      }
      await copy.destroy();
      expect(await copy.hands.everything()).toEqual([]);
      expect(await state(deployed())).toEqual(before);
    } finally {
      await copy.remove();
    }
  });

  test("a state that a team shares moves to where `backend` says, and who has it there changes the stack", async () => {
    await deployed().deploy();
    const before = await rules(deployed());
    const migrate = () => deployed().deploy(() => deployed().cdktf("deploy", NAME, "--migrate-state"));
    const shared = `data: keep\nbackend: { local: { path: ${join(deployed().root, "shared.tfstate")} } }`;
    const colleague = await deployed().clone();
    try {
      await deployed().edit("environment.yml", "data: keep", shared);
      await colleague.edit("environment.yml", "data: keep", shared);
      expect(await deployed().refused(deployed().cdktf)).toContain("Backend configuration changed");
      expect(await migrate()).toContain("No changes");

      await colleague.edit("rules/promises.yml", "promises:up:count", "promises:up:shared");
      await colleague.deploy();
      expect(await rules(deployed())).toContain("promises:up:shared");
      await deployed().deploy();
      expect(await rules(deployed())).toEqual(before);
    } finally {
      await deployed().reset();
      await migrate();
      await colleague.removeCheckout();
    }
    expect(await deployed().deploy()).toContain("No changes");
  });
}

/** What a destroy says whose state has another owner, such as one that was killed before it was told that it is not the owner. */
async function releasedBy(owner: string, { root, place }: Deployment): Promise<string> {
  const { destination } = await readPlan(root, NAME);
  const env = {
    WATCHKEEPER_HOME: place.home,
    WATCHKEEPER_OWNER: owner,
    WATCHKEEPER_DESTINATION: JSON.stringify(destination),
  };
  return output([process.execPath, "scripts/step.mjs", "release"], { cwd: root, env });
}

type Place = readonly [take: () => Promise<void>, reason: string];

function placesNotToBeHad(deployed: Deployment, copy: Deployment): readonly Place[] {
  const local = (before: string, after: string) => () => deployed.edit("local.yml", before, after);
  const file = join(deployed.root, "cdktf.json");
  const isTaken: Place = [
    local(`instance: ${deployed.place.instance}`, `instance: ${copy.place.instance}`),
    "was deployed from another Terraform state",
  ];
  const isNoFolder: Place = [
    local("target: native", `target: { native: { home: ${file}/stacks } }`),
    `cannot be made: ${file} is no folder`,
  ];
  return deployed.place.engine === undefined ? [isTaken, isNoFolder] : [isTaken];
}
