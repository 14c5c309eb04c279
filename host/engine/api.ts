import type { Outcome } from "../run.ts";
import { type Ask, askerAt, type Question, type Reply } from "./connection.ts";

/** The newest of its versions that is known here; engines that know older ones only are asked in theirs. */
const NEWEST = "1.51";

/** How long an engine may take to say that it is there: ssh logs in first. */
const ANSWER_SECONDS = 30;

/** An engine answered that it does not do what it was asked. */
export class EngineRefused extends Error {
  constructor({ method, path }: Question, { status, body }: Reply) {
    super(`the engine answered ${method} ${path} with ${status}: ${messageIn(body)}`);
    this.name = "EngineRefused";
  }
}

/** `GET /info`, as far as it is read. */
export interface Info {
  readonly ID: string;
  readonly DockerRootDir: string;
  readonly OSType: string;
  readonly Architecture: string;
}

/** What `HEAD /containers/{id}/archive` tells, as far as it is read. */
export interface PathStat {
  /** RFC 3339, by the engine's clock, to the nanosecond where its file system knows it. */
  readonly mtime: string;
}

/** The HTTP API of a Docker engine: https://docs.docker.com/reference/api/engine/. Methods throw EngineRefused. */
export class EngineApi {
  private constructor(
    private readonly ask: Ask,
    private readonly version: string,
  ) {}

  /** Rejects with the reason when no engine answers there. */
  static async at(host: string): Promise<EngineApi> {
    const ask = askerAt(host);
    const { headers } = await ask({ method: "GET", path: "/_ping", timeoutSeconds: ANSWER_SECONDS });
    const newest = headers["api-version"];
    if (typeof newest !== "string") throw new Error("what answers does not speak the API of a Docker engine");
    return new EngineApi(ask, minor(newest) < minor(NEWEST) ? newest : NEWEST);
  }

  async info(): Promise<Info> {
    return JSON.parse((await this.must({ method: "GET", path: "/info", timeoutSeconds: ANSWER_SECONDS })).toString());
  }

  /** What lies there; undefined when nothing does. */
  async get<T>(path: string): Promise<T | undefined> {
    const question = { method: "GET", path } as const;
    const reply = await this.send(question);
    if (reply.status === 404) return undefined;
    return JSON.parse(accepted(question, reply).toString());
  }

  /** What carries all the labels. An empty value means: any. */
  async list<T>(
    path: string,
    labels: Readonly<Record<string, string>>,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const label = Object.entries(labels).map(([key, value]) => (value === "" ? key : `${key}=${value}`));
    const query = new URLSearchParams({ ...parameters, filters: JSON.stringify({ label }) });
    return JSON.parse((await this.must({ method: "GET", path: `${path}?${query}` })).toString());
  }

  /** What lies in a container, running or not, at a path, without following a link there; undefined when nothing does. */
  async stat(container: string, path: string): Promise<PathStat | undefined> {
    const question = {
      method: "HEAD",
      path: `/containers/${container}/archive?${new URLSearchParams({ path })}`,
    } as const;
    const reply = await this.send(question);
    if (reply.status === 404) return undefined;
    accepted(question, reply);
    return JSON.parse(Buffer.from(String(reply.headers["x-docker-container-path-stat"]), "base64").toString());
  }

  async post(path: string, body?: unknown): Promise<void> {
    await this.must({ method: "POST", path, body });
  }

  /** Never throws for what the command does; where it cannot be started, the code is 126, and the engine's reason on its standard error. */
  async exec(
    container: string,
    command: readonly string[],
    { user, timeoutSeconds }: { readonly user?: string; readonly timeoutSeconds?: number },
  ): Promise<Outcome> {
    const body = {
      AttachStdout: true,
      AttachStderr: true,
      Cmd: command,
      ...(user === undefined ? {} : { User: user }),
    };
    const made = await this.send({ method: "POST", path: `/containers/${container}/exec`, body });
    if (made.status >= 400) return notStarted(made);
    const { Id: id } = JSON.parse(made.body.toString());
    const start = { method: "POST", path: `/exec/${id}/start`, body: { Detach: false, Tty: false } } as const;
    const said = await this.send({ ...start, timeoutSeconds }).catch((error: Error) => error);
    if (said instanceof Error) return { code: 124, stdout: "", stderr: said.message };
    if (said.status >= 400) return notStarted(said);
    const ended = await this.get<{ readonly ExitCode: number | null }>(`/exec/${id}/json`);
    return { code: ended?.ExitCode ?? 126, ...streamsIn(said.body) };
  }

  private async must(question: Question): Promise<Buffer> {
    return accepted(question, await this.send(question));
  }

  private send(question: Question): Promise<Reply> {
    return this.ask({ ...question, path: `/v${this.version}${question.path}` });
  }
}

const minor = (version: string): number => Number(version.split(".")[1]);

function accepted(question: Question, reply: Reply): Buffer {
  if (reply.status >= 300) throw new EngineRefused(question, reply);
  return reply.body;
}

const notStarted = ({ body }: Reply): Outcome => ({ code: 126, stdout: "", stderr: messageIn(body) });

/** `{"message": "…"}`, where it says so. */
function messageIn(body: Buffer): string {
  try {
    return JSON.parse(body.toString()).message;
  } catch {
    return body.toString().trim();
  }
}

const HEADER_BYTES = 8;

/**
 * The two streams of a command without a terminal: frames of one byte for the stream (1 or 2), three zeros, four bytes of
 * length, and so much text (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach).
 */
function streamsIn(body: Buffer): Pick<Outcome, "stdout" | "stderr"> {
  const parts: Record<number, Buffer[]> = { 1: [], 2: [] };
  for (let at = 0; at + HEADER_BYTES <= body.length; ) {
    const end = at + HEADER_BYTES + body.readUInt32BE(at + 4);
    parts[body[at] ?? 0]?.push(body.subarray(at + HEADER_BYTES, end));
    at = end;
  }
  const text = (stream: 1 | 2) => Buffer.concat(parts[stream] ?? []).toString();
  return { stdout: text(1), stderr: text(2) };
}
