// Plain Node: it runs before any package is there.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A package that only who works on watchkeeper needs; without those an installation takes half the time. */
const OF_DEVELOPERS = "vitest";
/** The one package of the workspace `cli`, with four fifths of all that is installed. Nothing of ours loads it. */
const CLI = "cdktf-cli";

/** Installs all that package-lock.json says, also what developers need, unless it is there. */
export function ensurePackages() {
  if (has(OF_DEVELOPERS, CLI)) return;
  console.error("installing the packages of package-lock.json …");
  installOrExit("ci");
}

/**
 * Installs what watchkeeper itself loads, unless it is there, and goes on with CDKTF's command line beside what the caller does then.
 * `cli` resolves to npm's exit code then. What developers need is never taken away.
 */
export function ensureOwnPackages() {
  if (existsSync(join(root, "node_modules", OF_DEVELOPERS))) ensurePackages();
  else if (!has(CLI)) return installOwn();
  return { cli: Promise.resolve(0) };
}

function installOwn() {
  console.error("installing the packages of package-lock.json …");
  // It removes whatever is there: what an installation has left that was killed is never built on.
  installOrExit("ci", "--omit=dev", "--workspaces=false");
  const rest = spawn("npm", npm("install", "--omit=dev", "--no-save", "--no-progress"), {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { cli: once(rest, "close").then(([code]) => code ?? 1) };
}

const npm = (...words) => [...words, "--no-fund", "--no-audit"];

function installOrExit(...words) {
  const { status } = spawnSync("npm", npm(...words), { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** Whether the last installation that succeeded was of this package-lock.json, and had these packages: npm writes them down at its end. */
function has(...names) {
  const written = join(root, "node_modules", ".package-lock.json");
  const [installed, wanted] = [written, join(root, "package-lock.json")].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  if (installed < wanted || installed === 0) return false;
  const { packages } = JSON.parse(readFileSync(written, "utf8"));
  return names.every((name) => packages[`node_modules/${name}`] !== undefined);
}

/** Runs a program of node_modules in this terminal, and returns its exit code. */
export const runPackage = (name, args) =>
  spawnSync(join(root, "node_modules", ".bin", name), args, { cwd: root, stdio: "inherit" }).status ?? 1;
