import { once } from "node:events";
import { chmod } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, connect as open } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../host/engine/engine.ts";
import { LABEL } from "../../host/engine/labels.ts";
import { tar } from "../../host/engine/tar.ts";
import { UserError } from "../../host/errors.ts";
import { makeServerImage } from "../../host/images/make.ts";
import { CommandFailed, run } from "../../host/run.ts";
import { removeLabelled, testEngine } from "../support/engine.ts";
import { scratchCheckout } from "../support/scratch-checkout.ts";

describe("an engine that cannot be used is a user's error that says why", () => {
  const refusal = async (host: string): Promise<UserError> => {
    const error = await connect(host).catch((reason: unknown) => reason);
    if (!(error instanceof UserError)) throw new Error(`no UserError but ${error}`);
    return error;
  };

  test.each([
    ["unix:///nowhere/docker.sock", "no Docker engine answers"],
    ["tcp://127.0.0.1:1", "no Docker engine answers"],
    ["ssh://ops@host.invalid", "the Docker engine's host does not answer as one"],
    ["nonsense://x", "the Docker engine's address is malformed"],
  ])("%s", async (host, message) => {
    const { message: said, help } = await refusal(host);
    expect(said).toContain(`${message} (${host}): `);
    expect(help).toBeTruthy();
  });

  test("no client", async () => {
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      expect((await refusal("unix:///nowhere/docker.sock")).message).toContain("the Docker client");
    } finally {
      process.env.PATH = path;
    }
  });

  test("a server that speaks no TLS where TLS is asked for", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    process.env.DOCKER_TLS = "1";
    try {
      expect((await refusal(`tcp://127.0.0.1:${port}`)).message).toContain("the Docker engine's TLS does not fit");
    } finally {
      delete process.env.DOCKER_TLS;
      server.close();
    }
  });
});

test("what is no engine is told as that", async () => {
  const server = createHttpServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  try {
    await expect(connect(`tcp://127.0.0.1:${port}`)).rejects.toThrow("the Docker engine's host does not answer as one");
  } finally {
    server.close();
  }
});

const engine = await testEngine();

describe.skipIf(engine === undefined)("an engine", () => {
  if (engine === undefined) return;
  const stack = `engine-test-${process.pid}`;
  const labels = { [LABEL.stack]: stack };
  const flags = Object.entries({ ...labels, [LABEL.component]: "sleeper" }).flatMap(([key, value]) => [
    "--label",
    `${key}=${value}`,
  ]);
  const name = `watchkeeper-${stack}`;
  let image: string;

  beforeAll(async () => {
    image = await makeServerImage(engine, "node_exporter", () => undefined);
    await engine.output(["volume", "create", ...flags, name]);
    await engine.output(["network", "create", ...flags, name]);
    const sleeper = ["--entrypoint", "sh", image, "-c", "echo begun; echo trouble >&2; sleep 600"];
    await engine.output(["run", "--detach", "--name", name, ...flags, "--volume", `${name}:/data`, ...sleeper]);
  });
  afterAll(() => removeLabelled(engine, labels));

  test.skipIf(process.getuid?.() !== 0 || !engine.host.startsWith("unix:"))(
    "refuses who has no right to it",
    async () => {
      const checkout = await scratchCheckout(`
      import { connect } from "./host/engine/engine.ts";
      await connect("${engine.host}").catch((error) => console.log(error.message, "//", error.help));`);
      try {
        await chmod(checkout.folder, 0o755);
        const asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...checkout.command];
        expect((await run(asNobody, { cwd: "/", env: { HOME: "/" } })).stdout).toMatch(
          /^no right to use the Docker engine .*usermod/,
        );
      } finally {
        await checkout.remove();
      }
    },
  );

  test("has an identity, an explicit address and a platform", async () => {
    expect(engine.id).toMatch(/\S{8,}/);
    expect(engine.host).toMatch(/^(unix|tcp|ssh|npipe):\/\//);
    expect(engine.platform).toEqual({ os: "linux", architecture: expect.stringMatching(/^(amd64|arm64)$/) });
    expect((await connect(engine.host)).id).toBe(engine.id);
  });

  test.skipIf(!engine.host.startsWith("unix:"))(
    "elsewhere is asked by way of the client, over few connections that are reused",
    async () => {
      let connections = 0;
      const server = createServer((socket) => {
        connections += 1;
        const there = open(engine.host.slice("unix://".length));
        for (const end of [socket, there]) end.on("error", () => undefined);
        socket.pipe(there).pipe(socket);
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      try {
        const elsewhere = await connect(`tcp://127.0.0.1:${port}`);
        expect(elsewhere.id).toBe(engine.id);
        const asked = await Promise.all(Array.from({ length: 12 }, () => elsewhere.inspect("container", name)));
        expect(asked.map((container) => container?.Name)).toEqual(Array(12).fill(`/${name}`));
        // Four of the client's, each of which opens one of its own beside it.
        expect(connections).toBeLessThanOrEqual(8);
        expect(await elsewhere.exec(name, ["sh", "-c", "head -c 300000 /dev/zero; exit 3"])).toMatchObject({
          code: 3,
          stdout: "\0".repeat(300_000),
        });
        // Four at a time: the last wait longer for a connection than they may take.
        const slow = Array.from({ length: 16 }, () => elsewhere.exec(name, ["sleep", "1"], { timeoutSeconds: 3 }));
        expect((await Promise.all(slow)).map(({ code }) => code)).toEqual(Array(16).fill(0));
      } finally {
        server.close();
      }
    },
  );

  test("lists what carries labels, and nothing else", async () => {
    expect(await engine.containers(labels)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        name,
        state: "running",
        image,
        labels: expect.objectContaining({ [LABEL.stack]: stack, [LABEL.component]: "sleeper" }),
        published: [],
      },
    ]);
    expect(await engine.volumes(labels)).toEqual([name]);
    expect(await engine.networks(labels)).toEqual([name]);
    expect(await engine.containers({ [LABEL.stack]: "nobody's" })).toEqual([]);
  });

  test("runs commands in a container, and gives their exit code", async () => {
    expect(await engine.exec(name, ["sh", "-c", "echo one; echo two >&2; echo three; exit 3"])).toEqual({
      code: 3,
      stdout: "one\nthree\n",
      stderr: "two\n",
    });
    expect((await engine.exec(name, ["id", "-u"], { user: "0" })).stdout).toBe("0\n");
  });

  test("unpacks a tar archive into a volume, and swaps a link in one step", async () => {
    const into = ["--user", "0", "--volume", `${name}:/config`, "--entrypoint", "sh"];
    const swap =
      "mkdir /config/$0 && tar -x -C /config/$0 -f - && ln -s $0 /config/next && mv -T /config/next /config/current";
    for (const version of ["one", "two"]) {
      const archive = tar([{ path: "file", text: version, mode: 0o600, uid: 65534 }]);
      await engine.pipe(archive, into, image, ["-c", swap, version]);
    }
    expect((await engine.exec(name, ["cat", "/data/current/file"])).stdout).toBe("two");
  });

  test("gives both streams of a log", async () => {
    expect((await engine.logs(name)).split("\n").sort()).toEqual(["", "begun", "trouble"]);
    expect(await engine.logs(name, { since: "2100-01-01" })).toBe("");
  });

  test("knows which images are there, asked for together, by tag, id or repository alone", async () => {
    const { Id: id } = (await engine.inspect("image", image)) ?? {};
    const alone = `watchkeeper/engine-test-${process.pid}`;
    await engine.output(["tag", image, alone]);
    try {
      const names = [image, "watchkeeper/none:0", String(id), alone];
      expect(await Promise.all(names.map((name) => engine.hasImage(name)))).toEqual([true, false, true, true]);
      expect(await engine.hasImage("watchkeeper/none:0")).toBe(false);
    } finally {
      await engine.output(["rmi", alone]);
    }
  });

  test("inspects what is there; what is not is undefined; a refused command is an error with its reason", async () => {
    expect(await engine.inspect("container", name)).toMatchObject({ Name: `/${name}` });
    for (const kind of ["container", "volume", "network", "image"] as const)
      expect(await engine.inspect(kind, "nobodys"), kind).toBeUndefined();
    await expect(engine.output(["run", "watchkeeper/none:0"])).rejects.toThrow(CommandFailed);
  });
});
