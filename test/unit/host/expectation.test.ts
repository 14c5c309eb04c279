import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import type { Composed } from "../../../host/deploy/compose.ts";
import { expectationOf } from "../../../host/drill/expectation.ts";
import { sum } from "../../../lib/alertmanager/index.ts";
import type { Drill } from "../../../lib/environment/environment.ts";
import { environmentAt, renderFixed } from "../../support/golden.ts";

const environments = new Map(
  await Promise.all(
    ["fruit-shop", "golden-signals", "task-processor", "web-instrumentation"].map(
      async (name) => [name, await environmentAt(join(CHECKOUT, "configs", name))] as const,
    ),
  ),
);

/** What a drill must see; all that it needs to know is rendered. */
function expected(environmentName: string, drillName: string, changes: Partial<Drill> = {}) {
  const environment = environments.get(environmentName);
  const drill = environment?.drills.find(({ name }) => name === drillName);
  if (environment === undefined || drill === undefined) throw new Error(`no ${environmentName}/${drillName}`);
  return expectationOf({ environment, rendered: renderFixed(environment) } as Composed, { ...drill, ...changes });
}

describe("what a drill must see", () => {
  test.each([
    ["fruit-shop", "frontend-down", "frontend"],
    ["fruit-shop", "workers-down", "rabbitmq"],
    ["fruit-shop", "database-down", "postgres-exporter"],
    ["fruit-shop", "frontend-errors", "frontend"],
    ["golden-signals", "disk", "webapp"],
  ])("%s/%s tells of the job %s, whatever breaks", (environment, drill, job) => {
    expect(expected(environment, drill).labels.job).toBe(job);
  });

  test("an alert of the same name about another app is not meant", () => {
    // The traffic's Down is a warning and would go elsewhere.
    expect(expected("golden-signals", "app-down")).toMatchObject({
      receiver: "pagerduty",
      labels: { severity: "critical" },
    });
  });

  test("a page of an alert that pages nobody is not waited for, nor an alert where it does not go", () => {
    expect(() => expected("golden-signals", "statsd-down", { pages: true })).toThrow(
      "the alert StatsdExporterDown goes to default, which pages nobody, and statsd-down waits for a page",
    );
    expect(() => expected("golden-signals", "app-down", { receiver: "default" })).toThrow(
      "the alert Down goes to pagerduty, not to default",
    );
  });

  test("each drill of the shipped environments can see its alert", () => {
    for (const [name, { drills }] of environments) {
      for (const drill of drills) expect(() => expected(name, drill.name)).not.toThrow();
    }
  });

  test("a rate may take its whole range, before the page and before its end", () => {
    const { toPage, toResolve } = expected("golden-signals", "errors");
    expect([sum(toPage), sum(toResolve)]).toEqual([15 + 10 + 15 + 300 + 120 + 10, 15 + 10 + 15 + 300 + 60]);
    expect(sum(expected("golden-signals", "app-down").toPage)).toBe(15 + 10 + 15 + 60 + 10);
  });
});
