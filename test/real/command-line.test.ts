import { expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { run } from "../../host/run.ts";

/** Help and misuse are told before anything is asked, so no stack has to run. */
const command = (name: string, ...args: readonly string[]) =>
  run([process.execPath, "node_modules/zx/build/cli.js", `scripts/${name}.mjs`, ...args], { cwd: CHECKOUT });
const up = (...args: readonly string[]) => run(["npm", "run", "up", ...args], { cwd: CHECKOUT });

test.each([
  ["verify", ["task-procesor"], 'there is no environment "task-procesor" in configs/; did you mean "task-processor"?'],
  ["verify", [], "the name of an environment is missing"],
  ["verify", ["task-processor", "--formt", "json"], "did you mean --format?"],
  ["verify", ["task-processor", "--format", "yaml"], '--format is "yaml", but must be one of text, json'],
  ["check", ["--kind", "rule"], '--kind is "rule", but must be one of '],
  ["render", ["task-processor"], "--out DIR is missing"],
  ["drill", [], "say one environment, and one of its drills or none"],
  ["record", ["task-processor"], "say whose metrics, and where they are"],
  ["new", ["environment"], "say what to begin, and its name"],
  ["new", ["enviroment", "shop"], 'did you mean "environment"?'],
  ["new", ["app", "Shop"], '"Shop" cannot be a name'],
])("misuse of %s %j ends with 2 and says what is wrong", async (name, args, message) => {
  const { code, stdout, stderr } = await command(name, ...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test.each([
  ["check", "npx zx scripts/check.mjs [FILE…] [--format text|json|github] [--kind KIND]"],
  ["verify", "npx zx scripts/verify.mjs ENV [--format text|json] [--wait SECONDS]\n"],
  ["render", "npx zx scripts/render.mjs ENV --out DIR\n"],
  ["drill", "npx zx scripts/drill.mjs ENV [DRILL] [--page-people]\n"],
  ["record", "npx zx scripts/record.mjs ENV NAME [URL…], or COMPONENT URL… [--version VERSION]\n"],
  ["new", "npx zx scripts/new.mjs component|app|environment NAME\n"],
  ["bench", "npx zx scripts/bench.mjs check|deploy|"],
])("%s --help says how it is typed", async (name, line) => {
  const { code, stdout, stderr } = await command(name, "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.startsWith(line), stdout).toBe(true);
});

test("up's help, of several environments the mistake, and flags that npm keeps for itself", async () => {
  const help = await up("--", "--help");
  expect(help.code).toBe(0);
  expect(help.stdout).toContain(
    "npm run up -- [ENV] [--target auto|native|docker] [--port-offset N] [--instance NAME]\n",
  );

  const two = await up("task-processor", "fruit-shop");
  expect(two.code).toBe(2);
  expect(two.stderr).toContain("one environment at a time, and not also fruit-shop");

  const swallowed = await up("task-processor", "--instance=two", "--port-offset=1000");
  expect(swallowed.code).toBe(2);
  expect(swallowed.stderr).toContain("npm took --port-offset and --instance for its own: flags of up stand behind --");
});
