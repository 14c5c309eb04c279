// Plain Node: it runs before any package is there.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs what package-lock.json says, unless it is there. `needed`: a package that only the wanted kind of installation has. */
export function ensurePackages(needed, flags = []) {
  // npm writes this file at the end of an installation that succeeded.
  const isCurrent = modified("node_modules/.package-lock.json") >= modified("package-lock.json");
  if (isCurrent && existsSync(join(root, "node_modules", needed))) return;
  console.error("installing the packages of package-lock.json …");
  const { status } = spawnSync("npm", ["ci", "--no-fund", "--no-audit", ...flags], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** Runs a program of node_modules in this terminal, and returns its exit code. */
export const runPackage = (name, args) =>
  spawnSync(join(root, "node_modules", ".bin", name), args, { cwd: root, stdio: "inherit" }).status ?? 1;
