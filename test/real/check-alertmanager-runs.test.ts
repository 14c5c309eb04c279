import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { type ResolvedProgram, resolvePrograms } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import { type RouteConfiguration, routesFor, routeTree } from "../../lib/alertmanager/index.ts";
import { freePort } from "../support/app.ts";
import { fc } from "../support/fast-check.ts";
import { casesOf } from "../unit/check/corpus.ts";

let alertmanager: ResolvedProgram;
let amtool: ResolvedProgram;
let folder: string;
beforeAll(async () => {
  const [server, tool] = await resolvePrograms(["alertmanager", "amtool"]);
  if (server === undefined || tool === undefined) throw new Error("no Alertmanager");
  [alertmanager, amtool] = [server, tool];
  folder = mkdtempSync(join(tmpdir(), "watchkeeper-alertmanager-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts Alertmanager with a file, and gives what it said when it ended, or undefined when it became ready. */
async function refusal(text: string): Promise<string | undefined> {
  const port = await freePort();
  const scratch = mkdtempSync(join(folder, "run-"));
  const config = join(scratch, "alertmanager.yml");
  writeFileSync(config, text);
  const child = spawn(alertmanager.path, [
    `--config.file=${config}`,
    `--storage.path=${join(scratch, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
  ]);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk));
  const ended = once(child, "close");
  try {
    return await eventually(60, async () => {
      if (child.exitCode !== null) return said;
      return (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok ? "" : undefined;
    }).then((text) => text || undefined);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

const isReadAtStart = ({ path }: { path: string }): boolean => path.endsWith("read-at-start.yml");

describe("Alertmanager itself", () => {
  const cases = [...casesOf("alertmanager", "valid"), ...casesOf("alertmanager", "warned")];

  test.each(cases.filter((file) => !isReadAtStart(file)))("starts with $path", async ({ text }) => {
    expect(await refusal(text)).toBeUndefined();
  });

  test.each(cases.filter(isReadAtStart))("refuses what amtool accepts: $path", async ({ text }) => {
    expect(await refusal(text)).toMatch(/failed to read alert_source_token_file/);
  });
});

const LABELS = ["severity", "team", "job"] as const;
const VALUES = ["critical", "warning", "db", "web-1", ""] as const;

const matcher = fc
  .tuple(
    fc.constantFrom(...LABELS),
    fc.constantFrom("=", "!=", "=~", "!~"),
    fc.constantFrom(...VALUES, "c.*", "db|web-.", ".+"),
  )
  .map(([name, operator, value]) => `${name}${operator}"${value}"`);

/** Routing trees of up to three levels; each route has a receiver of its own, or its parent's. */
const route: fc.Arbitrary<RouteConfiguration> = fc.letrec<{ route: RouteConfiguration }>((tie) => ({
  route: fc.record(
    {
      receiver: fc.constantFrom("a", "b", "c", "d"),
      matchers: fc.array(matcher, { maxLength: 2 }),
      match: fc.dictionary(fc.constantFrom(...LABELS), fc.constantFrom(...VALUES), { maxKeys: 1 }),
      match_re: fc.dictionary(fc.constantFrom(...LABELS), fc.constantFrom("c.*", "db|web-."), { maxKeys: 1 }),
      continue: fc.boolean(),
      routes: fc.array(tie("route"), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
})).route;

const labels = fc.dictionary(fc.constantFrom(...LABELS), fc.constantFrom(...VALUES.filter((value) => value !== "")));

test("an alert goes where amtool says that it goes", async () => {
  const cases = fc.sample(fc.tuple(fc.array(route, { minLength: 1, maxLength: 4 }), labels), { numRuns: 120 });
  const taken: string[] = [];
  for (const [index, [routes, alert]] of cases.entries()) {
    const root = { receiver: "root", routes };
    const file = join(folder, `routes-${index}.yml`);
    writeFileSync(file, dump({ route: root, receivers: ["root", "a", "b", "c", "d"].map((name) => ({ name })) }));
    const pairs = Object.entries(alert).map(([name, value]) => `${name}=${value}`);
    const { stdout, code, stderr } = await run([
      amtool.path,
      "config",
      "routes",
      "test",
      `--config.file=${file}`,
      ...pairs,
    ]);
    expect(code, stderr).toBe(0);
    const ours = routesFor(routeTree({ route: root }), alert).map(({ receiver }) => receiver);
    expect(ours.join(","), dump({ routes, alert })).toBe(stdout.trim());
    taken.push(stdout.trim());
  }
  // If all went to the root, the trees were too poor to tell anything. Of 2,000 seeds none had fewer than 7.
  expect(new Set(taken).size).toBeGreaterThan(5);
});
