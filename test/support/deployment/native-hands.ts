import { existsSync, watch } from "node:fs";
import { mkdir, readdir, readFile, readlink, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../../../bench/support/eventually.ts";
import { digestOf } from "../../../host/deploy/plan.ts";
import { resolveProgram } from "../../../host/programs/index.ts";
import { output } from "../../../host/run.ts";
import { listFiles } from "../../../host/writer.ts";
import { processes, processOf } from "../processes.ts";
import type { Hands } from "./hands.ts";

/** With runit's tools and the files themselves. `root`: the stack's folder. */
export function nativeHands(root: string): Hands {
  const live = (name: string, ...path: string[]) => join(root, "config", name, "current", ...path);
  const data = (name: string, ...path: string[]) => join(root, "data", name, ...path);

  const pidOf = async (name: string): Promise<number> =>
    Number(await readFile(join(root, "service", name, "supervise", "pid"), "utf8").catch(() => "0"));
  const signal = async (name: string, word: NodeJS.Signals) => void process.kill(await pidOf(name), word);
  const runs = async (name: string): Promise<string | undefined> => {
    const pid = await pidOf(name);
    const found = pid === 0 ? undefined : await processOf(pid);
    return found && `${pid} since ${found.started}`;
  };
  const ours = async () =>
    (await processes()).filter(({ command, environment, folder }) =>
      [command, environment, folder].some((text) => text.includes(`${root}/`) || text.endsWith(root)),
    );

  const endAll = async () => {
    // The supervisors first: they would start again what is ended.
    const left = (await ours()).sort((a, b) => Number(/runsv/.test(b.command)) - Number(/runsv/.test(a.command)));
    for (const { pid } of left) process.kill(pid, "SIGKILL");
    await eventually(60, async () => ((await ours()).length === 0 ? true : undefined));
  };

  return {
    process: runs,
    async files(name) {
      const paths = await listFiles(live(name));
      const hashes = paths.map(async (path) => [path, digestOf(await readFile(live(name, path), "utf8"))] as const);
      return { current: await readlink(live(name)), ...Object.fromEntries(await Promise.all(hashes)) };
    },
    read: (name, path) => readFile(live(name, path), "utf8"),
    overwrite: (name, path, text) => writeFile(live(name, path), text),
    kill: (name) => signal(name, "SIGKILL"),
    async takeAway(name) {
      await output([(await resolveProgram("sv")).path, "down", join(root, "service", name)]);
      await eventually(60, async () => ((await runs(name)) === undefined ? true : undefined));
    },
    endAll,
    freeze: (name) => signal(name, "SIGSTOP"),
    thaw: (name) => signal(name, "SIGCONT"),
    makeData: async (name, folder) => void (await mkdir(data(name, folder))),
    removeData: (name, folder) => rmdir(data(name, folder)),
    dataPlace: async (name) => (existsSync(data(name)) ? data(name) : undefined),
    async everything() {
      const left = await readdir(root, { recursive: true }).catch(() => []);
      return [
        ...left.map((path) => join(root, path)),
        ...(await ours()).map(({ pid, command }) => `${pid} ${command}`),
      ];
    },
    async visible() {
      const logs = (await listFiles(root)).filter((path) => path.startsWith("log/"));
      const texts = logs.map(async (path) => [`log ${path}`, await readFile(join(root, path), "utf8")] as const);
      return new Map(await Promise.all(texts));
    },
    moment: {
      publishing: (name) => seen(join(root, "config", name), (file) => file.endsWith(".new")),
      async published(name) {
        const before = await readlink(live(name));
        return seen(join(root, "config", name), async () => (await readlink(live(name))) !== before);
      },
      async started(name) {
        const before = await runs(name);
        return seen(join(root, "service", name, "supervise"), async () => {
          const now = await runs(name);
          return now !== undefined && now !== before;
        });
      },
    },
    async sweep() {
      await endAll();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Resolves at the first change in a folder that is the one. */
async function seen(folder: string, isIt: (file: string) => boolean | Promise<boolean>): Promise<void> {
  const watcher = watch(folder);
  try {
    await new Promise<void>((resolve, reject) => {
      watcher.on("error", reject);
      watcher.on("change", async (_, file) => {
        if (await Promise.resolve(isIt(String(file))).catch(() => false)) resolve();
      });
    });
  } finally {
    watcher.close();
  }
}
