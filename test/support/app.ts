import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { eventually } from "../../bench/support/eventually.ts";
import { bundleApp } from "../../host/apps.ts";
import { withScratch } from "../../host/targets/native/launch.ts";
import type { Workload } from "../../lib/components/component.ts";

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** A bundled app that runs as its own process. */
export interface RunningApp {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has written to standard output and standard error so far. */
  output(): string;
  get(path: string): Promise<Response>;
  /** Values by series, as `/metrics` writes them: `tasks_active`, `tasks_processed_total{status="failed"}`. */
  samples(): Promise<ReadonlyMap<string, number>>;
  /** Its exit code, when it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Sends a signal and gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the app's process on the port; does not wait for it to listen. */
export async function spawnApp(
  name: string,
  port: number,
  variables: Readonly<Record<string, string>> = {},
  scratch?: Workload["scratch"],
): Promise<RunningApp> {
  const { file } = await bundleApp(name);
  const [program = "", ...args] = [...(scratch === undefined ? [] : withScratch(scratch)), process.execPath, file];
  // From the root folder, so that nothing of the checkout can be found by a relative path.
  const child = spawn(program, args, { cwd: "/", env: { PORT: String(port), ...variables } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string) => fetch(`${url}${path}`, { signal: AbortSignal.timeout(30_000) });
  return {
    url,
    child,
    ended,
    get,
    output: () => text,
    samples: async () => parseSamples(await (await get("/metrics")).text()),
    async end(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the app on a free port and waits until it is healthy. */
export async function startApp(
  name: string,
  variables: Readonly<Record<string, string>> = {},
  scratch?: Workload["scratch"],
): Promise<RunningApp> {
  const app = await spawnApp(name, await freePort(), variables, scratch);
  await eventually(60, async () => {
    if (app.child.exitCode !== null) throw new Error(`it ended: ${app.output()}`);
    return (await app.get("/health")).ok || undefined;
  });
  return app;
}

function parseSamples(exposition: string): ReadonlyMap<string, number> {
  const lines = exposition.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
