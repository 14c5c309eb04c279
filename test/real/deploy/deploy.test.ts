import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import type { Engine } from "../../../host/engine/engine.ts";
import { Deployment, PORTS } from "../../support/deployment/deployment.ts";
import { freeOffset } from "../../support/deployment/ports.ts";
import { testEngine } from "../../support/engine.ts";
import { environmentFiles } from "./environment.ts";
import { changes } from "./promises/changes.ts";
import { firstDeploy } from "./promises/first.ts";
import { goodbye } from "./promises/goodbye.ts";
import { deployIll, type Ill, ill, withIll } from "./promises/ill.ts";
import { interruptions } from "./promises/interruptions.ts";
import { others } from "./promises/others.ts";
import { refusals } from "./promises/refusals.ts";
import { refusedReload } from "./promises/reload.ts";
import { secrets } from "./promises/secrets.ts";

const engine = await testEngine();
const TARGETS: readonly { readonly kind: string; readonly engine: Engine | undefined }[] = [
  { kind: "native", engine: undefined },
  ...(engine === undefined ? [] : [{ kind: "docker", engine }]),
];

/** One stack on each target goes through all the promises in this order; the two targets at the same time. */
describe.each(TARGETS)("a deploy, $kind", { concurrent: true }, ({ engine }) => {
  let home: string;
  let deployed: Deployment;
  let copy: Deployment;
  let deploying: Promise<Ill>;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "watchkeeper-home-"));
    const files = await environmentFiles();
    const place = await Deployment.prepare({ engine, home, instance: `test-${process.pid}` }, withIll(files));
    deployed = await Deployment.create(place, files);
    const beside = { instance: `ill-${process.pid}`, portOffset: await freeOffset(PORTS) };
    copy = await Deployment.create({ ...place, ...beside }, withIll(files));
    deploying = deployIll(copy);
    deploying.catch(() => undefined);
  });

  afterAll(async () => {
    await copy?.remove();
    await deployed?.remove();
    await rm(home, { recursive: true, force: true });
  });

  describe("promises", { sequential: true }, () => {
    beforeEach(() => deployed.reset());
    firstDeploy(() => deployed);
    changes(() => deployed);
    refusals(() => deployed);
    refusedReload(() => deployed);
    interruptions(() => deployed);
    others(() => deployed);
    secrets(() => deployed);
    ill(() => deploying);
    goodbye(() => deployed);
  });
});
