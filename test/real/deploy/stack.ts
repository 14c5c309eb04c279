import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import type { Engine } from "../../../host/engine/engine.ts";
import { Deployment } from "../../support/deployment/deployment.ts";
import { testEngine } from "../../support/engine.ts";
import { environmentFiles } from "./environment.ts";
import { withIll } from "./promises/ill.ts";

const engine = await testEngine();
const TARGETS: readonly { readonly kind: string; readonly engine: Engine | undefined }[] = [
  { kind: "native", engine: undefined },
  ...(engine === undefined ? [] : [{ kind: "docker", engine }]),
];

/** One stack on each target goes through the promises that `prove` lists, in its order; the two targets at the same time. */
export function onEachTarget(prove: (deployed: () => Deployment) => void): void {
  describe.each(TARGETS)("a deploy, $kind", { concurrent: true }, ({ engine }) => {
    let home: string;
    let deployed: Deployment;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), "watchkeeper-home-"));
      const files = await environmentFiles();
      const place = await Deployment.prepare({ engine, home, instance: `test-${process.pid}` }, withIll(files));
      deployed = await Deployment.create(place, files);
    });

    afterAll(async () => {
      await deployed?.remove();
      await rm(home, { recursive: true, force: true });
    });

    describe("promises", { sequential: true }, () => {
      beforeEach(() => deployed.reset());
      prove(() => deployed);
    });
  });
}
