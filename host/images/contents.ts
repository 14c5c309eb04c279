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
    // A new volume that is mounted here takes its owner from it, and scratch storage its mode.
    { path: "data", folder: true, uid: UID, gid: UID, mode: 0o1777 },
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

const isExecutable = ({ mode }: { mode: number }): boolean => (mode & 0o111) !== 0;

async function entry(file: string, path: string): Promise<readonly TarEntry[]> {
  const stat = await lstat(file);
  if (stat.isDirectory()) return tree(file, path);
  if (stat.isSymbolicLink()) return [{ path, link: await readlink(file) }];
  return [{ path, file, mode: isExecutable(stat) ? 0o755 : 0o644 }];
}

/** Executables at their place in the image, and the shared libraries that they load, at the place where they load them. */
export async function executables(files: Readonly<Record<string, string>>): Promise<readonly TarEntry[]> {
  return [
    ...Object.entries(files).map(([path, file]) => ({ path, file, mode: 0o755 })),
    ...(await libraries(Object.values(files))),
  ];
}

/**
 * The named folders of an unpacked package, at their place in the image, and what its programs load of this machine's
 * libraries besides those that were unpacked with it.
 */
export async function unpacked(root: string, folders: readonly string[]): Promise<readonly TarEntry[]> {
  const entries = (await Promise.all(folders.map((folder) => tree(join(root, folder), folder)))).flat();
  const programs = entries.flatMap((one) => ("file" in one && one.mode === 0o755 ? [one.file] : []));
  return [...entries, ...(await libraries(programs, root))];
}

/** The shared libraries that files load, besides those below `own`. */
async function libraries(files: readonly string[], own?: string): Promise<readonly TarEntry[]> {
  const unpackedLibraries = own === undefined ? "" : await libraryPath(own);
  // One process for all of them: PostgreSQL and Erlang have a hundred. Of scripts it says that they load nothing.
  const { stdout } = await run(["ldd", ...files], { env: { LD_LIBRARY_PATH: unpackedLibraries } });
  const found = [...stdout.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].map((match) => match[1] ?? "");
  const needed = [...new Set(found)].filter((library) => own === undefined || !library.startsWith(own)).sort();
  return Promise.all(
    needed.map(async (library) => ({ path: relative("/", library), file: await realpath(library), mode: 0o755 })),
  );
}

/** Where Debian's packages have their libraries: a folder for each architecture, in two places. */
async function libraryPath(root: string): Promise<string> {
  const places = await Promise.all(
    ["usr/lib", "lib"].map(async (place) => {
      const names = await readdir(join(root, place)).catch(() => []);
      return names.filter((name) => name.endsWith("-linux-gnu")).map((name) => join(root, place, name));
    }),
  );
  return places.flat().join(":");
}
