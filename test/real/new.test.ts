// CONTRIBUTING's walks, in a copy of the checkout: what they write is good as it is, and is counted.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { output, run } from "../../host/run.ts";
import { freePort } from "../support/app.ts";
import { copyCheckout } from "../support/deployment/checkout.ts";

/** Written by scripts/schemas.mjs from what lib/ says, and so never by hand. */
const GENERATED = /^(schemas\/.*|docs\/environment\.md)$/;
const NOTHING = /^$/;

let root = "";
const here = (...command: readonly string[]) => output(command, { cwd: root });
const tool = (name: string, ...args: readonly string[]) => here(join(root, "node_modules/.bin", name), ...args);
const begin = (...words: readonly string[]) => run([process.execPath, "scripts/new.mjs", ...words], { cwd: root });

async function commit(): Promise<void> {
  await here("git", "add", "-A");
  await here("git", "-c", "user.name=nobody", "-c", "user.email=nobody@example.com", "commit", "-q", "-m", "before");
}

/** Lines added and taken away since the last commit, by path, in files that people write. */
async function changed(): Promise<readonly (readonly string[])[]> {
  await here("git", "add", "-A");
  const lines = (await here("git", "diff", "--cached", "--numstat")).split("\n");
  return lines.map((line) => line.split("\t")).filter(([, , path = ""]) => !GENERATED.test(path));
}
const changedOutside = async (folder: string) =>
  (await changed()).filter(([, , path = ""]) => !path.startsWith(`${folder}/`));

beforeAll(async () => {
  // Its programs are its own: what is unpacked here, no other checkout has use for.
  root = await copyCheckout({ leftOut: NOTHING, shared: NOTHING });
  await here("git", "init", "-q");
  await commit();
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  await here("git", "reset", "-q", "--hard");
  await here("git", "clean", "-q", "-f", "-d");
});

/** The program that the copy's rooms bring, as its path. */
async function programOf(name: string): Promise<string> {
  const file = join(root, ".cache", "ask.mjs");
  await build({
    stdin: {
      contents: `import { resolveProgram } from "./host/programs/index.ts"; console.log((await resolveProgram("${name}")).path);`,
      resolveDir: root,
      loader: "ts",
    },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["esbuild"],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: "error",
  });
  return here(process.execPath, file);
}

async function metricsOf(program: string): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, [`--web.listen-address=${address}`], { stdio: "ignore" });
  const ended = once(child, "close");
  try {
    return await eventually(60, async () => (await fetch(`http://${address}/metrics`)).text());
  } finally {
    child.kill();
    await ended;
  }
}

describe("new component", () => {
  test("an exporter is one folder and one line, with good types, style and tests, and it answers", async () => {
    expect(await begin("component", "haproxy-exporter")).toMatchObject({ code: 0, stderr: "" });
    expect(await changedOutside("lib/components/haproxy-exporter")).toEqual([["1", "0", "lib/components/kinds.ts"]]);
    // Of one whose program others use already there is the room alone.
    expect(await begin("component", "blackbox-exporter")).toMatchObject({ code: 0, stderr: "" });
    const rooms = ["lib", "test/unit/docs", "test/unit/schema", "test/unit/host"];
    const tested = tool("vitest", "run", "--project", "unit", ...rooms);
    await Promise.all([tested, tool("tsc"), tool("biome", "check", "lib")]);
    expect(await metricsOf(await programOf("haproxy_exporter"))).toMatch(/^haproxy_exporter_build_info\{/m);
  });
});

describe("new environment", () => {
  test("is one folder, in which check finds nothing and whose rule test passes", async () => {
    expect(await begin("environment", "try-me")).toMatchObject({ code: 0, stderr: "" });
    expect(await changedOutside("configs/try-me")).toEqual([]);
    expect(await here(process.execPath, "scripts/check.mjs")).toBe("nothing found");
    expect(
      await here((await resolveProgram("promtool")).path, "test", "rules", "configs/try-me/tests/try-me.yml"),
    ).toContain("SUCCESS");
  });
});

describe("new app", () => {
  test("is one folder and one line, with good types and style; it keeps what every app promises, and its own test", async () => {
    expect(await begin("app", "greeter")).toMatchObject({ code: 0, stderr: "" });
    expect(await changedOutside("apps/greeter")).toEqual([["1", "0", "apps/manifests.ts"]]);
    // What promtool says of its metrics is asked of the one that is here, not of one that is fetched for the copy.
    const PATH = `${dirname((await resolveProgram("promtool")).path)}${delimiter}${process.env.PATH}`;
    const vitest = join(root, "node_modules/.bin/vitest");
    const words = ["run", "--project", "real", "apps/greeter", "test/real/app-every", "-t", "greet"];
    const tested = output([vitest, ...words], { cwd: root, env: { PATH } });
    await Promise.all([tested, tool("tsc"), tool("biome", "check", "apps")]);
  });
});

test.each([
  ["a bad name", ["environment", "Try_Me"], "small letters"],
  ["a way out of its folder", ["component", "../../x"], "small letters"],
  ["a kind that is not", ["environmen", "try-me"], 'did you mean "environment"'],
  ["no name", ["component"], "scripts/new.mjs"],
  ["too many words", ["component", "a", "b"], "scripts/new.mjs"],
  ["an environment that is there", ["environment", "task-processor"], "configs/task-processor is there already"],
  ["an app that is there", ["app", "task-processor"], "apps/task-processor is there already"],
  ["a component that is there", ["component", "redis"], "lib/components/redis is there already"],
])("%s is refused, and nothing is written", async (_what, words, reason) => {
  const { code, stderr } = await begin(...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
  expect(await here("git", "status", "--porcelain")).toBe("");
});
