import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TarEntry, tar } from "../../host/engine/tar.ts";
import { PLATFORM } from "../../host/platform.ts";
import { softwareOf } from "../../host/programs/known.ts";
import { findArchive, type Limits, takeExecutables } from "../../host/programs/release.ts";
import { run } from "../../host/run.ts";
import type { Release } from "../../lib/components/software.ts";
import { GO_MODULES } from "../../versions.ts";
import { type ScratchCheckout, scratchCheckout } from "../support/scratch-checkout.ts";

const GO = GO_MODULES.alertmanager;
const VERSION = softwareOf("alertmanager").release?.version ?? "";
const RELEASE: Release = { repository: "prometheus/alertmanager", version: VERSION };
const TOP = `alertmanager-${VERSION}.${PLATFORM.os}-${PLATFORM.architecture}`;
const FOLDER = `/prometheus/alertmanager/releases/download/v${VERSION}`;

const program = (name: string, top = TOP): TarEntry => ({
  path: `${top}/${name}`,
  text: `#!/bin/sh\necho '${name}, version ${VERSION} (branch: HEAD, revision: x)'\n`,
  mode: 0o755,
});

/** As the project lays it out. */
const WHOLE: readonly TarEntry[] = [
  { path: TOP, folder: true },
  { path: `${TOP}/LICENSE`, text: "Apache License\n" },
  program("alertmanager"),
  { path: `${TOP}/alertmanager.yml`, text: "route: {}\n" },
  { path: `${TOP}/examples/amtool`, text: "not this one\n" },
  program("amtool"),
];

const archiveOf = async (entries: readonly TarEntry[]): Promise<Buffer> => gzipSync(await buffer(tar(entries)));
const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

let server: Server;
let host: string;
/** What the server gives, by path; for a text that is an address, it sends there. "silent" never answers, "endless" never ends. */
let served: Record<string, Buffer | string>;
beforeEach(async () => {
  served = {};
  server = createServer(({ url = "" }, response) => {
    const content = served[url];
    if (content === "silent") return;
    if (content === "endless") response.writeHead(200).write("begins");
    else if (content === undefined) response.writeHead(404).end("Not Found");
    else if (`${content}`.startsWith("/")) response.writeHead(302, { location: `${content}` }).end();
    else response.end(content);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.WATCHKEEPER_RELEASES = `http://${host}/mirror`;
});
afterEach(async () => {
  process.env.WATCHKEEPER_RELEASES = "off";
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** Serves a release, its archive from another place, as GitHub does. */
async function serve(entries: readonly TarEntry[], sum?: string, name = TOP): Promise<void> {
  const archive = await archiveOf(entries);
  served[`/mirror${FOLDER}/sha256sums.txt`] = [
    `${"0".repeat(64)}  alertmanager-${VERSION}.plan9-amd64.tar.gz`,
    `${sum ?? sha256(archive)}  ${name}.tar.gz`,
    "",
  ].join("\n");
  served[`/mirror${FOLDER}/${name}.tar.gz`] = "/elsewhere";
  served["/elsewhere"] = archive;
}

describe("a project's release", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "watchkeeper-release-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const take = async (release = RELEASE, limits?: Limits) =>
    takeExecutables(await findArchive(release), ["alertmanager", "amtool"], folder, limits);

  test("is downloaded, and the executables alone are taken out of it", async () => {
    await serve(WHOLE);
    await take();
    expect((await readdir(folder)).sort()).toEqual(["alertmanager", "amtool"]);
    expect((await stat(join(folder, "amtool"))).mode & 0o111).not.toBe(0);
    expect((await run([join(folder, "amtool"), "--version"])).stdout).toContain(`amtool, version ${VERSION} `);
  });

  test("is found when the archive's name has the version as its tag has it", async () => {
    const top = TOP.replace(VERSION, `v${VERSION}`);
    await serve([program("alertmanager", top), program("amtool", top)], undefined, top);
    await take();
    expect((await readdir(folder)).sort()).toEqual(["alertmanager", "amtool"]);
  });

  test("is refused when it is not what its checksum says", async () => {
    await serve(WHOLE, "f".repeat(64));
    await expect(take()).rejects.toThrow(
      `${TOP}.tar.gz of ${host} is not what its sha256sums.txt says: it came damaged or was changed`,
    );
    expect(await readdir(folder)).toEqual([`${TOP}.tar.gz`]);
  });

  test("is refused when a program is not in it, or only as a link", async () => {
    await serve([...WHOLE.slice(0, 3), { path: `${TOP}/amtool`, link: "/bin/sh" }]);
    await expect(take()).rejects.toThrow(`${TOP}.tar.gz has no amtool in it`);
  });

  test("is refused when it is no archive", async () => {
    await serve(WHOLE);
    const page = Buffer.from("<html>");
    served["/elsewhere"] = page;
    served[`/mirror${FOLDER}/sha256sums.txt`] = `${sha256(page)}  ${TOP}.tar.gz\n`;
    await expect(take()).rejects.toThrow(`${TOP}.tar.gz cannot be unpacked: incorrect header check`);
  });

  test("is not there for this machine, or not at all: that is said", async () => {
    served[`/mirror${FOLDER}/sha256sums.txt`] = `${"0".repeat(64)}  alertmanager-${VERSION}.plan9-amd64.tar.gz\n`;
    const platform = `${PLATFORM.os}-${PLATFORM.architecture}`;
    await expect(take()).rejects.toThrow(`its release ${VERSION} at ${host} has nothing for ${platform}`);
    await expect(take({ ...RELEASE, version: "9.9.9" })).rejects.toThrow(
      `its release 9.9.9 cannot be downloaded (${host}: 404 Not Found)`,
    );
  });

  test("costs no more than the limits where a server does not answer, or does not end", async () => {
    await serve(WHOLE);
    served["/elsewhere"] = "endless";
    await expect(take(RELEASE, { answerSeconds: 60, bodySeconds: 0.5 })).rejects.toThrow(
      `${TOP}.tar.gz cannot be downloaded (${host}: not all of it came within 0.5 s)`,
    );
    served[`/mirror${FOLDER}/sha256sums.txt`] = "silent";
    await expect(findArchive(RELEASE, { answerSeconds: 0.5, bodySeconds: 60 })).rejects.toThrow(
      `its release ${VERSION} cannot be downloaded (${host}: no answer within 0.5 s)`,
    );
  });

  test("is looked for nowhere where the variable says so", async () => {
    process.env.WATCHKEEPER_RELEASES = "off";
    await expect(findArchive(RELEASE)).rejects.toThrow("no release is taken, as WATCHKEEPER_RELEASES says");
  });

  test.each(["mirror.example", "ftp://mirror.example", "https://me:secret@mirror.example"])(
    "is not looked for at %s",
    async (address) => {
      process.env.WATCHKEEPER_RELEASES = address;
      await expect(findArchive(RELEASE)).rejects.toThrow(
        /^WATCHKEEPER_RELEASES is no http address, or has a password in it$/,
      );
    },
  );
});

describe("a machine without Debian's packages", () => {
  const SCRIPT = `
    import { resolvePrograms } from "./host/programs/index.ts";
    resolvePrograms(["alertmanager", "amtool"]).then(
      (programs) => console.log(JSON.stringify(programs)),
      (error) => { console.log(error.name + ": " + error.message); process.exitCode = 1; },
    );`;
  let checkout: ScratchCheckout;
  beforeAll(async () => {
    checkout = await scratchCheckout(SCRIPT);
    await mkdir(join(checkout.folder, "path"));
  });
  afterAll(() => checkout.remove());
  const resolve = async () => {
    await rm(join(checkout.folder, ".cache"), { recursive: true, force: true });
    return checkout.run({ PATH: join(checkout.folder, "path"), WATCHKEEPER_RELEASES: `http://${host}/mirror/` });
  };
  const put = async (name: string, script: string) => {
    await writeFile(join(checkout.folder, "path", name), `#!/bin/sh\n${script}\n`);
    await chmod(join(checkout.folder, "path", name), 0o755);
  };

  test("has the release, in a version that we know, and says so", async () => {
    await serve(WHOLE);
    const { stdout, stderr } = await resolve();
    const folder = join(checkout.folder, `.cache/programs/alertmanager-${VERSION}-release`);
    expect(JSON.parse(stdout)).toEqual(
      ["alertmanager", "amtool"].map((name) => ({
        name,
        version: VERSION,
        origin: "release",
        path: join(folder, name),
        args: [],
      })),
    );
    expect(stderr.trim().split("\n")).toEqual([
      `alertmanager ${VERSION}: downloading its project's release …`,
      `alertmanager ${VERSION}: its project's release, unpacked into .cache/programs (alertmanager is not on the PATH)`,
    ]);
    expect(await readdir(folder)).toEqual(["alertmanager", "amtool"]);
  });

  test("goes the next way when the release cannot be had, and says why", async () => {
    await serve(WHOLE, "f".repeat(64));
    const refusal = `alertmanager is not on the PATH; ${TOP}.tar.gz of ${host} is not what its sha256sums.txt says: it came damaged or was changed`;
    const none = await resolve();
    expect([none.code, none.stdout.trim()]).toEqual([
      1,
      `UserError: there is no way to get alertmanager here: ${refusal}; Go is not installed, and the module needs ${GO.go} or later`,
    ]);
    await put(
      "go",
      `for word; do case $word in */bin/) echo '#!/bin/sh' >"$word/alertmanager" >"$word/amtool";; esac; done`,
    );
    const built = await resolve();
    expect(built.stderr).toContain(
      `alertmanager ${GO.version}: built from its Go module into .cache/programs (${refusal})`,
    );
    expect(await readdir(join(checkout.folder, ".cache/programs"))).toEqual([`alertmanager-${GO.version}-go`]);
  });
});
