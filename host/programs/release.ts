import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract } from "tar-stream";
import type { Release } from "../../lib/components/software.ts";
import { PLATFORM } from "../platform.ts";
import { Unavailable } from "./resolved.ts";

/** An archive of a release, for this machine. */
export interface Archive {
  /** Also of the folder in it, with `.tar.gz` behind. */
  readonly name: string;
  readonly url: URL;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** How long a server may take to begin its answer, and to end it: one that swallows packets must not cost a user much. */
export interface Limits {
  readonly answerSeconds: number;
  readonly bodySeconds: number;
}
const LIMITS: Limits = { answerSeconds: 5, bodySeconds: 900 };

const SUMS = "sha256sums.txt";

/**
 * The archive of a release for this machine, as the project's checksum file names it: `NAME-VERSION.linux-amd64.tar.gz`.
 * So names `promu` its archives and that file (github.com/prometheus/promu, cmd/tarball.go and cmd/checksum.go), with which
 * Prometheus's family and Thanos are released; redis_exporter writes `v1.74.0` for VERSION, and else the same
 * (package-github-binaries.sh in its repository). Throws Unavailable.
 */
export async function findArchive(release: Release, limits = LIMITS): Promise<Archive> {
  const { repository, version } = release;
  const folder = new URL(`${repository}/releases/download/v${version}/`, baseUrl());
  const what = `its release ${version}`;
  const sums = await ask(new URL(SUMS, folder), what, limits, (response) => response.text());
  const platform = `${PLATFORM.os}-${PLATFORM.architecture}`;
  const names = [version, `v${version}`].map((version) => `${basename(repository)}-${version}.${platform}.tar.gz`);
  const lines = sums.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const [sha256, name] = lines.find(([, name = ""]) => names.includes(name)) ?? [];
  if (sha256 === undefined || name === undefined)
    throw new Unavailable(`${what} at ${folder.host} has nothing for ${platform}`);
  return { name, url: new URL(name, folder), sha256 };
}

/** GitHub, or what mirrors it. Throws Unavailable. */
function baseUrl(): URL {
  const base = process.env.WATCHKEEPER_RELEASES || "https://github.com";
  if (base === "off") throw new Unavailable("no release is taken, as WATCHKEEPER_RELEASES says");
  const url = URL.canParse(base) ? new URL(base.endsWith("/") ? base : `${base}/`) : undefined;
  // fetch takes no password from an address, and would print it.
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "")
    throw new Unavailable("WATCHKEEPER_RELEASES is no http address, or has a password in it");
  return url;
}

/** Downloads an archive, and takes the named executables out of it into `folder`. Throws Unavailable. */
export async function takeExecutables(
  archive: Archive,
  names: readonly string[],
  folder: string,
  limits = LIMITS,
): Promise<void> {
  const file = join(folder, archive.name);
  await ask(archive.url, archive.name, limits, ({ body }) => pipeline(body ?? [], createWriteStream(file)));
  if ((await sha256Of(file)) !== archive.sha256)
    throw new Unavailable(
      `${archive.name} of ${archive.url.host} is not what its ${SUMS} says: it came damaged or was changed`,
    );
  const missing = await unpack(file, basename(file, ".tar.gz"), names, folder);
  if (missing.length > 0) throw new Unavailable(`${archive.name} has no ${missing.join(" and no ")} in it`);
  await rm(file);
}

async function sha256Of(file: string): Promise<string> {
  const digest = createHash("sha256");
  await pipeline(createReadStream(file), digest);
  return digest.digest("hex");
}

/** Takes the files `top`/NAME out of an archive, and nothing else. Returns the names that it lacks. */
async function unpack(file: string, top: string, names: readonly string[], folder: string): Promise<readonly string[]> {
  const entries = extract();
  try {
    const [taken] = await Promise.all([
      takeOut(entries, top, names, folder),
      pipeline(createReadStream(file), createGunzip(), entries),
    ]);
    return names.filter((name) => !taken.includes(name));
  } catch (error) {
    throw new Unavailable(`${basename(file)} cannot be unpacked: ${(error as Error).message}`);
  }
}

async function takeOut(entries: Extract, top: string, names: readonly string[], folder: string): Promise<string[]> {
  const taken: string[] = [];
  for await (const entry of entries) {
    const name = names.find((name) => entry.header.name === `${top}/${name}`);
    if (name === undefined || entry.header.type !== "file") entry.resume();
    else {
      await pipeline(entry, createWriteStream(join(folder, name), { mode: 0o755 }));
      taken.push(name);
    }
  }
  return taken;
}

/** What `take` makes of an answer. Throws Unavailable when it does not come whole within the limits. */
async function ask<T>(url: URL, what: string, limits: Limits, take: (response: Response) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const giveUp = (seconds: number, lack: string) =>
    setTimeout(() => limit.abort(new Error(`${lack} within ${seconds} s`)), seconds * 1000);
  let timer = giveUp(limits.answerSeconds, "no answer");
  try {
    const response = await fetch(url, { signal: limit.signal });
    clearTimeout(timer);
    timer = giveUp(limits.bodySeconds, "not all of it came");
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return await take(response);
  } catch (error) {
    throw new Unavailable(`${what} cannot be downloaded (${url.host}: ${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
    limit.abort();
  }
}

/** fetch itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
