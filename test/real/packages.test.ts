import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { output, run } from "../../host/run.ts";

/** A checkout with packages of its own in place of hundreds: npm, and what decides when it is called, are the real ones. */
const PACKAGES = {
  "package.json": {
    workspaces: ["cli"],
    dependencies: { own: "file:own" },
    devDependencies: { vitest: "file:vitest" },
  },
  "cli/package.json": { name: "cli", version: "1.0.0", dependencies: { "cdktf-cli": "file:../cdktf-cli" } },
  ...Object.fromEntries(
    ["own", "vitest", "cdktf-cli"].map((name) => [`${name}/package.json`, { name, version: "1.0.0" }]),
  ),
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "watchkeeper-packages-"));
  for (const [path, content] of Object.entries(PACKAGES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(content));
  }
  await cp(join(CHECKOUT, "scripts/packages.mjs"), join(root, "scripts/packages.mjs"));
  await output(["npm", "install", "--package-lock-only"], { cwd: root });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const installed = (): readonly string[] =>
  ["own", "cdktf-cli", "vitest"].filter((name) => existsSync(join(root, "node_modules", name)));

/** What `npm run up` or `npm test` begin with, and which packages are there before and after it waits for the command line. */
async function ensure(call: "ensureOwnPackages" | "ensurePackages") {
  const script = `const { cli } = (await import("./scripts/packages.mjs")).${call}() ?? {};
    const { existsSync } = await import("node:fs");
    console.log(JSON.stringify([existsSync("node_modules/own"), existsSync("node_modules/cdktf-cli"), await cli]));`;
  const { code, stdout, stderr } = await run(["node", "--input-type=module", "-e", script], { cwd: root });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("rror")]);
  const [own, cliAtFirst, cli] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  return { own, cliAtFirst, cli, installs: stderr.includes("installing"), after: installed() };
}

test("up goes on when its own packages are there, and the command line follows", async () => {
  const first = { own: true, cliAtFirst: false, cli: 0, installs: true, after: ["own", "cdktf-cli"] };
  expect(await ensure("ensureOwnPackages")).toEqual(first);
  expect(await ensure("ensureOwnPackages")).toEqual({ ...first, cliAtFirst: true, installs: false });
});

test("what an installation has left that was killed is taken away, and all is installed anew", async () => {
  const written = join(root, "node_modules/.package-lock.json");
  const lock = JSON.parse(await readFile(written, "utf8"));
  delete lock.packages["node_modules/cdktf-cli"];
  await writeFile(written, JSON.stringify(lock));
  await mkdir(join(root, "node_modules/half"));
  expect(await ensure("ensureOwnPackages")).toMatchObject({ cliAtFirst: false, cli: 0, after: ["own", "cdktf-cli"] });
  expect(existsSync(join(root, "node_modules/half"))).toBe(false);
});

test("what developers need is installed for them, and up never takes it away", async () => {
  const all = ["own", "cdktf-cli", "vitest"];
  expect(await ensure("ensurePackages")).toMatchObject({ installs: true, after: all });
  expect(await ensure("ensureOwnPackages")).toMatchObject({ installs: false, after: all });
  await utimes(join(root, "node_modules/.package-lock.json"), 0, 1);
  expect(await ensure("ensureOwnPackages")).toMatchObject({ installs: true, cliAtFirst: true, after: all });
});
