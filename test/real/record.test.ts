// scripts/record.mjs in a copy of the checkout, against a server that says what a program would.
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../host/run.ts";
import { copyCheckout } from "../support/deployment/checkout.ts";

const EXPOSITION = `# TYPE statsd_exporter_build_info gauge
statsd_exporter_build_info{version="9.8.7"} 1
# TYPE statsd_exporter_lines_total counter
statsd_exporter_lines_total 5
# TYPE orders_total counter
orders_total{state="paid"} 1
orders_total{state="failed"} 2
`;

let root = "";
let server: Server;
let url = "";
const script = (name: string, ...words: readonly string[]) =>
  run([process.execPath, `scripts/${name}.mjs`, ...words], { cwd: root });
const written = (path: string) => readFile(join(root, path), "utf8");

beforeAll(async () => {
  server = createServer((_, response) => response.end(EXPOSITION)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  url = `http://127.0.0.1:${address.port}/metrics`;
  root = await copyCheckout({ leftOut: /^(test|docs)\// });
  await mkdir(join(root, "configs/task-processor/apps"));
  await writeFile(join(root, "configs/task-processor/apps/shop.yml"), '{ name: shop, targets: ["shop:8080"] }\n');
});
afterAll(async () => {
  server.close();
  await rm(root, { recursive: true, force: true });
});

test("a component's sample stands beside those of other versions, without what it exposes for others", async () => {
  expect(await script("record", "statsd-exporter", url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("2 metrics"),
  });
  const room = "lib/components/statsd-exporter/recorded";
  expect(await written(`${room}/9.8.7.ts`)).toContain("\nstatsd_exporter_lines_total counter 1\n`");
  expect((await written(`${room}/index.ts`)).match(/from ".*"/g)).toEqual(['from "./0.31.0.ts"', 'from "./9.8.7.ts"']);
});

test("a job of an environment's own is known from then on", async () => {
  const rule =
    "groups: [{ name: shop, rules: [{ record: 'job:orders:sum', expr: 'sum by (stat) (orders_total)' }] }]\n";
  await writeFile(join(root, "configs/task-processor/rules/shop.yml"), rule);
  expect(await script("record", "task-processor", "shop", url)).toMatchObject({ code: 0 });
  expect(await written("configs/task-processor/metrics/shop.txt")).toContain("\norders_total counter 2 state=2\n");
  expect((await script("check", "--format", "json")).stdout).toContain("has the label stat");
});

test.concurrent.each([
  [[], 2, "say whose metrics"],
  [["task-processor", "shop", "nowhere"], 2, "is a URL"],
  [["task-processor", "task-processor"], 2, "declares its metrics"],
  [["task-processor", "shp", "http://127.0.0.1"], 2, 'did you mean "shop"'],
  [["task-processor", "shop"], 2, "not deployed from here"],
  [["statsd-exporter", "http://127.0.0.1:9/metrics"], 1, "does not answer"],
  [["statsd", "http://127.0.0.1:9/metrics"], 2, "no component"],
] as const)("misuse is told: %j", async (words, code, message) => {
  const outcome = await script("record", ...words);
  expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) });
});
