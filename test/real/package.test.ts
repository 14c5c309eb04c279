import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { run } from "../../host/run.ts";

let packed: readonly string[];
beforeAll(async () => {
  const { stdout } = await run(["npm", "pack", "--dry-run", "--json"], { cwd: CHECKOUT, timeoutSeconds: 60 });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
  packed = files.map(({ path }) => path);
});

test("the package holds the schemas, each to be had by its name", () => {
  const schemas = readdirSync(join(CHECKOUT, "schemas")).map((name) => `schemas/${name}`);
  expect(packed).toEqual(expect.arrayContaining(schemas));
  // A package may import itself by its own name, as others that have installed it do.
  const { resolve } = createRequire(join(CHECKOUT, "main.ts"));
  expect(schemas.map((path) => resolve(`watchkeeper/${path}`))).toEqual(schemas.map((path) => join(CHECKOUT, path)));
});

test("the package holds what the commands are bundled from", () => {
  for (const path of [
    "main.ts",
    "scripts/bundle.mjs",
    "scripts/check.mjs",
    "host/commands/check.ts",
    "lib/check/index.ts",
  ])
    expect(packed).toContain(path);
});

test("nothing of this checkout's own is in the package: no secret, no state, no local settings, no test", () => {
  const own = /(^|\/)(secrets|cdktf\.out|dist|node_modules|\.cache)\/|(^|\/)local\.yml$|tfstate|\.test\.ts$|^test\//;
  expect(packed.filter((path) => own.test(path))).toEqual([]);
});
