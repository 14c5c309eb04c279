import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Destination } from "../deploy/plan.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { containerName } from "../targets/docker/names.ts";

/** A file as a program's own user sees it: its permissions and its content's hash, or why it cannot be read. */
export type SeenFile = { readonly mode: number; readonly sha256: string } | { readonly unreadable: string };

/** Where a component runs in a container of its own, nothing of it can be seen while it does not run. */
export class NotRunning extends Error {
  constructor(component: string) {
    super(`${component} does not run`);
  }
}

/** Looks at a file where a component runs, as the user that its program runs as. `path`: as the program sees it. Throws NotRunning. */
export const seeFile = ({ kind, host, stack }: Destination, component: string, path: string): Promise<SeenFile> =>
  kind === "native" ? seeHere(path) : seeInContainer(host, stack, component, path);

/** Native programs run as the user who deploys, and so as who looks. */
async function seeHere(path: string): Promise<SeenFile> {
  try {
    const [{ mode }, content] = await Promise.all([stat(path), readFile(path)]);
    return { mode: mode & 0o777, sha256: createHash("sha256").update(content).digest("hex") };
  } catch (error) {
    return { unreadable: (error as Error).message };
  }
}

const LOOK = 'stat -L -c %a "$1" && sha256sum "$1"';

async function seeInContainer(
  host: string | undefined,
  stack: string,
  component: string,
  path: string,
): Promise<SeenFile> {
  const engine = await engineAt(host);
  const look = ["sh", "-c", LOOK, "sh", path];
  const { code, stdout, stderr } = await engine.exec(containerName(stack, component), look);
  if (/is not running|no such container/i.test(stderr)) throw new NotRunning(component);
  const [mode = "", sum = ""] = stdout.trim().split("\n");
  if (code !== 0) return { unreadable: stderr.trim() || `docker exec ended with ${code}` };
  return { mode: Number.parseInt(mode, 8), sha256: sum.slice(0, 64) };
}
