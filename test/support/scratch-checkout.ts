import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { CHECKOUT } from "../../host/checkout.ts";
import { type Outcome, run } from "../../host/run.ts";

/** A checkout with nothing in it but a script, bundled with what it imports of ours: its `.cache` starts empty. */
export interface ScratchCheckout {
  readonly folder: string;
  /** What runs the script. */
  readonly command: readonly string[];
  /** Runs the script to its end in a process of its own. */
  run(env?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** Starts it and returns the way to kill it for good, with all that it started. */
  start(env?: Readonly<Record<string, string>>): { kill(): Promise<void> };
  remove(): Promise<void>;
}

/** `script`: an ES module; its imports are relative to the real checkout's root. */
export async function scratchCheckout(script: string): Promise<ScratchCheckout> {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-checkout-"));
  const file = join(folder, "script.mjs");
  await writeFile(join(folder, "cdktf.json"), "{}");
  await build({
    stdin: { contents: script, resolveDir: CHECKOUT, loader: "ts" },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["esbuild"],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: "error",
  });
  return {
    folder,
    command: [process.execPath, file],
    run: (env = {}) => run([process.execPath, file], { cwd: folder, env }),
    start: (env = {}) => {
      // A group of its own, so that what it started can be killed with it.
      const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...env }, detached: true });
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      return {
        kill: () => {
          if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
          return gone;
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
