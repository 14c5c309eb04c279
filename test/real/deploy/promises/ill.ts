import { expect, test } from "vitest";
import type { Deployment } from "../../../support/deployment/deployment.ts";

const ALIVE_SECONDS = 60;

/** An app that runs and never is healthy, and a program that ends at once. */
const APPS = "apps: [{ name: ill, app: task-processor, port: 8100, health_path: /nowhere }]\n";

export interface Ill {
  readonly reasons: string;
  readonly seconds: number;
}

/** Deploys what will not live; it takes a minute of waiting, during which other promises can be proven. */
export async function deployIll(copy: Deployment): Promise<Ill> {
  await copy.edit("environment.yml", "secrets:\n", `${APPS}\nsecrets:\n`);
  await copy.edit("environment.yml", "node-exporter: {}", "node-exporter: { flags: { no-such-flag: true } }");
  const start = Date.now();
  const reasons = await copy.refused();
  return { reasons, seconds: (Date.now() - start) / 1000 };
}

export function ill(deploying: () => Promise<Ill>): void {
  test("a program that does not live fails the deploy within about a minute, with its last lines", async () => {
    const { reasons, seconds } = await deploying();
    expect(reasons).toContain(`ill was not alive within ${ALIVE_SECONDS} s; /nowhere answered 404`);
    expect(reasons).toContain("Metrics server started");
    expect(reasons).toMatch(/node-exporter ends soon after each start, \d+ times in \d+ s/);
    expect(reasons).toContain("no-such-flag");
    expect(seconds).toBeLessThan(2 * ALIVE_SECONDS);
  });
}
