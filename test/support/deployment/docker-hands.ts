import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Engine } from "../../../host/engine/engine.ts";
import { LABEL } from "../../../host/engine/labels.ts";
import { MOUNTS } from "../../../lib/targets/docker.ts";
import { removeLabelled } from "../engine.ts";
import type { Hands } from "./hands.ts";

interface ContainerState {
  readonly Running: boolean;
  readonly Pid: number;
  readonly StartedAt: string;
}

/** With the docker client. */
export function dockerHands(engine: Engine, stack: string): Hands {
  const container = (name: string) => `${stack}_${name}`;
  const inspect = async (name: string) => {
    const found = await engine.inspect("container", container(name));
    return found && { id: found.Id as string, state: found.State as ContainerState, image: found.Image as string };
  };
  /** As the program's own user: root without capabilities may not read what belongs to another. */
  const exec = async (name: string, script: string): Promise<string> => {
    const outcome = await engine.exec(container(name), ["sh", "-c", script]);
    if (outcome.code !== 0) throw new Error(`${script}: ${outcome.stderr}`);
    return outcome.stdout;
  };
  /** In a container of its own, since the component's sees its files read-only and only its own processes. */
  const beside = async (name: string, flags: readonly string[], script: string, input?: string): Promise<void> => {
    const { image = "" } = (await inspect(name)) ?? {};
    await engine.pipe(input ?? "", ["--user", "0", "--entrypoint", "sh", ...flags], image, ["-c", script]);
  };
  const named = async (kind: "container" | "volume" | "network"): Promise<readonly string[]> => {
    const format = { container: "{{.Names}}", volume: "{{.Name}}", network: "{{.Name}}" }[kind];
    const all = kind === "container" ? ["--all"] : [];
    const names = (await engine.output([kind, "ls", ...all, "--format", format])).split("\n");
    return names.filter((name) => name === stack || name.startsWith(`${stack}_`)).map((name) => `${kind} ${name}`);
  };
  const everything = async () => [
    ...(await named("container")),
    ...(await named("volume")),
    ...(await named("network")),
    ...(await engine.containers({ [LABEL.scratch]: stack })).map(({ id, state }) => `container ${id} (${state})`),
  ];
  const mount = (name: string) => ["--volume", `${container(name)}_config:${MOUNTS.config}`];

  return {
    async process(name) {
      const found = await inspect(name);
      return found?.state.Running === true ? `${found.id} since ${found.state.StartedAt}` : undefined;
    },
    async files(name) {
      const script = `cd ${MOUNTS.config}/current && find . -type f -exec sha256sum {} + && readlink ${MOUNTS.config}/current`;
      const lines = (await exec(name, script)).trim().split("\n");
      const hashes = lines.slice(0, -1).map((line) => [line.slice(68), line.slice(0, 64)]);
      return { current: lines.at(-1) ?? "", ...Object.fromEntries(hashes) };
    },
    read: (name, path) => exec(name, `cat ${MOUNTS.config}/current/${path}`),
    overwrite: (name, path, text) => beside(name, mount(name), `cat > ${MOUNTS.config}/current/${path}`, text),
    async kill(name) {
      const { state } = (await inspect(name)) ?? {};
      await beside(name, ["--pid", "host"], `kill -9 ${state?.Pid}`);
    },
    takeAway: async (name) => void (await engine.output(["rm", "--force", container(name)])),
    async endAll() {
      const ours = { [LABEL.stack]: stack };
      for (const { id } of await engine.containers(ours)) await engine.output(["rm", "--force", id]);
      for (const network of await engine.networks(ours)) await engine.output(["network", "rm", network]);
    },
    freeze: async (name) => void (await engine.output(["pause", container(name)])),
    thaw: async (name) => void (await engine.output(["unpause", container(name)])),
    makeData: async (name, folder) => void (await exec(name, `mkdir ${MOUNTS.data}/${folder}`)),
    removeData: async (name, folder) => void (await exec(name, `rmdir ${MOUNTS.data}/${folder}`)),
    async dataPlace(name) {
      const volume = `${container(name)}_data`;
      return (await engine.inspect("volume", volume)) === undefined ? undefined : volume;
    },
    everything,
    async visible() {
      const texts = new Map<string, string>();
      for (const what of await everything()) {
        const [kind = "", name = ""] = what.split(" ");
        texts.set(`inspect ${what}`, await engine.output([kind, "inspect", name]));
        if (kind !== "container") continue;
        texts.set(`logs of ${name}`, await engine.logs(name));
      }
      return texts;
    },
    moment: {
      // Containers that judge have a name of their own.
      publishing: () =>
        event(engine, [`label=${LABEL.scratch}=${stack}`, "event=start"], (name) => !/judge/.test(name)),
      async published(name) {
        const link = `${MOUNTS.config}/current`;
        const before = (await exec(name, `readlink ${link}`)).trim();
        await exec(name, `while [ "$(readlink ${link})" = ${before} ]; do sleep 0.02; done`);
      },
      started: (name) => event(engine, [`container=${container(name)}`, "event=start"]),
      created: (name) => event(engine, [`container=${container(name)}`, "event=create"]),
    },
    async sweep() {
      await removeLabelled(engine, { [LABEL.scratch]: stack });
      await removeLabelled(engine, { [LABEL.stack]: stack });
    },
  };
}

/** Resolves at the engine's first event that passes. */
async function event(engine: Engine, filters: readonly string[], isIt = (_name: string) => true): Promise<void> {
  const words = filters.flatMap((filter) => ["--filter", filter]);
  const [program = "", ...args] = engine.command(["events", ...words, "--format", "{{.Actor.Attributes.name}}"]);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const name of createInterface({ input: child.stdout })) if (isIt(name)) return;
    throw new Error("the engine tells no more events");
  } finally {
    child.kill();
  }
}
