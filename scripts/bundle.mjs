// Node strips no types and tsx costs 190 ms at each start; a bundle is rebuilt only when a source is newer.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate } from "./evaluate.mjs";
import { validators } from "./validators.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  "main.ts",
  "versions.ts",
  "lib",
  "host",
  "stacks",
  "apps",
  "schemas",
  "bench",
  "scripts",
  "package-lock.json",
];
/** Loaded from node_modules as they are: they read their own files at run time. */
const EXTERNAL = ["esbuild", "playwright-core"];

/** What has been changed when, by paths relative to the root and in whole milliseconds: a copy of the checkout has the same. */
function stateOf(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return "";
  if (!stat.isDirectory()) return /\.(ts|json|mjs)$/.test(path) ? `${path}:${Math.round(stat.mtimeMs)};` : "";
  return readdirSync(join(root, path))
    .sort()
    .map((name) => stateOf(`${path}/${name}`))
    .join("");
}

/** A module that has each command by its name, and loads it when it is asked for. */
function commands() {
  const modules = (folder, prefix) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".ts"))
      .map((file) => [prefix + file.slice(0, -3), `./${folder}/${file}`]);
  const named = [["main", "./main.ts"], ...modules("host/commands", ""), ...modules("bench", "bench-")];
  return `module.exports = {${named.map(([name, path]) => `${JSON.stringify(name)}: () => require("${path}")`).join()}}`;
}

const FILE = "bundle.cjs";

async function build(out) {
  const { build } = await import("esbuild");
  const scratch = `${out}.${process.pid}`;
  await build({
    absWorkingDir: root,
    stdin: { contents: commands(), resolveDir: root },
    outfile: join(scratch, FILE),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: EXTERNAL,
    plugins: [validators(root)],
    logLevel: "error",
    // Modules ask where they are, which CommonJS has another name for.
    define: { "import.meta.url": "__url" },
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    // What is not in the bundle is CommonJS; a script outside of Node's own loader has no `import()`.
    supported: { "dynamic-import": false },
  });
  // Another process may have built the same bundle meanwhile; either one serves.
  try {
    renameSync(scratch, out);
  } catch (error) {
    if (!existsSync(out)) throw error;
    rmSync(scratch, { recursive: true });
  }
}

function removeOld(keep) {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(join(root, "dist"))) {
    const path = join(root, "dist", name);
    if (path !== keep && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < anHourAgo) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

let bundled;

/** The folder of an up-to-date bundle, absolute. A process asks once: two of its callers must not make one twice. */
export function bundle() {
  bundled ??= upToDate();
  return bundled;
}

async function upToDate() {
  const state = SOURCES.map(stateOf).join("");
  const out = join(root, "dist", createHash("sha256").update(state).digest("hex").slice(0, 16));
  if (!existsSync(out)) {
    await build(out);
    removeOld(out);
  }
  return out;
}

let commandsByName;

/** The module `name` (a file of host/commands, or `main`). */
async function load(name) {
  commandsByName ??= evaluate(join(await bundle(), FILE), name);
  return commandsByName[name]();
}

/** Runs a command and ends with its exit code. Every command module exports `main(args, …more): Promise<number>`. */
export async function run(name, args, ...more) {
  const command = await load(name);
  const { report } = await load("report");
  try {
    process.exitCode = await command.main(args, ...more);
  } catch (error) {
    process.exitCode = report(error);
  }
}
