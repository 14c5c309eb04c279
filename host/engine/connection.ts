import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { lastLines } from "../run.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Question {
  readonly method: "GET" | "HEAD" | "POST";
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutSeconds?: number | undefined;
}

/** What asks an engine over HTTP. Rejects when nobody answers, and says why as the system or the client said it. */
export type Ask = (question: Question) => Promise<Reply>;

/** How many connections are held at once to an engine elsewhere: over ssh each one logs in, and a server takes ten at a time. */
const MOST_CONNECTIONS = 4;

/**
 * The way to the engine at `host`, as DOCKER_HOST takes it: its socket where it is on this machine, else by way of the Docker
 * client, which knows ssh and TLS. A process of the client for each question costs 50 ms of processor time, and this one a fork.
 */
export function askerAt(host: string): Ask {
  const socketPath = /^unix:\/\/(\/.+)$/.exec(host)?.[1];
  const way = socketPath === undefined ? { agent: agentThroughClient(host) } : { socketPath };
  return ({ method, path, body, timeoutSeconds }) =>
    new Promise((resolve, reject) => {
      const headers = { Host: "docker", "Content-Type": "application/json" };
      const asked = request({ ...way, method, path, headers }, (response) => {
        const { statusCode: status = 0, headers: said } = response;
        buffer(response).then((answered) => resolve({ status, headers: said, body: answered }), reject);
      });
      let timer: NodeJS.Timeout | undefined;
      // From when it has a connection: it may have to wait for one.
      asked.once("socket", () => {
        const end = () => asked.destroy(new Error("no answer in time"));
        if (timeoutSeconds !== undefined) timer = setTimeout(end, timeoutSeconds * 1000);
      });
      asked.on("error", reject).on("close", () => clearTimeout(timer));
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

function agentThroughClient(host: string): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS, maxFreeSockets: MOST_CONNECTIONS });
  return Object.assign(agent, { createConnection: () => dial(host) });
}

/** A connection that a process of the client holds: what `docker` itself uses over ssh. */
function dial(host: string): Duplex {
  const client = spawn("docker", ["--host", host, "system", "dial-stdio"]);
  const { stdin, stdout, stderr } = client;
  let said = "";
  // While it is idle it must not hold up the end of this process.
  const hold = (how: "ref" | "unref") => {
    for (const held of [client, stdin, stdout, stderr] as readonly (ChildProcess | Socket)[]) held[how]();
  };
  const connection = new Duplex({
    read: () => void stdout.resume(),
    write: (chunk, _encoding, done) => void stdin.write(chunk, () => done()),
    final: (done) => void stdin.end(() => done()),
    destroy(error, done) {
      // At the end of its input it ends by itself, and what it started with it; one that is killed leaves an ssh behind.
      stdin.end();
      hold("unref");
      done(error);
    },
  });
  stdout.on("data", (chunk: Buffer) => connection.push(chunk) || stdout.pause());
  stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  stdin.on("error", () => undefined);
  client.on("error", (error) => connection.destroy(error));
  // What it says on the way, such as ssh's warnings, matters when it fails.
  client.on("close", (code) =>
    code === 0 || said === "" ? connection.push(null) : connection.destroy(new Error(lastLines(said))),
  );
  // What Node's agent asks of a socket that it keeps.
  return Object.assign(connection, {
    setKeepAlive: () => connection,
    setTimeout: () => connection,
    ref: () => hold("ref"),
    unref: () => hold("unref"),
  });
}
