import { expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { run } from "../../host/run.ts";

/** Misuse is told before anything is asked, so no stack has to run. */
const verify = (...args: readonly string[]) =>
  run([process.execPath, "node_modules/zx/build/cli.js", "scripts/verify.mjs", ...args], { cwd: CHECKOUT });

test.each([
  [["task-procesor"], 'there is no environment "task-procesor" in configs/; did you mean "task-processor"?'],
  [[], "the name of an environment is missing"],
  [["task-processor", "--formt", "json"], "did you mean --format?"],
  [["task-processor", "--format", "yaml"], "--format is text or json, and not yaml"],
])("misuse %j ends with 2 and says what is wrong", async (args, message) => {
  const { code, stdout, stderr } = await verify(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
