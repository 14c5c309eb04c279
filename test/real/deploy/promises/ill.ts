import { expect, test } from "vitest";
import type { Deployment } from "../../../support/deployment/deployment.ts";

const ALIVE_SECONDS = 60;

/** An app that runs and never is healthy. */
const APPS = "apps: [{ name: ill, app: task-processor, port: 8100, health_path: /nowhere }]\n";

/** The environment's files with what will not live. */
export const withIll = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...files,
  "environment.yml": `${files["environment.yml"]}${APPS}`,
});

export interface Ill {
  readonly reasons: string;
  readonly seconds: number;
}

/** It takes a minute of waiting, during which other promises can be proven. */
export async function deployIll(copy: Deployment): Promise<Ill> {
  const start = Date.now();
  const reasons = await copy.refused();
  return { reasons, seconds: (Date.now() - start) / 1000 };
}

export function ill(deploying: () => Promise<Ill>): void {
  test("a program that does not live fails the deploy within about a minute, with its last lines", async () => {
    const { reasons, seconds } = await deploying();
    expect(reasons).toContain(`ill was not alive within ${ALIVE_SECONDS} s; /nowhere answered 404`);
    expect(reasons).toContain("Processing task");
    expect(seconds).toBeLessThan(2 * ALIVE_SECONDS);
  });
}
