import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { rootCertificates } from "node:tls";
import type { TarEntry } from "../engine/tar.ts";
import { resolveProgram } from "../programs/index.ts";
import { run } from "../run.ts";

/** The official images of Prometheus's programs run as this user, `nobody`. */
export const UID = 65534;

const PASSWD = `root:x:0:0:root:/root:/bin/sh\nnobody:x:${UID}:${UID}:nobody:/:/bin/false\n`;
const GROUP = `root:x:0:\nnobody:x:${UID}:\n`;

/** Where Mozilla's certificates lie in Debian, and where Go and OpenSSL look. */
const CERTIFICATES = "etc/ssl/certs/ca-certificates.crt";
const ZONES = "/usr/share/zoneinfo";

/** What every made image has besides its program: a shell with its tools, users, certificates, time zones, /tmp. */
export async function commonContents(): Promise<readonly TarEntry[]> {
  const [shell, zones] = await Promise.all([busybox(), tree(ZONES, "usr/share/zoneinfo", ["posix", "right"])]);
  return [
    ...["bin", "etc", "etc/ssl", "etc/ssl/certs", "usr", "usr/share"].map((path) => ({ path, folder: true }) as const),
    { path: "tmp", folder: true, mode: 0o1777 },
    { path: "etc/passwd", text: PASSWD },
    { path: "etc/group", text: GROUP },
    // Without it Go asks DNS before /etc/hosts for `localhost`.
    { path: "etc/nsswitch.conf", text: "hosts: files dns\n" },
    { path: CERTIFICATES, text: `${rootCertificates.join("\n")}\n` },
    ...shell,
    ...zones,
  ];
}

async function busybox(): Promise<readonly TarEntry[]> {
  const { path } = await resolveProgram("busybox");
  const { stdout } = await run([path, "--list"]);
  const applets = stdout.split("\n").filter((applet) => applet !== "" && applet !== "busybox");
  return [
    ...(await executables({ "bin/busybox": path })),
    ...applets.map((applet) => ({ path: `bin/${applet}`, link: "busybox" })),
  ];
}

/** A folder of this machine with all that is in it, in the order of names; links stay links. */
export async function tree(folder: string, path: string, skip: readonly string[] = []): Promise<readonly TarEntry[]> {
  const names = (await readdir(folder)).filter((name) => !skip.includes(name)).sort();
  const entries = await Promise.all(names.map((name) => entry(join(folder, name), `${path}/${name}`)));
  return [{ path, folder: true }, ...entries.flat()];
}

async function entry(file: string, path: string): Promise<readonly TarEntry[]> {
  const stat = await lstat(file);
  if (stat.isDirectory()) return tree(file, path);
  if (stat.isSymbolicLink()) return [{ path, link: await readlink(file) }];
  return [{ path, file }];
}

/** Executables at their place in the image, and the shared libraries that they load, at the place where they load them. */
export async function executables(files: Readonly<Record<string, string>>): Promise<readonly TarEntry[]> {
  const libraries = await Promise.all(Object.values(files).map(sharedLibraries));
  const unique = [...new Set(libraries.flat())].sort();
  return [
    ...Object.entries(files).map(([path, file]) => ({ path, file, mode: 0o755 })),
    ...(await Promise.all(
      unique.map(async (library) => ({ path: relative("/", library), file: await realpath(library), mode: 0o755 })),
    )),
  ];
}

/** Absolute paths, the loader included; none for a static program. */
async function sharedLibraries(file: string): Promise<readonly string[]> {
  const { stdout } = await run(["ldd", file]);
  return [...stdout.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].map((match) => match[1] ?? "");
}
