import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { resolvePrograms } from "../../host/programs/index.ts";
import { findOnPath } from "../../host/programs/path.ts";
import { run } from "../../host/run.ts";
import { freePort } from "../support/app.ts";

let folder: string;
let servers: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-servers-"));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map(end));
  await rm(folder, { recursive: true });
});

async function end(server: ChildProcess): Promise<void> {
  const gone = once(server, "exit");
  if (server.exitCode === null && server.signalCode === null && server.kill()) await gone;
}

/** Starts it as a service does: with no variable but those that are said. */
function start(command: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  const [program = "", ...args] = command;
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", ...variables };
  const server = spawn(program, args, { cwd: folder, env, stdio: "ignore" });
  servers.push(server);
  return server;
}

const paths = async (...names: readonly string[]): Promise<readonly string[]> =>
  (await resolvePrograms(names, () => undefined)).map(({ path }) => path);

/** Numbers of the processes that name a folder on their command line, as the broker names its data. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(numbers.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return numbers.filter((_, index) => lines[index]?.includes(folder));
}

const isDebian = (await findOnPath(["apt-get"])) !== undefined;

describe.skipIf(!isDebian)("servers from Debian's packages, unpacked, run as processes of this user", () => {
  test("PostgreSQL makes its database at the first start, and finds it again at the next", async () => {
    const [postgres = "", psql = ""] = await paths("postgres", "psql");
    const port = await freePort();
    await writeFile(join(folder, "password"), "secret", { mode: 0o600 });
    const variables = {
      PGDATA: join(folder, "data"),
      POSTGRES_PASSWORD_FILE: join(folder, "password"),
      POSTGRES_DB: "demo",
    };
    const command = [postgres, "-c", "listen_addresses=127.0.0.1", "-p", String(port)];
    const ask = async (query: string, PGPASSWORD: string) =>
      run([psql, "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-tA", "-c", query, "demo"], {
        env: { PGPASSWORD },
      });

    const first = start(command, variables);
    await eventually(60, async () => ((await ask("select 1", "secret")).code === 0 ? true : undefined));
    expect((await ask("create table fruit (name text); insert into fruit values ('banana')", "secret")).code).toBe(0);
    expect((await ask("select 1", "wrong")).stderr).toContain("password authentication failed");
    await end(first);
    start(command, variables);
    const found = await eventually(60, async () => (await ask("select name from fruit", "secret")).stdout || undefined);
    expect(found).toBe("banana\n");
  });

  test("Redis answers", async () => {
    const [redis = "", cli = ""] = await paths("redis-server", "redis-cli");
    const port = await freePort();
    start([redis, "--bind", "127.0.0.1", "--port", String(port), "--dir", folder]);
    const answer = await eventually(60, async () => {
      const { stdout } = await run([cli, "-p", String(port), "ping"]);
      return stdout.includes("PONG") ? stdout : undefined;
    });
    expect(answer).toBe("PONG\n");
  });

  test("RabbitMQ serves its metrics, and leaves nothing behind when it is killed", async () => {
    const [rabbitmq = "", ctl = ""] = await paths("rabbitmq-server", "rabbitmqctl");
    const [amqp = 0, metrics = 0, distribution = 0, mapper = 0] = await Promise.all([0, 1, 2, 3].map(freePort));
    await writeFile(join(folder, "enabled_plugins"), "[rabbitmq_prometheus].");
    await writeFile(
      join(folder, "rabbitmq.conf"),
      `listeners.tcp.1 = 127.0.0.1:${amqp}\nprometheus.tcp.ip = 127.0.0.1\nprometheus.tcp.port = ${metrics}\n`,
    );
    const variables = {
      RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
      RABBITMQ_MNESIA_BASE: join(folder, "data"),
      RABBITMQ_NODENAME: "watchkeeper-test@localhost",
      RABBITMQ_DIST_PORT: String(distribution),
      ERL_EPMD_PORT: String(mapper),
    };
    const broker = start([rabbitmq], variables);
    const text = await eventually(90, async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text());
    expect(text).toMatch(/^rabbitmq_build_info\{/m);
    expect(await processesOf(folder)).not.toEqual([]);
    expect((await run([ctl, "status"], { env: variables })).stdout).toContain("watchkeeper-test@localhost");

    broker.kill("SIGKILL");
    await eventually(60, async () => ((await processesOf(folder)).length === 0 ? true : undefined));
  });
});
