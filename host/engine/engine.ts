import type { Readable } from "node:stream";
import { CommandFailed, type Outcome, type RunOptions, run } from "../run.ts";
import { engineFailure, noClient } from "./failure.ts";
import { Images } from "./images.ts";

/** A container as `docker ps` lists it. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  /** created, running, paused, restarting, removing, exited or dead. */
  readonly state: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Platform {
  /** As Docker and Go name them: linux; amd64, arm64. */
  readonly os: string;
  readonly architecture: string;
}

type Labels = Readonly<Record<string, string>>;

/** A Docker engine that answered, through the docker client. Methods throw CommandFailed unless they say otherwise. */
export class Engine {
  /** Where it is, as DOCKER_HOST takes it: always explicit, so that the client and Terraform's provider use the same one. */
  readonly host: string;
  /** Unique to the engine, and the same by whatever address it is reached. */
  readonly id: string;
  readonly version: string;
  readonly platform: Platform;
  /** Where it keeps images and volumes, on its own machine. */
  readonly folder: string;

  constructor(known: { host: string; id: string; version: string; platform: Platform; folder: string }) {
    this.host = known.host;
    this.id = known.id;
    this.version = known.version;
    this.platform = known.platform;
    this.folder = known.folder;
  }

  /** The whole command line of a docker command on this engine. */
  command(args: readonly string[]): readonly string[] {
    return ["docker", "--host", this.host, ...args];
  }

  /** Any docker command; never throws for what it does. */
  docker(args: readonly string[], options?: RunOptions): Promise<Outcome> {
    return run(this.command(args), options);
  }

  /** Standard output of a docker command that must succeed. */
  async output(args: readonly string[], options?: RunOptions): Promise<string> {
    const outcome = await this.docker(args, options);
    if (outcome.code !== 0) throw new CommandFailed(this.command(args), outcome);
    return outcome.stdout.trim();
  }

  /** Runs a command inside a running container; never throws for what it does. */
  exec(container: string, command: readonly string[], options: RunOptions & { user?: string } = {}): Promise<Outcome> {
    const user = options.user === undefined ? [] : ["--user", options.user];
    return this.docker(
      ["exec", ...(options.input === undefined ? [] : ["-i"]), ...user, container, ...command],
      options,
    );
  }

  /** Feeds a stream, such as a tar archive, to a container of its own that is gone afterwards and has no network. */
  pipe(
    input: Readable | Buffer | string,
    flags: readonly string[],
    image: string,
    command: readonly string[],
  ): Promise<string> {
    return this.output(["run", "--rm", "--interactive", "--network", "none", ...flags, image, ...command], { input });
  }

  /** Containers, stopped ones too, that carry all the labels. An empty value means: any. */
  async containers(labels: Labels): Promise<readonly ContainerSummary[]> {
    const lines = await this.list(["ps", "--all", "--no-trunc"], labels);
    return lines.map((line) => ({
      id: line.ID ?? "",
      name: line.Names ?? "",
      state: line.State ?? "",
      image: line.Image ?? "",
      labels: parseLabels(line.Labels ?? ""),
    }));
  }

  /** Names of the volumes that carry all the labels. */
  async volumes(labels: Labels): Promise<readonly string[]> {
    return (await this.list(["volume", "ls"], labels)).map((line) => line.Name ?? "");
  }

  /** Names of the networks that carry all the labels. */
  async networks(labels: Labels): Promise<readonly string[]> {
    return (await this.list(["network", "ls"], labels)).map((line) => line.Name ?? "");
  }

  /** `docker inspect` of a container, volume, network or image; undefined when there is none of that name. */
  async inspect(kind: "container" | "volume" | "network" | "image", name: string): Promise<Inspected | undefined> {
    const outcome = await this.docker([kind, "inspect", name]);
    if (outcome.code === 0) return JSON.parse(outcome.stdout)[0];
    // Of a network the engine says "network NAME not found", of all else "No such …".
    if (/no such|not found/i.test(outcome.stderr)) return undefined;
    throw new CommandFailed(this.command([kind, "inspect", name]), outcome);
  }

  /** Both streams of a container's log, as one text. */
  async logs(container: string, options: { tail?: number; since?: string } = {}): Promise<string> {
    const tail = options.tail === undefined ? [] : ["--tail", String(options.tail)];
    const since = options.since === undefined ? [] : ["--since", options.since];
    const args = ["logs", ...tail, ...since, container];
    const outcome = await this.docker(args);
    if (outcome.code !== 0) throw new CommandFailed(this.command(args), outcome);
    return outcome.stdout + outcome.stderr;
  }

  readonly images = new Images((names) => this.docker(["image", "inspect", ...names]));

  private async list(command: readonly string[], labels: Labels): Promise<readonly Line[]> {
    const filters = Object.entries(labels).flatMap(([key, value]) => [
      "--filter",
      value === "" ? `label=${key}` : `label=${key}=${value}`,
    ]);
    const text = await this.output([...command, ...filters, "--format", "{{json .}}"]);
    return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line));
  }
}

type Line = Readonly<Record<string, string | undefined>>;
/** Docker's own shape, versioned by its API: read with care. */
export type Inspected = Readonly<Record<string, unknown>>;

/** `a=1,b=2`; the values of our own labels hold no comma. */
function parseLabels(text: string): Labels {
  const pairs = text.split(",").map((pair) => [pair.split("=", 1)[0] ?? "", pair.slice(pair.indexOf("=") + 1)]);
  return Object.fromEntries(pairs.filter(([key]) => key !== ""));
}

/**
 * The engine at `named`, or where DOCKER_HOST or the client's current context points. Throws UserError that tells apart:
 * no client, no engine, no right to use it, wrong TLS, unreachable or malformed host.
 */
export async function connect(named?: string): Promise<Engine> {
  const address = named === undefined ? [] : ["--host", named];
  const [info, host] = await Promise.all([
    ask([...address, "info", "--format", "{{json .}}"]),
    named ?? ask(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]).then(({ stdout }) => stdout.trim()),
  ]);
  if (info.code === 127) throw noClient();
  const facts = info.stdout.startsWith("{") ? JSON.parse(info.stdout) : {};
  if (info.code !== 0 || !facts.ID) throw engineFailure([info.stderr, ...(facts.ServerErrors ?? [])].join("\n"), named);
  return new Engine({
    host,
    // Before Docker 25 all engines of a machine share the ID.
    id: `${facts.ID}:${facts.DockerRootDir}`,
    version: facts.ServerVersion,
    platform: { os: facts.OSType, architecture: ARCHITECTURES[facts.Architecture] ?? facts.Architecture },
    folder: facts.DockerRootDir,
  });
}

const ask = (words: readonly string[]): Promise<Outcome> => run(["docker", ...words], { timeoutSeconds: 30 });

/** The kernel's names that `docker info` reports, as Docker's images and Go name them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };
