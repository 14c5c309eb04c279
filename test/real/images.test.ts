import { describe, expect, test } from "vitest";
import type { Engine } from "../../host/engine/engine.ts";
import { LABEL } from "../../host/engine/labels.ts";
import { ensureImages, imageOf } from "../../host/images/index.ts";
import type { Program } from "../../lib/components/component.ts";
import { IMAGES } from "../../versions.ts";
import { testEngine } from "../support/engine.ts";

const engine = await testEngine();
const server = (name: string): Program => ({ kind: "server", name });
const PROGRAMS = [
  server("prometheus"),
  server("alertmanager"),
  server("node_exporter"),
  { kind: "app", name: "task-processor" },
] as const;
const quiet = () => undefined;

/** Runs a command in a made image as stacks run it: read-only, without rights, without network. */
async function inside(engine: Engine, image: string, entrypoint: string, ...args: string[]): Promise<string> {
  const hardened = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none"];
  const outcome = await engine.docker(["run", "--rm", ...hardened, "--entrypoint", entrypoint, image, ...args]);
  return outcome.stdout + outcome.stderr;
}

describe.skipIf(engine === undefined)("images made here", () => {
  if (engine === undefined) return;
  const nameOf = async (program: Program): Promise<string> => {
    await ensureImages(engine, [program], "made", quiet);
    const image = await imageOf(engine.id, program, "made");
    if (image === undefined) throw new Error(`no image of ${JSON.stringify(program)}`);
    return image;
  };

  /** What a script says in the image of a server, with a scratch folder to work in and no network but its own. */
  const said = async (name: string, script: string, variables: readonly string[]): Promise<string> => {
    const hardened = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none"];
    const scratch = ["--tmpfs", "/tmp", "--workdir", "/tmp", ...variables.flatMap((variable) => ["--env", variable])];
    const image = await nameOf(server(name));
    const outcome = await engine.docker([
      "run",
      "--rm",
      ...hardened,
      ...scratch,
      "--entrypoint",
      "sh",
      image,
      "-c",
      script,
    ]);
    return outcome.stdout + outcome.stderr;
  };

  test("are made once; the second time says nothing", async () => {
    await ensureImages(engine, PROGRAMS, "made", quiet);
    const said: string[] = [];
    const { choice, missing } = await ensureImages(engine, PROGRAMS, "made", (line) => said.push(line));
    expect([choice, [...missing], said]).toEqual(["made", [], []]);
  });

  test("are named by version and content", async () => {
    expect(await nameOf(server("alertmanager"))).toMatch(/^watchkeeper\/alertmanager:\d+\.\d+\.\d+-[0-9a-f]{12}$/);
    expect(await nameOf({ kind: "app", name: "task-processor" })).toMatch(
      /^watchkeeper\/app-task-processor:[0-9a-f]{12}$/,
    );
  });

  test.each(["prometheus", "alertmanager", "node_exporter"])("%s starts in its own, as nobody", async (name) => {
    const image = await nameOf(server(name));
    expect(await inside(engine, image, `/bin/${name}`, "--version")).toContain(
      `${name}, version ${image.split(/[:-]/)[1]}`,
    );
    expect(await inside(engine, image, "id")).toContain("uid=65534(nobody) gid=65534(nobody)");
    expect(await engine.inspect("image", image)).toMatchObject({
      Config: { Entrypoint: [`/bin/${name}`], User: "65534:65534" },
    });
  });

  test("hold the tools beside their program", async () => {
    expect(await inside(engine, await nameOf(server("prometheus")), "promtool", "--version")).toContain(
      "promtool, version",
    );
    expect(await inside(engine, await nameOf(server("alertmanager")), "amtool", "--version")).toContain(
      "amtool, version",
    );
  });

  test("hold what it takes to publish, to ask for health, to speak TLS and to know Berlin", async () => {
    const image = await nameOf(server("alertmanager"));
    const said = await inside(
      engine,
      image,
      "sh",
      "-c",
      "for tool in tar wget mv; do command -v $tool; done; ls /usr/share/zoneinfo/Europe/Berlin; tail -n 1 /etc/ssl/certs/ca-certificates.crt",
    );
    expect(said).toBe("/bin/tar\n/bin/wget\n/bin/mv\n/usr/share/zoneinfo/Europe/Berlin\n-----END CERTIFICATE-----\n");
  });

  test.each([
    ["prometheus", "9090", "--config.file=/dev/null --storage.tsdb.path=/tmp/data"],
    ["alertmanager", "9093", "--config.file=/tmp/a.yml --cluster.listen-address="],
    ["node_exporter", "9100", ""],
  ])("let %s be asked for its health", async (name, port, flags) => {
    const config = "printf 'route: { receiver: x }\\nreceivers: [{ name: x }]\\n' > /tmp/a.yml";
    const attempt = `sleep 0.3; wget -q -O - http://localhost:${port}/metrics && exit`;
    const ask = `${config}; ${name} ${flags} > log 2>&1 & for i in $(seq 1 60); do ${attempt}; done; cat log`;
    const scratch = ["--network", "none", "--tmpfs", "/tmp", "--workdir", "/tmp"];
    const image = await nameOf(server(name));
    const outcome = await engine.docker(["run", "--rm", ...scratch, "--entrypoint", "sh", image, "-c", ask]);
    expect(outcome.stdout).toContain("process_start_time_seconds");
  });

  test("let Alertmanager read a time zone", async () => {
    const image = await nameOf(server("alertmanager"));
    const config =
      "route: { receiver: x }\nreceivers: [{ name: x }]\ntime_intervals: [{ name: day, time_intervals: [{ location: Europe/Berlin }] }]\n";
    const check = 'printf "%s" "$0" > /tmp/a.yml && amtool check-config /tmp/a.yml';
    const said = await engine.output([
      "run",
      "--rm",
      "--network",
      "none",
      "--entrypoint",
      "sh",
      image,
      "-c",
      check,
      config,
    ]);
    expect(said).toContain("SUCCESS");
  });

  test("give a new volume to the program's user", async () => {
    const image = await nameOf(server("prometheus"));
    expect(await inside(engine, image, "stat", "-c", "%u:%g", "/data")).toBe("65534:65534\n");
  });

  test("hold PostgreSQL, which makes its database as nobody and wants the password", async () => {
    const script = `
      printf secret > password
      postgres -c listen_addresses=127.0.0.1 > log 2>&1 &
      for i in $(seq 1 60); do sleep 1; pg_isready -q -h 127.0.0.1 && break; done
      for word in secret wrong; do PGPASSWORD=$word psql -h 127.0.0.1 -U postgres -tA -c 'select 6 * 7' demo 2>&1; done
      tail -n 3 log`;
    const variables = ["PGDATA=/tmp/database", "POSTGRES_PASSWORD_FILE=/tmp/password", "POSTGRES_DB=demo"];
    const output = await said("postgres", script, variables);
    expect(output).toMatch(/^42\n.*password authentication failed/);
  });

  test("hold Redis", async () => {
    const output = await said(
      "redis-server",
      "redis-server > log & for i in $(seq 1 60); do sleep 0.5; redis-cli ping && exit; done; cat log",
      [],
    );
    expect(output).toBe("PONG\n");
  });

  test("hold RabbitMQ with its Prometheus plugin, which stops when it is told to", async () => {
    const script = `
      echo '[rabbitmq_prometheus].' > plugins
      rabbitmq-server > log 2>&1 & broker=$!
      for i in $(seq 1 90); do
        sleep 1; wget -q -O - http://127.0.0.1:15692/metrics 2>/dev/null | grep ^rabbitmq_build_info && break; done
      kill $broker; wait $broker; echo ended; tail -n 3 log`;
    const variables = [
      "RABBITMQ_MNESIA_BASE=/tmp/rabbit",
      "RABBITMQ_ENABLED_PLUGINS_FILE=/tmp/plugins",
      "RABBITMQ_LOGS=-",
    ];
    const output = await said("rabbitmq-server", script, [...variables, "RABBITMQ_NODENAME=rabbit@localhost"]);
    expect(output).toMatch(/^rabbitmq_build_info\{.*rabbitmq_version="3\..*\nended\n/);
  });

  test("hold an app that starts", async () => {
    const image = await nameOf({ kind: "app", name: "task-processor" });
    const probe =
      "import('/app/main.mjs').catch((error) => console.log(error.code)); setTimeout(() => process.exit(), 500)";
    expect(await inside(engine, image, "node", "--eval", probe)).not.toContain("ERR_MODULE_NOT_FOUND");
    expect(await inside(engine, image, "stat", "-c", "%n %u", "/app/main.mjs", "/data")).toBe(
      "/app/main.mjs 0\n/data 65534\n",
    );
  });

  test("leave no container behind", async () => {
    expect(await engine.containers({ [LABEL.scratch]: "app-task-processor" })).toEqual([]);
  });
});

describe.skipIf(engine === undefined)("official images", () => {
  if (engine === undefined) return;

  test("are named without asking anybody", async () => {
    expect(await imageOf("any engine", server("grafana"), "made")).toBe(IMAGES.grafana);
    expect(await imageOf("any engine", server("prometheus"), "registry")).toBe(IMAGES.prometheus);
    expect(await imageOf("any engine", { kind: "image", image: "ghcr.io/acme/checkout:1.4" }, "made")).toBe(
      "ghcr.io/acme/checkout:1.4",
    );
  });

  test("that the engine has need no registry", async () => {
    const image = `watchkeeper-test/loaded:${process.pid}`;
    const base = await nodeExporterImage(engine);
    await engine.output(["tag", base, image]);
    try {
      await expect(ensureImages(engine, [{ kind: "image", image }], "registry", quiet)).resolves.toMatchObject({
        choice: "registry",
      });
    } finally {
      await engine.output(["rmi", image]);
    }
  });

  test("that cannot be had are an error with image, reason and mend", async () => {
    const refused = ensureImages(
      engine,
      [{ kind: "image", image: "registry.invalid/acme/checkout:1.4" }],
      "undecided",
      quiet,
    );
    await expect(refused).rejects.toThrow(
      /^the image registry.invalid\/acme\/checkout:1.4 cannot be had: .*registry.invalid/,
    );
    await expect(refused).rejects.toMatchObject({ help: expect.stringContaining("docker load") });
  });
});

async function nodeExporterImage(engine: Engine): Promise<string> {
  await ensureImages(engine, [server("node_exporter")], "made", quiet);
  return (await imageOf(engine.id, server("node_exporter"), "made")) ?? "";
}
