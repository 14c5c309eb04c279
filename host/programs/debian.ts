import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachePath } from "../checkout.ts";
import { withLock } from "../lock.ts";
import { lastLines, type Outcome, run } from "../run.ts";
import { versionIn } from "../versions.ts";
import { Unavailable } from "./resolved.ts";

const A_MINUTE_MS = 60_000;
const A_DAY_MS = 86_400_000;

/**
 * Unpacks a Debian package, and those of its dependencies whose names match, below `root`; nothing is installed
 * and no root is needed. Returns the package's upstream version. Throws Unavailable.
 */
export async function unpackDebianPackage(name: string, root: string, dependencies?: string): Promise<string> {
  const isFresh = await refreshLists(A_DAY_MS);
  try {
    return await downloadAndUnpack(name, root, dependencies);
  } catch (error) {
    if (isFresh || !(error instanceof Unavailable)) throw error;
    // The archive may have replaced since what yesterday's lists name.
    await refreshLists(A_MINUTE_MS);
    return downloadAndUnpack(name, root, dependencies);
  }
}

async function downloadAndUnpack(name: string, root: string, dependencies?: string): Promise<string> {
  const packages = dependencies === undefined ? [name] : await withDependencies(name, dependencies);
  const downloads = `${root}.downloads`;
  await mkdir(downloads, { recursive: true });
  try {
    await apt(["download", ...packages], { cwd: downloads });
    const files = await readdir(downloads);
    for (const file of files) await mustSucceed(["dpkg-deb", "--extract", join(downloads, file), root]);
    return await upstreamVersion(join(downloads, files.find((file) => file.startsWith(`${name}_`)) ?? ""));
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}

/** `2.42.0` of `1:2.42.0+ds-5+deb12u1`: without epoch, repacking mark and Debian's own revision. */
async function upstreamVersion(file: string): Promise<string> {
  const { stdout } = await mustSucceed(["dpkg-deb", "--field", file, "Version"]);
  return versionIn(stdout.replace(/^\d+:/, "")) ?? "";
}

/** By apt's own resolver. */
async function withDependencies(name: string, pattern: string): Promise<readonly string[]> {
  const { stdout } = await apt(["install", "--simulate", "--no-install-recommends", name]);
  const all = [...stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? "");
  return [name, ...all.filter((other) => new RegExp(pattern).test(other))];
}

/** apt's own lists need root and may be empty or old; these are ours. Returns whether they had to be fetched. */
function refreshLists(maxAgeMs: number): Promise<boolean> {
  const stamp = cachePath("apt", "updated");
  return withLock(cachePath("apt.lock"), async () => {
    const age = Date.now() - ((await stat(stamp).catch(() => undefined))?.mtimeMs ?? 0);
    if (age < maxAgeMs) return false;
    await Promise.all(["lists/partial", "cache"].map((folder) => mkdir(cachePath("apt", folder), { recursive: true })));
    await updateLists();
    await writeFile(stamp, "");
    return true;
  });
}

/**
 * One of the machine's sources that does not answer, often somebody's own, is no matter when Debian's do. apt only warns of those, and
 * succeeds when it could fetch nothing at all.
 */
async function updateLists(): Promise<void> {
  const trouble: unknown = await apt(["update"]).then(
    ({ stderr }) => new Unavailable(`apt-get update fetched nothing: ${/Failed to fetch .*/.exec(stderr)?.[0] ?? ""}`),
    (error) => error,
  );
  const lists = await readdir(cachePath("apt", "lists"));
  if (!lists.some((name) => name.includes("_Packages"))) throw trouble;
}

const OPTIONS = {
  "Dir::State::lists": cachePath("apt", "lists"),
  "Dir::Cache": cachePath("apt", "cache"),
  // Where a machine's settings keep none, as in Docker's images, each command would read all lists anew, for a second.
  "Dir::Cache::pkgcache": "pkgcache.bin",
  "Dir::Cache::srcpkgcache": "srcpkgcache.bin",
  // As on a machine that has nothing installed: the same on every machine of a release.
  "Dir::State::status": "/dev/null",
  // Its download user could not write below the checkout.
  "APT::Sandbox::User": "",
  "Acquire::Languages": "none",
  "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
  "Acquire::Retries": "1",
  "Acquire::http::Timeout": "15",
  "Acquire::https::Timeout": "15",
};

function apt(args: readonly string[], options: { cwd?: string } = {}): Promise<Outcome> {
  const flags = Object.entries(OPTIONS).map(([key, value]) => `--option=${key}=${value}`);
  return mustSucceed(["apt-get", "--quiet", ...flags, ...args], options);
}

async function mustSucceed(command: readonly string[], options: { cwd?: string } = {}): Promise<Outcome> {
  const outcome = await run(command, { ...options, env: { LC_ALL: "C" }, timeoutSeconds: 300 });
  if (outcome.code === 127) throw new Unavailable(`${command[0]} is not here: this is no Debian or Ubuntu`);
  if (outcome.code !== 0) throw new Unavailable(`${command[0]} failed: ${lastLines(outcome.stderr, 2)}`);
  return outcome;
}
