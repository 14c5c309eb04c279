// Plain Node: it runs before any package is there.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const has = (name) => existsSync(join(root, "node_modules", name));

/** A package that only who works on watchkeeper needs; without those an installation takes half the time. */
const OF_DEVELOPERS = "vitest";

/** Installs what package-lock.json says, unless it is there. What developers need is never taken away. */
export function ensurePackages({ forDevelopers }) {
  const wantsAll = forDevelopers || has(OF_DEVELOPERS);
  // npm writes this file at the end of an installation that succeeded.
  const isCurrent = modified("node_modules/.package-lock.json") >= modified("package-lock.json");
  if (isCurrent && has(wantsAll ? OF_DEVELOPERS : "cdktf-cli")) return;
  console.error("installing the packages of package-lock.json …");
  const flags = wantsAll ? [] : ["--omit=dev"];
  const { status } = spawnSync("npm", ["ci", "--no-fund", "--no-audit", ...flags], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** Runs a program of node_modules in this terminal, and returns its exit code. */
export const runPackage = (name, args) =>
  spawnSync(join(root, "node_modules", ".bin", name), args, { cwd: root, stdio: "inherit" }).status ?? 1;
