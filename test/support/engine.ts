import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, openSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Engine } from "../../host/engine/engine.ts";
import { isAlive, withLock } from "../../host/lock.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { findOnPath } from "../../host/programs/path.ts";
import { lastLines, output, run } from "../../host/run.ts";
import { processes, processOf } from "./processes.ts";

const START_SECONDS = 60;
const STOP_SECONDS = 30;

/** Set by run-folder.ts for the whole test run: where an engine of its own keeps everything. */
const folder = (): string => {
  const path = process.env.WATCHKEEPER_TEST_ENGINE;
  if (path === undefined) throw new Error("tests that want an engine belong to the project `real`");
  return path;
};

/**
 * The engine that tests use: the one that answers (DOCKER_HOST), else, on Debian as root, a private one that is started for
 * this test run and taken away after it. Undefined where there is none; why stands on standard error, and the tests are skipped.
 */
export async function testEngine(): Promise<Engine | undefined> {
  try {
    return await connect().catch(startPrivateEngine);
  } catch (error) {
    console.error(`tests with Docker are skipped: ${(error as Error).message}`);
    return undefined;
  }
}

function startPrivateEngine(reason: unknown): Promise<Engine> {
  return withLock(join(folder(), "lock"), async () => {
    if (existsSync(join(folder(), "pid"))) return connect(`unix://${join(folder(), "docker.sock")}`);
    if (!canStartEngine()) throw reason;
    await installDocker();
    return startEngine(folder());
  });
}

/** Whether this is a machine on which tests may start engines of their own. */
export const canStartEngine = (): boolean => process.getuid?.() === 0 && existsSync("/etc/debian_version");

async function installDocker(): Promise<void> {
  if (await findOnPath(["dockerd"])) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { env });
  const packages = ["docker.io", "iptables"];
  const outcome = await run(["apt-get", "install", "--yes", "--no-install-recommends", ...packages], { env });
  if (outcome.code !== 0) throw new Error(`apt-get cannot install docker.io: ${lastLines(outcome.stderr, 2)}`);
}

/** Starts an engine that keeps everything in the folder. stopPrivateEngine(folder) ends it. */
export async function startEngine(folder: string, flags: readonly string[] = []): Promise<Engine> {
  const own = (name: string) => join(folder, name);
  await addBridge(bridgeOf(folder));
  const log = openSync(own("log"), "a");
  const socket = `unix://${own("docker.sock")}`;
  const places = [
    "--host",
    socket,
    "--data-root",
    own("data"),
    "--exec-root",
    own("exec"),
    "--pidfile",
    own("daemon.pid"),
  ];
  const options = [...places, "--bridge", bridgeOf(folder), ...flags];
  const daemon = spawn("dockerd", options, { detached: true, stdio: ["ignore", log, log] });
  daemon.unref();
  await writeFile(own("pid"), String(daemon.pid));
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await sleep(200)) {
    const engine = await connect(socket).catch(() => undefined);
    if (engine !== undefined) return engine;
    if (daemon.exitCode !== null) break;
  }
  throw new Error(`a private dockerd does not start: ${lastLines(await readFile(own("log"), "utf8"), 3)}`);
}

/**
 * A bridge of the engine's own. The default one is shared by all engines of a machine; to do without any is worse, since
 * dockerd then takes the default one away from the others.
 */
const bridgeOf = (folder: string): string => `wk${createHash("sha256").update(folder).digest("hex").slice(0, 8)}`;

async function addBridge(name: string): Promise<void> {
  const third = Number.parseInt(name.slice(2, 4), 16);
  await busybox("brctl", "addbr", name);
  await busybox("ip", "addr", "add", `10.213.${third}.1/24`, "dev", name);
  await busybox("ip", "link", "set", name, "up");
}

async function busybox(...args: readonly string[]): Promise<void> {
  const { path } = await resolveProgram("busybox");
  await output([path, ...args]);
}

/** Ends the engine that a test run started in its folder, if it did, and removes all that it kept, however it ended. */
export async function stopPrivateEngine(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, "pid"), "utf8").catch(() => "0"));
  if ((await processOf(pid))?.command.includes(folder)) await endProcess(pid);
  await endWhatAnEngineLeft(folder);
  if (existsSync(join("/sys/class/net", bridgeOf(folder)))) {
    await busybox("ip", "link", "set", bridgeOf(folder), "down");
    await busybox("brctl", "delbr", bridgeOf(folder));
  }
  await rm(folder, { recursive: true, force: true });
}

/** An engine that was killed leaves its containerd, its containers, and mounts, below which nothing can be removed. */
async function endWhatAnEngineLeft(folder: string): Promise<void> {
  for (const { pid, command } of await processes()) {
    const isOfContainer = (await mountsOf(pid)).some(
      ({ place, source }) => place === "/" && source.includes(`${folder}/`),
    );
    if (command.includes(`${folder}/`) || isOfContainer) process.kill(pid, "SIGKILL");
  }
  const places = (await mountsOf(process.pid)).map(({ place }) => place);
  for (const place of places.filter((path) => path.startsWith(`${folder}/`)).reverse()) {
    await busybox("umount", "-l", place);
  }
}

/** What a process has mounted, by Linux's /proc/PID/mounts (proc(5)). `source`: the device and its options. */
async function mountsOf(pid: number): Promise<readonly { readonly place: string; readonly source: string }[]> {
  const text = await readFile(`/proc/${pid}/mounts`, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [device = "", place = "", , options = ""] = line.split(" ");
      return { place, source: `${device} ${options}` };
    });
}

async function endProcess(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  for (const deadline = Date.now() + STOP_SECONDS * 1000; isAlive(pid) && Date.now() < deadline; await sleep(100));
  if (isAlive(pid)) process.kill(pid, "SIGKILL");
}

/** Removes every container, volume and network that carries the labels. */
export async function removeLabelled(engine: Engine, labels: Readonly<Record<string, string>>): Promise<void> {
  const containers = await engine.containers(labels);
  if (containers.length > 0) await engine.output(["rm", "--force", "--volumes", ...containers.map(({ id }) => id)]);
  const [volumes, networks] = await Promise.all([engine.volumes(labels), engine.networks(labels)]);
  if (volumes.length > 0) await engine.output(["volume", "rm", "--force", ...volumes]);
  if (networks.length > 0) await engine.output(["network", "rm", ...networks]);
}
