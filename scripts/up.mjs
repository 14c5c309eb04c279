// `npm run up`: from a fresh clone, with nothing installed but Node, to a stack that runs. Plain Node, since zx may not be there yet.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modified = (path) => statSync(`${root}/${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes this file at the end of an installation that succeeded.
if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  console.error("installing the packages of package-lock.json …");
  const { status } = spawnSync("npm", ["ci", "--omit=dev", "--no-fund", "--no-audit"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

const { run } = await import("./bundle.mjs");
await run("up", process.argv.slice(2));
