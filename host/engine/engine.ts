import type { Readable } from "node:stream";
import type { Listening } from "../listeners.ts";
import { findOnPath } from "../programs/path.ts";
import { CommandFailed, type Outcome, type RunOptions, run } from "../run.ts";
import { EngineApi } from "./api.ts";
import { engineFailure, noClient } from "./failure.ts";

/** A container as the engine lists it. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  /** created, running, paused, restarting, removing, exited or dead. */
  readonly state: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Where the engine listens for it, by TCP, while it runs. */
  readonly published: readonly Listening[];
}

export interface Platform {
  /** As Docker and Go name them: linux; amd64, arm64. */
  readonly os: string;
  readonly architecture: string;
}

type Labels = Readonly<Record<string, string>>;

/**
 * A Docker engine that answered. What is asked often goes to its API, all else through the docker client. Methods throw
 * CommandFailed or EngineRefused unless they say otherwise.
 */
export class Engine {
  /** Where it is, as DOCKER_HOST takes it: always explicit, so that the client and Terraform's provider use the same one. */
  readonly host: string;
  /** Unique to the engine, and the same by whatever address it is reached. */
  readonly id: string;
  readonly platform: Platform;
  /** Where it keeps images and volumes, on its own machine. */
  readonly folder: string;

  private readonly api: EngineApi;

  constructor(known: {
    api: EngineApi;
    host: string;
    id: string;
    platform: Platform;
    folder: string;
  }) {
    this.api = known.api;
    this.host = known.host;
    this.id = known.id;
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

  /** Runs a command inside a running container, without input; never throws for what it does. */
  exec(container: string, command: readonly string[], options: ExecOptions = {}): Promise<Outcome> {
    return this.api.exec(container, command, options);
  }

  /** When a file, folder or link in a container was last changed, in seconds by the engine's clock; undefined when it is not there. */
  async changedAt(container: string, path: string): Promise<number | undefined> {
    const stat = await this.api.stat(container, path);
    return stat && Date.parse(stat.mtime) / 1000;
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
    const listed = await this.api.list<ListedContainer[]>("/containers/json", labels, { all: "1" });
    return listed.map(({ Id, Names, State, Image, Labels, Ports }) => ({
      id: Id,
      name: Names[0]?.slice(1) ?? "",
      state: State,
      image: Image,
      labels: Labels ?? {},
      published: (Ports ?? []).flatMap(publishedAt),
    }));
  }

  /** Names of the volumes that carry all the labels. */
  async volumes(labels: Labels): Promise<readonly string[]> {
    const { Volumes } = await this.api.list<{ readonly Volumes: readonly Named[] | null }>("/volumes", labels);
    return (Volumes ?? []).map(({ Name }) => Name);
  }

  /** Names of the networks that carry all the labels. */
  async networks(labels: Labels): Promise<readonly string[]> {
    return (await this.api.list<readonly Named[]>("/networks", labels)).map(({ Name }) => Name);
  }

  /** What the engine knows of a container, volume, network or image; undefined when there is none of that name. */
  inspect(kind: keyof typeof PLACES, name: string): Promise<Inspected | undefined> {
    return this.api.get<Inspected>(PLACES[kind](encodeURIComponent(name)));
  }

  /** Whether it has an image of that tag, digest or id. */
  async hasImage(name: string): Promise<boolean> {
    return (await this.inspect("image", name)) !== undefined;
  }

  /** Makes a volume, unless there is one of that name, which keeps its own labels. */
  async createVolume(name: string, labels: Labels): Promise<void> {
    await this.api.post("/volumes/create", { Name: name, Labels: labels });
  }

  /** Sends a signal to a running container's program. */
  async signal(container: string, signal: string): Promise<void> {
    await this.api.post(`/containers/${container}/kill?signal=${signal}`);
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
}

export interface ExecOptions {
  /** Name or number, with the group if wanted (`65534:65534`); absent: the user that the container's program runs as. */
  readonly user?: string;
  readonly timeoutSeconds?: number;
}

/** Docker's own shape, versioned by its API: read with care. */
export type Inspected = Readonly<Record<string, unknown>>;

const PLACES = {
  container: (name: string) => `/containers/${name}/json`,
  volume: (name: string) => `/volumes/${name}`,
  network: (name: string) => `/networks/${name}`,
  image: (name: string) => `/images/${name}/json`,
};

interface Named {
  readonly Name: string;
}

interface ListedContainer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly State: string;
  readonly Image: string;
  readonly Labels: Labels | null;
  readonly Ports: readonly ListedPort[] | null;
}

interface ListedPort {
  readonly IP?: string;
  /** Absent: the image only says that it listens there. */
  readonly PublicPort?: number;
  readonly Type: string;
}

const publishedAt = ({ IP = "", PublicPort: port, Type }: ListedPort): readonly Listening[] =>
  Type === "tcp" && port !== undefined ? [{ host: IP, port }] : [];

/**
 * The engine at `named`, or where DOCKER_HOST or the client's current context points. Throws UserError that tells apart:
 * no client, no engine, no right to use it, wrong TLS, unreachable or malformed host.
 */
export async function connect(named?: string): Promise<Engine> {
  if ((await findOnPath(["docker"])) === undefined) throw noClient();
  const host = named ?? (await contextHost());
  const refuse = (error: Error): never => {
    throw engineFailure(error.message, named);
  };
  const api = await EngineApi.at(host).catch(refuse);
  const { ID, DockerRootDir, OSType, Architecture } = await api.info().catch(refuse);
  return new Engine({
    api,
    host,
    // Before Docker 25 all engines of a machine share the ID.
    id: `${ID}:${DockerRootDir}`,
    platform: { os: OSType, architecture: ARCHITECTURES[Architecture] ?? Architecture },
    folder: DockerRootDir,
  });
}

/** Where DOCKER_HOST or the client's current context points. */
async function contextHost(): Promise<string> {
  const asked = await run(["docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], {
    timeoutSeconds: 30,
  });
  if (asked.code !== 0) throw engineFailure(asked.stderr, undefined);
  return asked.stdout.trim();
}

/** The kernel's names that the engine reports, as Docker's images and Go name them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };
