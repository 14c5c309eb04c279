import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import interpreted from "../../lib/environment/environment.validator.ts";
import type { Validator } from "../../lib/schema/index.ts";
import { validators } from "../../scripts/validators.mjs";

let folder: string;
let bundled: Validator;
let inputs: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-test-"));
  const outfile = join(folder, "bundle.mjs");
  const { metafile } = await build({
    absWorkingDir: CHECKOUT,
    entryPoints: ["lib/environment/environment.validator.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    metafile: true,
    plugins: [validators(CHECKOUT)],
  });
  inputs = Object.keys(metafile.inputs);
  bundled = (await import(pathToFileURL(outfile).href)).default;
});
afterAll(() => rm(folder, { recursive: true }));

test("the bundle holds no ajv but its helpers", () => {
  expect(inputs.filter((path) => path.includes("node_modules/ajv/") && !path.includes("/runtime/"))).toEqual([]);
});

test.each([
  [{ version: 1, name: "a", paging: "sandbox", components: { prometheus: {} } }],
  [{ version: 2, name: "A", components: { prometheus: { scrape_interval: "1.5h" }, x: [] } }],
  [{ components: { "node-exporter": [{ port: "x" }] }, apps: [1], drills: [{ break: {} }] }],
  [null],
])("it says the same, and fills in the same defaults: %j", (value) => {
  const [one, two] = [structuredClone(value), structuredClone(value)];
  expect(bundled(one)).toBe(interpreted(two));
  expect(one).toEqual(two);
  expect(bundled.errors).toEqual(interpreted.errors);
});
