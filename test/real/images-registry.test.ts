import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Engine } from "../../host/engine/engine.ts";
import { ensureImages, imageOf } from "../../host/images/index.ts";
import { pull } from "../../host/images/pull.ts";
import { findOnPath } from "../../host/programs/path.ts";
import type { Program } from "../../lib/components/component.ts";
import { IMAGES } from "../../versions.ts";
import { canStartEngine, startEngine, stopPrivateEngine } from "../support/engine.ts";
import { type Registry, startRegistry } from "../support/registry.ts";

const hasDaemon = canStartEngine() && (await findOnPath(["dockerd"])) !== undefined;
const server = (name: string): Program => ({ kind: "server", name });
const app: Program = { kind: "app", name: "task-processor" };

/** An engine of its own, whose Docker Hub is a registry on this machine. */
describe.skipIf(!hasDaemon)("where an image registry answers", () => {
  let cleanup: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of cleanup.reverse()) await step();
    cleanup = [];
  });

  async function engineWith(url: string): Promise<Engine> {
    const folder = await mkdtemp(join(tmpdir(), "watchkeeper-registry-"));
    cleanup.push(() => stopPrivateEngine(folder));
    return startEngine(folder, ["--iptables=false", "--registry-mirror", url]);
  }

  async function registry(lacks?: (name: string) => boolean): Promise<Registry> {
    const started = await startRegistry(lacks);
    cleanup.push(started.close);
    return started;
  }

  test("the official images are taken at their pinned versions, and apps are laid over the official Node", async () => {
    const { url, asked, close } = await registry();
    const engine = await engineWith(url);
    const programs = [server("prometheus"), server("grafana"), app];
    const said: string[] = [];
    const { choice, missing } = await ensureImages(engine, programs, "undecided", (line) => said.push(line));
    expect([choice, [...missing]]).toEqual(["registry", []]);
    expect([...asked].filter((name) => !name.includes("sha256:")).sort()).toEqual([
      IMAGES.grafana,
      `library/${IMAGES.node}`,
      IMAGES.prometheus,
    ]);
    expect(said).toEqual([
      "images: official ones at pinned versions (their registry answers, or the engine has them)",
      expect.stringMatching(`^watchkeeper/app-task-processor:[0-9a-f]{12}: made of the bundled app on ${IMAGES.node}$`),
    ]);
    expect(await engine.hasImage((await imageOf(engine.id, app, "registry")) ?? "")).toBe(true);

    await close();
    const again = await ensureImages(engine, programs, "registry", (line) => said.push(line));
    expect([again.choice, said.length]).toEqual(["registry", 2]);
  });

  test("one image that it lacks means all are made here, when they can be", async () => {
    const { url } = await registry((name) => name === "prom/node-exporter");
    const engine = await engineWith(url);
    const said: string[] = [];
    const programs = [server("node_exporter"), server("blackbox_exporter")];
    const { choice } = await ensureImages(engine, programs, "undecided", (line) => said.push(line));
    expect(choice).toBe("made");
    expect(said[0]).toMatch(
      /^images: made here from Debian's packages, releases and Go modules \(prom\/node-exporter:\S+: .*\)$/,
    );
    expect(await engine.hasImage((await imageOf(engine.id, programs[1] ?? app, "made")) ?? "")).toBe(true);
  });

  test("one that it lacks and nobody can make is missing, and said with its reason", async () => {
    const { url } = await registry((name) => name === "grafana/grafana");
    const engine = await engineWith(url);
    const { choice, missing } = await ensureImages(
      engine,
      [server("prometheus"), server("grafana")],
      "undecided",
      () => undefined,
    );
    expect(choice).toBe("registry");
    expect([...missing]).toEqual([["grafana", expect.stringContaining(IMAGES.grafana)]]);
  });

  test("a registry that takes the call and says nothing is not waited for", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    cleanup.push(async () => void silent.close());
    const { port } = silent.address() as { port: number };
    const engine = await engineWith(`http://127.0.0.1:${port}`);
    expect(await pull(engine, `127.0.0.1:${port}/prom/prometheus:v3`, 1)).toContain("no answer in time");
  });
});
