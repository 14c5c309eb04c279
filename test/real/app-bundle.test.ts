import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { bundleApp } from "../../host/apps.ts";

test("two environments that run the same app share the work of bundling it", async () => {
  const [one, two] = [bundleApp("pagerduty-sandbox"), bundleApp("pagerduty-sandbox")];
  expect(one).toBe(two);
  const { file, hash } = await one;
  expect(file).toContain(hash);
  expect(existsSync(file)).toBe(true);
});

test("an app that is not there is the user's mistake, told with those that are", async () => {
  await expect(bundleApp("nothing")).rejects.toMatchObject({
    name: "UserError",
    help: expect.stringContaining("task-processor"),
  });
});
