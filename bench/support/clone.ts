import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CHECKOUT, cachePath } from "../../host/checkout.ts";
import { UserError } from "../../host/errors.ts";
import { output } from "../../host/run.ts";

export const ENVIRONMENT = "task-processor";
const INSTANCE = "bench";

/** Far from a stack that runs already. */
export const PORT_OFFSET = 23_000;

/** A line that a program said, and when: milliseconds after its start. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** What a clone of the checkout would be, were all of it committed, with a stack of its own: another instance, other ports, its data beside it. */
export interface Clone {
  readonly folder: string;
  /** WATCHKEEPER_HOME: where its stack's data lies on native. */
  readonly home: string;
  /** Runs a program in it to its end, which must be a good one, and gives what it said on both streams. */
  run(command: readonly string[], variables?: Readonly<Record<string, string>>): Promise<readonly Line[]>;
  /** `npm run up` of the environment. */
  up(target: string, variables?: Readonly<Record<string, string>>): Promise<readonly Line[]>;
  cdktf(...words: readonly string[]): Promise<readonly Line[]>;
  /** Destroys the stack, if it came so far, and removes everything. */
  remove(): Promise<void>;
}

/** `warm`: with the programs, images and provider that the real checkout has prepared, if it has. */
export async function makeClone({
  warm,
  environment = ENVIRONMENT,
}: {
  readonly warm: boolean;
  readonly environment?: string;
}): Promise<Clone> {
  const parent = await mkdtemp(join(tmpdir(), "watchkeeper-bench-"));
  const folder = join(parent, "checkout");
  const home = join(parent, "home");
  const env = { WATCHKEEPER_HOME: home };
  const runHere: Clone["run"] = (command, variables = {}) => linesOf(command, folder, { ...env, ...variables });
  const cdktf = (...words: readonly string[]) => runHere(["npx", "cdktf", ...words]);
  let isUp = false;
  const clone: Clone = {
    folder,
    home,
    run: runHere,
    cdktf,
    up: (target, variables) => {
      isUp = true;
      const flags = ["--target", target, "--port-offset", String(PORT_OFFSET), "--instance", INSTANCE];
      return runHere(["npm", "run", "up", "--", environment, ...flags], variables);
    },
    async remove() {
      if (isUp)
        await cdktf("destroy", environment, "--auto-approve").catch((error) =>
          console.error(error.message, error.help),
        );
      await removeAll(parent);
    },
  };
  // Nothing of it may run on after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => clone.remove().finally(() => process.exit(130)));
  try {
    await copyFiles(folder);
    if (warm && existsSync(cachePath())) await cp(cachePath(), join(folder, ".cache"), { recursive: true });
  } catch (error) {
    await clone.remove();
    throw error;
  }
  return clone;
}

/** Go makes its module cache read-only. */
export async function removeAll(folder: string): Promise<void> {
  await output(["chmod", "-R", "u+w", folder]);
  await rm(folder, { recursive: true });
}

/** Neither what git ignores nor its history: nothing that an earlier command made. */
async function copyFiles(folder: string): Promise<void> {
  const listed = await output(["git", "ls-files", "--cached", "--others", "--exclude-standard"], { cwd: CHECKOUT });
  for (const path of listed.split("\n").filter((path) => existsSync(join(CHECKOUT, path)))) {
    await cp(join(CHECKOUT, path), join(folder, path));
  }
}

async function linesOf(
  [program = "", ...args]: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly Line[]> {
  const begin = performance.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
  const lines: Line[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (text) => lines.push({ at: performance.now() - begin, text }));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return lines;
  const help = lines.slice(-30).map(({ text }) => text);
  throw new UserError(`${program} ${args.join(" ")} ended with ${code}`, { help: help.join("\n") });
}
