import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { knownProgram, type ResolvedProgram, resolvePrograms } from "../../host/programs/index.ts";
import { softwareOf } from "../../host/programs/known.ts";
import { fromPath } from "../../host/programs/path.ts";
import { run } from "../../host/run.ts";
import { versionIn } from "../../host/versions.ts";
import { freePort } from "../support/app.ts";
import { type ScratchCheckout, scratchCheckout } from "../support/scratch-checkout.ts";

const PROMETHEUS_FAMILY = ["prometheus", "promtool", "alertmanager", "amtool", "node_exporter"];
const RUNIT = ["runsvdir", "runsv", "sv", "svlogd", "chpst"];

describe("the programs of the first stack", () => {
  let programs: readonly ResolvedProgram[];
  beforeAll(async () => {
    programs = await resolvePrograms([...PROMETHEUS_FAMILY, ...RUNIT]);
  });

  test.each(PROMETHEUS_FAMILY)("%s runs, and is of the version that was said", async (name) => {
    const program = programs.find((candidate) => candidate.name === name);
    const said = await run([program?.path ?? "", "--version"]);
    expect(versionIn(said.stdout || said.stderr)).toBe(program?.version);
  });

  test.each(RUNIT)("%s runs", async (name) => {
    const { path = "" } = programs.find((candidate) => candidate.name === name) ?? {};
    const said = await run([path], { timeoutSeconds: 30 });
    expect(said.stderr).toMatch(new RegExp(`^usage: (.*/)?${name} `));
  });

  test("are known from then on, in silence", async () => {
    const said: string[] = [];
    expect(await resolvePrograms(PROMETHEUS_FAMILY, (line) => said.push(line))).toEqual(programs.slice(0, 5));
    expect(said).toEqual([]);
    expect(knownProgram("prometheus")).toEqual(programs[0]);
  });
});

describe("further programs", () => {
  const NAMES = [
    "blackbox_exporter",
    "pushgateway",
    "postgres_exporter",
    "redis_exporter",
    "statsd_exporter",
    "cadvisor",
  ];
  let programs: readonly ResolvedProgram[];
  beforeAll(async () => {
    programs = await resolvePrograms(NAMES, () => undefined);
  });

  test.each(NAMES)("%s runs, and is of the version that was said", async (name) => {
    const program = programs.find((candidate) => candidate.name === name);
    const said = await run([program?.path ?? "", "--version"]);
    expect(versionIn(said.stdout || said.stderr.replace(/^time=\S+/, ""))).toBe(program?.version);
  });
});

describe("Prometheus, unpacked", () => {
  test("has a page whose every script and style is there", async () => {
    const [{ path, args } = { path: "", args: [] }] = await resolvePrograms(["prometheus"]);
    const folder = await mkdtemp(join(tmpdir(), "watchkeeper-prometheus-"));
    const port = await freePort();
    await writeFile(join(folder, "prometheus.yml"), "{}\n");
    const flags = [
      "--config.file=prometheus.yml",
      "--storage.tsdb.path=data",
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const server: ChildProcess = spawn(path, [...args, ...flags], { cwd: folder, stdio: "ignore" });
    try {
      const page = await eventually(60, async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
      const links = [...page.matchAll(/(?:src|href)="([^"]*\/static\/[^"]*)"/g)].map((match) => match[1] ?? "");
      const answers = await Promise.all(links.map((link) => fetch(`http://127.0.0.1:${port}${link}`)));
      expect(links.length).toBeGreaterThan(0);
      expect(answers.filter((answer) => answer.status !== 200).map(({ url }) => url)).toEqual([]);
    } finally {
      const gone = once(server, "exit");
      if (server.kill()) await gone;
      await rm(folder, { recursive: true });
    }
  });
});

describe("the PATH", () => {
  let folder: string;
  const path = process.env.PATH;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "watchkeeper-path-"));
    process.env.PATH = folder;
  });
  afterEach(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  });
  const put = async (name: string, version: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\necho '${name}, version ${version} (branch: x)'\n`);
    await chmod(join(folder, name), 0o755);
  };

  test("gives programs of a supported version, under a distribution's name too", async () => {
    await put("prometheus-alertmanager", "0.27.0");
    await put("amtool", "0.27.0");
    expect(await fromPath(softwareOf("alertmanager"))).toEqual([
      {
        name: "alertmanager",
        version: "0.27.0",
        origin: "path",
        path: join(folder, "prometheus-alertmanager"),
        args: [],
      },
      { name: "amtool", version: "0.27.0", origin: "path", path: join(folder, "amtool"), args: [] },
    ]);
  });

  test("is passed by when one of those that belong together is not there", async () => {
    await put("prometheus", "2.53.0");
    await expect(fromPath(softwareOf("prometheus"))).rejects.toThrow("promtool is not on the PATH");
  });

  test("is passed by when a program is too old, with its place and version", async () => {
    await put("prometheus", "2.24.1");
    await expect(fromPath(softwareOf("prometheus"))).rejects.toThrow(
      `the PATH's ${join(folder, "prometheus")} is version 2.24.1, not 2.42.0 or later below 4.0.0`,
    );
  });
});

describe("a checkout whose cache is empty", () => {
  const SCRIPT = `
    import { resolvePrograms } from "./host/programs/index.ts";
    resolvePrograms(["runsvdir", "sv"]).then(
      (programs) => console.log(JSON.stringify(programs)),
      (error) => { console.log(error.name + ": " + error.message + " // " + error.help); process.exitCode = 1; },
    );`;
  let checkout: ScratchCheckout;
  beforeAll(async () => {
    checkout = await scratchCheckout(SCRIPT);
  });
  afterAll(() => checkout.remove());
  const inCache = (...parts: readonly string[]) => readdir(join(checkout.folder, ".cache", ...parts));

  test("says every way that was tried when there is none, and the mend", async () => {
    await mkdir(join(checkout.folder, "empty"));
    const { code, stdout } = await checkout.run({ PATH: join(checkout.folder, "empty") });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "UserError: there is no way to get runit here: runsvdir is not on the PATH; apt-get is not here",
    );
    expect(stdout).toContain("// install it yourself so that it is on the PATH");
  });

  test("says which archive does not answer, and asks again the next time", async () => {
    const sources = join(checkout.folder, "sources.list");
    await writeFile(sources, `deb http://127.0.0.1:${await freePort()}/debian bookworm main\n`);
    const settings = join(checkout.folder, "apt.conf");
    await writeFile(settings, `Dir::Etc::sourcelist "${sources}"; Dir::Etc::sourceparts "/dev/null";\n`);
    const { code, stdout } = await checkout.run({ APT_CONFIG: settings });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /runsvdir is not on the PATH; apt-get update fetched nothing: Failed to fetch http:.*refused/,
    );
  });

  test("is filled by the next process when one is killed in the middle, and once by two at the same time", async () => {
    const killed = checkout.start();
    await sleep(1500);
    await killed.kill();
    const [first, second] = await Promise.all([checkout.run(), checkout.run()]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stdout).toBe(second.stdout);
    const lines = `${first.stderr}${second.stderr}`.trim().split("\n").sort();
    expect(lines).toEqual([
      "runit 2.1.2: Debian's package, unpacked into .cache/programs (runsvdir is not on the PATH)",
      expect.stringMatching(/^waiting for process \d+, which prepares programs$/),
    ]);
    expect((await inCache()).sort()).toEqual(["apt", "programs", "programs.json"]);
    expect(await inCache("programs")).toEqual(["runit-2.1.2-debian"]);
  });

  test("is filled again when what was in it has gone", async () => {
    const silent = await checkout.run();
    await rm(join(checkout.folder, ".cache/programs"), { recursive: true });
    const again = await checkout.run();
    expect([silent.stderr, again.stdout]).toEqual(["", silent.stdout]);
    expect(again.stderr).toContain("runit 2.1.2: Debian's package");
  });
});
