import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { APPS } from "../apps/index.ts";
import { CHECKOUT, cachePath } from "./checkout.ts";
import { UserError } from "./errors.ts";

/** One of our apps as a single file that `node` runs as it is, without node_modules. */
export interface AppBundle {
  /** Absolute. */
  readonly file: string;
  /** Of the bundle's content, 16 hexadecimal digits: the same sources give the same on every machine. */
  readonly hash: string;
}

/** What a bundle was made of, to see in milliseconds that nothing has changed. */
interface Made {
  readonly hash: string;
  /** Modification time and size by path, relative to the checkout. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What the bundler does not name as its inputs: how it is called, and the versions of the packages. */
const OTHER_INPUTS = ["host/apps.ts", "package-lock.json"];

/** CommonJS packages inside an ESM bundle still call require for Node's own modules. */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Bundles apps/<name>/main.ts into `.cache/apps/<name>/<hash>/main.mjs`, unless that is up to date. Throws UserError for an app that is not there. */
export function bundleApp(name: string): Promise<AppBundle> {
  const work = underWay.get(name) ?? bundleNow(name).finally(() => underWay.delete(name));
  underWay.set(name, work);
  return work;
}

/** Synth prepares all environments at once, and several run the same app. */
const underWay = new Map<string, Promise<AppBundle>>();

async function bundleNow(name: string): Promise<AppBundle> {
  if (!Object.hasOwn(APPS, name)) {
    throw new UserError(`there is no app ${name} in apps/`, { help: `there are ${Object.keys(APPS).join(", ")}` });
  }
  const record = cachePath("apps", name, "made.json");
  const made = upToDate(record);
  const hash = made?.hash ?? (await make(name, record));
  return { file: bundleFile(name, hash), hash };
}

const bundleFile = (name: string, hash: string): string => cachePath("apps", name, hash, "main.mjs");

/** Without waiting: hundreds of files are looked at, and each wait would take longer than the look. */
function upToDate(record: string): Made | undefined {
  if (!existsSync(record)) return undefined;
  const made: Made = JSON.parse(readFileSync(record, "utf8"));
  if (!existsSync(join(dirname(record), made.hash, "main.mjs"))) return undefined;
  return Object.entries(made.inputs).every(([path, state]) => stateOf(path) === state) ? made : undefined;
}

function stateOf(path: string): string {
  const found = statSync(join(CHECKOUT, path), { throwIfNoEntry: false });
  return found === undefined ? "absent" : `${found.mtimeMs} ${found.size}`;
}

async function make(name: string, record: string): Promise<string> {
  const { text, inputs } = await bundle(name);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  await put(bundleFile(name, hash), text);
  const states = [...inputs, ...OTHER_INPUTS].map((path) => [path, stateOf(path)] as const);
  const made: Made = { hash, inputs: Object.fromEntries(states) };
  await put(record, JSON.stringify(made));
  return hash;
}

async function bundle(name: string): Promise<{ text: string; inputs: readonly string[] }> {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: CHECKOUT,
    // Paths stand in the bundle: it must be the same where node_modules lies elsewhere.
    preserveSymlinks: true,
    entryPoints: [`apps/${name}/main.ts`],
    outfile: "main.mjs",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // pg loads its native binding only when it is told to; there is none.
    external: ["pg-native"],
    legalComments: "none",
    logLevel: "error",
    banner: { js: BANNER },
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

/** Another process may put the same file at the same time; either one serves. */
async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const scratch = `${file}.${process.pid}`;
  await writeFile(scratch, text);
  await rename(scratch, file);
}
