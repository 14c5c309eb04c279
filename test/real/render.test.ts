import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { ownedBy } from "../../host/deploy/owned.ts";
import { judgeNative } from "../../host/judge/native.ts";
import { resolvePrograms } from "../../host/programs/index.ts";
import { environmentNames } from "../../host/read-environment.ts";
import { output, run } from "../../host/run.ts";
import { nativeVersion } from "../../host/targets/native/launch.ts";
import { writeFiles } from "../../host/writer.ts";
import type { Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { nativeSite } from "../../lib/targets/native.ts";
import { environmentAt, goldenCases, goldenFolder } from "../support/golden.ts";

const SERVERS = ["prometheus", "promtool", "alertmanager", "amtool", "node_exporter"];
const programs = new Map((await resolvePrograms(SERVERS)).map((program) => [program.name, program.path]));
const tool = (name: string): string => programs.get(name) ?? "";

const cases = await goldenCases();
const environments: ReadonlyMap<string, Environment> = new Map([
  ...(await Promise.all(cases.map(async (name) => [name, await environmentAt(goldenFolder(name))] as const))),
  ...(await Promise.all(
    (
      await environmentNames(CHECKOUT)
    ).map(async (name) => [`configs/${name}`, await environmentAt(join(CHECKOUT, "configs", name))] as const),
  )),
]);

const scratch = await mkdtemp(join(tmpdir(), "watchkeeper-render-"));
afterAll(() => rm(scratch, { recursive: true }));

const siteOf = (environment: Environment) =>
  nativeSite(environment, join(scratch, environment.stack), (program) => nativeVersion(program) ?? "2.42.0");
const hasJudge = ({ program, judge }: Workload): boolean =>
  program.kind === "server" && SERVERS.includes(program.name) && judge !== undefined;

/** Lays what is rendered where the native target would have it. */
async function lay(environment: Environment): Promise<void> {
  const site = siteOf(environment);
  const { files, workloads } = render(environment, site);
  for (const { name } of workloads) await writeFiles(site.path(name, "config"), [...ownedBy(name, files)]);
}

describe.each([...environments])("%s", (_, environment) => {
  const { files, workloads } = render(environment, siteOf(environment));
  const rules = files.filter(({ path }) => /\/rules\/.*\.yml$/.test(path));

  test.each(workloads.filter(hasJudge).map(({ name }) => name))("%s and its tools take it", async (name) => {
    expect(await judgeNative(environment, name)).toEqual([]);
  });

  if (rules.length > 0)
    test("promtool takes its rules", async () => {
      await lay(environment);
      const site = siteOf(environment);
      const paths = rules.map(({ path }) =>
        join(site.path(path.split("/")[0] ?? "", "config"), path.slice(path.indexOf("/") + 1)),
      );
      expect((await run([tool("promtool"), "check", "rules", "--lint=none", ...paths])).stderr).toBe("");
    });

  if (environment.tests.length > 0)
    test("its tests of rules hold, each by its own", async () => {
      for (const { path } of environment.tests) {
        const { code, stdout, stderr } = await run([tool("promtool"), "test", "rules", path], { cwd: CHECKOUT });
        expect(code, stdout + stderr).toBe(0);
      }
    });
});

describe("where alerts go, as amtool says", () => {
  const routed = async (environment: Environment, labels: readonly string[]): Promise<string> => {
    await lay(environment);
    const file = siteOf(environment).path("alertmanager", "config", "alertmanager.yml");
    return output([tool("amtool"), "config", "routes", "test", `--config.file=${file}`, ...labels]);
  };
  const own = [...environments].filter(([name]) => name.startsWith("configs/"));
  test.each(own)("%s", async (_, environment) => {
    expect(await routed(environment, ["severity=critical", "alertname=Any"])).toBe("pagerduty");
    expect(await routed(environment, ["severity=warning", "alertname=Any"])).toBe("default");
    expect(await routed(environment, ["severity=none", "alertname=Watchdog"])).toBe("heartbeat");
  });
  test("what a user's first route takes, the Watchdog is not part of", async () => {
    const environment = environments.get("heartbeat");
    if (environment === undefined) throw new Error("no such case");
    expect(await routed(environment, ["severity=critical", "alertname=Watchdog"])).toBe("heartbeat");
    expect(await routed(environment, ["severity=critical", "alertname=Other"])).toBe("pagerduty");
  });
  test("without a heartbeat, the Watchdog comes to nobody but a route of the user's own", async () => {
    const environment = environments.get("no-heartbeat");
    if (environment === undefined) throw new Error("no such case");
    expect(await routed(environment, ["severity=none", "alertname=Watchdog"])).toBe("watchkeeper-nobody");
    expect(await routed(environment, ["team=ops", "alertname=Watchdog"])).toBe("watchkeeper-nobody,ops");
    expect(await routed(environment, ["severity=critical", "alertname=Other"])).toBe("pagerduty");
  });
});

describe("what is refused before it lands: by the tools, or by the program where they accept it", () => {
  /** A valid environment with other settings of one component. */
  const changed = (name: string, component: string, settings: object): Environment => {
    const environment = environments.get(name);
    if (environment === undefined) throw new Error("no such case");
    const components = environment.components.map((one) =>
      one.name === component ? { ...one, settings: { ...one.settings, ...settings } } : one,
    );
    return { ...environment, components };
  };
  test("T1: a value behind a flag that takes none", async () => {
    const bad = changed("flags", "prometheus", { flags: { "web.enable-admin-api": "false" } });
    expect(await judgeNative(bad, "prometheus")).toEqual([
      { message: expect.stringMatching(/does not start with it: .*unexpected false/), ofFlags: true },
    ]);
  });
  test("T33: a file that the configuration names, which is not there", async () => {
    const bad = changed("flags", "prometheus", { flags: { "web.config.file": "/nowhere/web.yml" } });
    expect(await judgeNative(bad, "prometheus")).toEqual([
      { message: expect.stringMatching(/does not start with it: .*\/nowhere\/web\.yml/s), ofFlags: false },
    ]);
  });
  test("T26: a time zone that nobody knows", async () => {
    const bad = changed("heartbeat", "alertmanager", {
      time_intervals: [{ name: "night", time_intervals: [{ location: "Mars/Olympus" }] }],
    });
    expect(await judgeNative(bad, "alertmanager")).toContainEqual({
      message: expect.stringMatching(/Mars\/Olympus/),
      ofFlags: false,
    });
  });
  test("a route to a receiver that is not there", async () => {
    const bad = changed("heartbeat", "alertmanager", { route: { receiver: "nobody" } });
    expect(await judgeNative(bad, "alertmanager")).toContainEqual({
      message: expect.stringMatching(/^amtool check-config .* refuses it/),
      ofFlags: false,
    });
  });
});

describe("a folder for temporary files that takes none is a user's error that names it, and TMPDIR as its mend", () => {
  const environment = environments.get("flags");
  afterEach(() => void vi.unstubAllEnvs());

  test.each([
    ["none", "does not exist"],
    ["file", "cannot be written to (ENOTDIR)"],
  ])("%s", async (name, why) => {
    if (environment === undefined) throw new Error("no such case");
    await writeFiles(scratch, [{ path: "file", text: "" }]);
    const folder = join(scratch, name);
    vi.stubEnv("TMPDIR", folder);
    await expect(judgeNative(environment, "prometheus")).rejects.toMatchObject({
      name: "UserError",
      message: `the folder for temporary files ${folder} ${why}`,
      help: expect.stringContaining("export TMPDIR="),
    });
  });
});
