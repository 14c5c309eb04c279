import { afterAll, beforeAll, expect, test } from "vitest";
import { Deployment, PORTS } from "../../../support/deployment/deployment.ts";
import { freeOffset } from "../../../support/deployment/ports.ts";
import { environmentFiles } from "../environment.ts";

const ALIVE_SECONDS = 60;

/** An app that runs and never is healthy. */
const APPS = "apps: [{ name: ill, app: task-processor, port: 8100, health_path: /nowhere }]\n";

/** The environment's files with what will not live. */
export const withIll = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...files,
  "environment.yml": `${files["environment.yml"]}${APPS}`,
});

interface Ill {
  readonly reasons: string;
  readonly seconds: number;
}

/** A copy is deployed from the beginning, and looked at here: it takes a minute of waiting, during which other promises can be proven. */
export function ill(deployed: () => Deployment): void {
  let copy: Deployment;
  let deploying: Promise<Ill>;

  beforeAll(async () => {
    const beside = { instance: `ill-${process.pid}`, portOffset: await freeOffset(PORTS) };
    copy = await Deployment.create({ ...deployed().place, ...beside }, withIll(await environmentFiles()));
    deploying = deployIll(copy);
    deploying.catch(() => undefined);
  });
  afterAll(() => copy?.remove());

  test("a program that does not live fails the deploy within about a minute, with its last lines", async () => {
    const { reasons, seconds } = await deploying;
    expect(reasons).toContain(`ill was not alive within ${ALIVE_SECONDS} s; /nowhere answered 404`);
    expect(reasons).toContain("Processing task");
    expect(seconds).toBeLessThan(3 * ALIVE_SECONDS);
  });
}

async function deployIll(copy: Deployment): Promise<Ill> {
  const start = Date.now();
  const reasons = await copy.refused();
  return { reasons, seconds: (Date.now() - start) / 1000 };
}
