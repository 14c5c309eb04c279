import { constants, existsSync } from "node:fs";
import { access, mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { attemptOfPublication, type Destination, FIRST_ATTEMPT } from "../../deploy/plan.ts";
import { UserError } from "../../errors.ts";
import { connect, get } from "../../http.ts";
import { type Observation, ownedByAnother, type Target } from "../target.ts";
import { layout as layoutOf, stackRoot } from "./layout.ts";
import { listeningIn } from "./listening.ts";
import { liveListing, livePublication, publishTree, restorePreviousTree, swappedAt } from "./published.ts";
import { isEdited, isWritten, writeService } from "./service.ts";
import {
  askUp,
  awaitSupervised,
  ensureSupervisor,
  lastChange,
  removeService,
  serviceState,
  sinceLastChange,
  stopProgram,
  stopSupervisor,
  supervisorPid,
  sv,
} from "./supervisor.ts";

/** Longer than any program's own grace; release asks no plan, since destroying must work without one. */
const RELEASE_GRACE_SECONDS = 120;

const readText = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);

/** Plain processes on this machine, kept running by runit. They do not outlive a reboot. */
export function nativeTarget(destination: Destination): Target {
  const layout = layoutOf(stackRoot(destination));

  const observeOne = async (name: string, supervised: boolean): Promise<readonly [string, Observation]> => {
    const [state, live, edited, upSeconds] = await Promise.all([
      serviceState(layout, name),
      livePublication(layout.config(name)),
      isEdited(layout, name),
      sinceLastChange(layout, name),
    ]);
    const runs = state?.startsWith("run") === true;
    return [
      name,
      {
        listing: await liveListing(layout.config(name)),
        attempt: {
          publish: live === undefined ? undefined : attemptOfPublication(live),
          run: edited ? undefined : await readText(join(layout.service(name), "attempt")),
        },
        running: supervised && runs,
        unsupervised: !supervised && runs,
        upSeconds,
      },
    ];
  };

  const stopForGood = async (name: string): Promise<void> => {
    // A supervisor that is started anew would start it.
    await writeFile(join(layout.service(name), "down"), "");
    await stopProgram(layout, name, RELEASE_GRACE_SECONDS);
  };

  const removeComponent = async (name: string): Promise<void> => {
    await stopProgram(layout, name, RELEASE_GRACE_SECONDS);
    const folders = [layout.config(name), layout.log(name)];
    if (destination.data === "disposable") folders.push(layout.data(name));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    // Last: by it the next deploy knows what is still to be removed.
    await removeService(layout, name, RELEASE_GRACE_SECONDS);
  };

  return {
    destination,
    requirePlace: () => requireFolder(layout.root),
    owner: () => readText(layout.owner),

    async claim(owner, { attempt, components }) {
      await mkdir(layout.root, { recursive: true, mode: 0o755 });
      await writeFile(layout.owner, owner, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      if ((await readText(layout.owner)) !== owner) throw ownedByAnother(destination.stack);
      await writeFile(layout.attempt, attempt);
      // Before the supervisor starts, which picks up what is there at once, and what comes later after seconds.
      if ((await supervisorPid(layout)) === undefined)
        await Promise.all(components.map((each) => writeService(layout, each)));
      await ensureSupervisor(layout);
    },

    async sharedBy() {
      return existsSync(layout.owner) ? ((await readText(layout.attempt)) ?? FIRST_ATTEMPT) : undefined;
    },

    async observe(names) {
      const supervised = (await supervisorPid(layout)) !== undefined;
      return new Map(await Promise.all(names.map((name) => observeOne(name, supervised))));
    },

    listening: () => listeningIn(layout),

    publish: (component, files) => publishTree(layout.config(component.name), component, files),
    publishedAt: (component) => swappedAt(layout.config(component.name)),
    restorePrevious: (component) => restorePreviousTree(layout.config(component.name)),

    async start(component) {
      await mkdir(layout.data(component.name), { recursive: true, mode: 0o750 });
      await mkdir(layout.log(component.name), { recursive: true, mode: 0o750 });
      const changed = await writeService(layout, component);
      await ensureSupervisor(layout);
      await awaitSupervised(layout, component.name);
      if (changed) await stopProgram(layout, component.name, component.workload.stopGraceSeconds);
      await askUp(layout, component.name);
      await rm(join(layout.service(component.name), "down"), { force: true });
      await writeFile(join(layout.service(component.name), "attempt"), component.attempt.run);
    },

    signal: ({ name }, signal) => sv(layout, signal === "SIGHUP" ? "hup" : signal, name),
    stop: (name) => stopProgram(layout, name, RELEASE_GRACE_SECONDS),
    startAgain: (name) => sv(layout, "start", name),
    life: (name) => lastChange(layout, name),
    get: (component, port, path) => get(`http://${component.addresses[port]}${path}`),
    connect: (component, port) => connect(component.addresses[port] ?? ""),

    async log(name, lines, since) {
      const text = await readText(join(layout.log(name), "current"));
      if (text === undefined) return undefined;
      const from = since === undefined ? "" : writtenAt(since);
      const isLater = (line: string) => line.slice(0, from.length) >= from;
      return text.trimEnd().split("\n").filter(isLater).slice(-lines).join("\n");
    },

    retire: (names) => ofUnlisted(names, stopForGood),
    prune: (names) => ofUnlisted(names, removeComponent),

    async release() {
      await stopSupervisor(layout, RELEASE_GRACE_SECONDS);
      for (const name of await readdir(layout.root).catch(() => [])) {
        if (name === "data" && destination.data === "keep") continue;
        await rm(join(layout.root, name), { recursive: true, force: true });
      }
      await removeWhenEmpty(layout.root);
      await removeWhenEmpty(dirname(layout.root));
    },
  };

  async function ofUnlisted(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
    const listed = new Set(names);
    for (const name of await servicesWritten()) if (!listed.has(name)) await work(name);
  }

  async function servicesWritten(): Promise<readonly string[]> {
    const names = await readdir(layout.services).catch(() => []);
    const written = await Promise.all(names.map((name) => isWritten(layout, name)));
    return names.filter((_, index) => written[index]);
  }
}

/** How svlogd begins a line (svlogd(8), -tt), in UTC: texts that sort as their times do. */
const writtenAt = (time: Date): string => time.toISOString().slice(0, 19).replace("T", "_");

/** Whether a folder is there, or could be made: its nearest parent that exists is a folder that can be written to. */
async function requireFolder(folder: string): Promise<void> {
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const isFolder = (await stat(nearest)).isDirectory();
  const isWritable = await access(nearest, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isFolder && isWritable) return;
  throw new UserError(`${folder} cannot be made: ${nearest} is ${isFolder ? "not writable" : "no folder"}`, {
    help: "name another folder for all stacks: `target: { native: { home: DIR } }`, or WATCHKEEPER_HOME",
  });
}

const removeWhenEmpty = (folder: string): Promise<void> => rmdir(folder).catch(() => undefined);
