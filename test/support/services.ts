import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../bench/support/eventually.ts";
import { cachePath } from "../../host/checkout.ts";
import { unpackDebianPackage } from "../../host/programs/debian.ts";
import { output } from "../../host/run.ts";
import { freePort } from "./app.ts";

/** PostgreSQL refuses to run as root: then it and the others run as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** With signs that mean something in an address. */
const PASSWORD = "pass:word/with@signs";

/** A real server that runs as an ordinary user in a folder of its own, on ports of its own. */
export interface Service {
  readonly port: number;
  readonly user: string;
  readonly passwordFile: string;
  /** Ends it, as SIGKILL does by default, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on its data, and waits until it listens. */
  start(): Promise<void>;
  /** Ends it and takes its folder away. */
  remove(): Promise<void>;
}

interface Recipe {
  readonly name: string;
  readonly package: string;
  readonly dependencies: readonly string[];
  /** What unpacked scripts need to run at another place than the one they were made for. */
  readonly mend?: (root: string) => Promise<void>;
}

async function unpack(recipe: Recipe): Promise<string> {
  const root = cachePath("test-services", recipe.name);
  if (existsSync(root)) return root;
  const scratch = `${root}.${process.pid}`;
  await mkdir(scratch, { recursive: true });
  await unpackDebianPackage(recipe.package, scratch, recipe.dependencies.join("|"));
  await recipe.mend?.(scratch);
  await rename(scratch, root);
  return root;
}

interface Running {
  readonly folder: string;
  readonly port: number;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
}

async function makeFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `watchkeeper-${name}-`));
  await chmod(folder, 0o755);
  await writeFile(join(folder, "password"), `${PASSWORD}\n`, { mode: 0o644 });
  await mkdir(join(folder, "data"), { mode: 0o700 });
  if (NOBODY.uid !== undefined) await chown(join(folder, "data"), NOBODY.uid, NOBODY.gid);
  return folder;
}

async function listens(port: number): Promise<true> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.destroy();
  return true;
}

function service({ folder, port, command, env, user }: Running): Service {
  let child: ChildProcess | undefined;
  let log = "";
  const kill = async (signal: NodeJS.Signals = "SIGKILL") => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    // Its own group: RabbitMQ is a shell script and the Erlang machine that it starts.
    process.kill(-child.pid, signal);
    await gone;
    await eventually(60, async () => ((await groupIsGone(child?.pid ?? 0)) ? true : undefined));
  };
  return {
    port,
    user,
    passwordFile: join(folder, "password"),
    kill,
    async start() {
      const [program = "", ...args] = command;
      child = spawn(program, args, {
        cwd: join(folder, "data"),
        env: { PATH: "/usr/bin:/bin", ...env },
        ...NOBODY,
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (log += chunk));
      await eventually(60, () => listens(port)).catch((error) =>
        Promise.reject(new Error(`${error}\n${log.slice(-3000)}`)),
      );
    },
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function groupIsGone(group: number): Promise<boolean> {
  try {
    process.kill(-group, 0);
    return false;
  } catch {
    return true;
  }
}

const LIBRARIES = "usr/lib/x86_64-linux-gnu";

/** Redis with a password and without a file of its own. */
export async function startRedis(): Promise<Service> {
  const root = await unpack({
    name: "redis",
    package: "redis-server",
    dependencies: ["redis-tools", "libjemalloc", "liblzf", "libatomic"],
  });
  const [folder, port] = [await makeFolder("redis"), await freePort()];
  const configuration = join(folder, "redis.conf");
  await writeFile(configuration, `bind 127.0.0.1\nport ${port}\nsave ""\nappendonly no\nrequirepass "${PASSWORD}"\n`, {
    mode: 0o644,
  });
  const command = [join(root, "usr/bin/redis-server"), configuration];
  const redis = service({ folder, port, command, env: { LD_LIBRARY_PATH: join(root, LIBRARIES) }, user: "default" });
  await redis.start();
  return redis;
}

/** PostgreSQL with a database `demo` of its user `shop`. */
export async function startPostgres(): Promise<Service & { query(text: string): Promise<string> }> {
  const root = await unpack({
    name: "postgres",
    package: "postgresql-15",
    dependencies: ["postgresql-client-15", "libpq5", "libicu", "libxml2", "libldap", "libsasl2-2"],
  });
  const [folder, port] = [await makeFolder("postgres"), await freePort()];
  const bin = join(root, "usr/lib/postgresql/15/bin");
  const env = { LD_LIBRARY_PATH: join(root, LIBRARIES), PGPASSWORD: PASSWORD };
  const data = join(folder, "data/db");
  const asUser =
    NOBODY.uid === undefined ? [] : ["setpriv", `--reuid=${NOBODY.uid}`, `--regid=${NOBODY.gid}`, "--clear-groups"];
  const options = [
    "--username=shop",
    `--pwfile=${join(folder, "password")}`,
    "--auth=scram-sha-256",
    "--no-sync",
    "--locale=C.UTF-8",
  ];
  await output([...asUser, join(bin, "initdb"), "-D", data, ...options], { env, cwd: join(folder, "data") });
  const command = [join(bin, "postgres"), "-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-k", ""];
  const psql = (database: string, text: string) =>
    output(
      [join(bin, "psql"), "-h", "127.0.0.1", "-p", String(port), "-U", "shop", "-d", database, "-At", "-c", text],
      { env },
    );
  const postgres = service({ folder, port, command, env, user: "shop" });
  await postgres.start();
  await eventually(60, () => psql("postgres", "CREATE DATABASE demo"));
  return { ...postgres, query: (text) => psql("demo", text) };
}

/** Debian's erl knows only the place where its package installs it. */
async function mendErlang(root: string): Promise<void> {
  const erl = join(root, "usr/lib/erlang/bin/erl");
  const text = await readFile(erl, "utf8");
  const derived = 'ROOTDIR=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)';
  await writeFile(erl, text.replaceAll("ROOTDIR=/usr/lib/erlang", derived));
}

/** RabbitMQ, and the Erlang port mapper that it would otherwise start and leave behind. */
export async function startRabbitMq(): Promise<Service> {
  const root = await unpack({
    name: "rabbitmq",
    package: "rabbitmq-server",
    dependencies: ["erlang-"],
    mend: mendErlang,
  });
  const folder = await makeFolder("rabbitmq");
  const [port, mapperPort, distributionPort] = [await freePort(), await freePort(), await freePort()];
  const home = join(root, "usr/lib/rabbitmq/lib");
  const [release = ""] = await readdir(home);
  const configuration = join(folder, "rabbitmq.conf");
  await writeFile(
    configuration,
    `listeners.tcp.local = 127.0.0.1:${port}\ndefault_user = shop\ndefault_pass = ${PASSWORD}\n`,
    { mode: 0o644 },
  );
  const erlang = join(root, "usr/lib/erlang");
  const data = join(folder, "data");
  const env = {
    PATH: `${erlang}/bin:/usr/bin:/bin`,
    HOME: data,
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: String(mapperPort),
    RABBITMQ_NODENAME: `watchkeeper-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    RABBITMQ_CONFIG_FILE: configuration,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(data, "enabled_plugins"),
    RABBITMQ_MNESIA_BASE: join(data, "db"),
    RABBITMQ_LOG_BASE: join(data, "log"),
    RABBITMQ_LOGS: "-",
    RABBITMQ_CONF_ENV_FILE: join(data, "none"),
  };
  const [erts = ""] = (await readdir(erlang)).filter((name) => name.startsWith("erts-"));
  const mapper = service({
    folder,
    port: mapperPort,
    command: [join(erlang, erts, "bin/epmd"), "-port", String(mapperPort)],
    env,
    user: "",
  });
  const server = service({
    folder,
    port,
    command: ["sh", join(home, release, "sbin/rabbitmq-server")],
    env,
    user: "shop",
  });
  await mapper.start();
  await server.start();
  const remove = async () => {
    await server.kill();
    await mapper.remove();
  };
  return { ...server, remove };
}
