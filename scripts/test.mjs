// `npm test`: sets itself up, then format, lint, types, and all tests; arguments go to vitest.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ensurePackages, runPackage } from "./packages.mjs";

ensurePackages();
ensureBrowser();

const checks = [runPackage("biome", ["check", "."]), runPackage("tsc", [])];
const tests = runPackage("vitest", ["run", ...process.argv.slice(2)]);
process.exitCode = Math.max(...checks, tests);

/** Pages are looked at in Debian's chromium; where it cannot be installed, those tests are skipped, and say so. */
function ensureBrowser() {
  if (existsSync("/usr/bin/chromium") || process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  const apt = (...args) =>
    spawnSync("apt-get", args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  console.error("installing Debian's chromium for the tests of pages …");
  apt("update");
  apt("install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core");
}
