import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Destination } from "../../deploy/plan.ts";

/**
 * Below one folder outside every checkout, since `git clean -fdx` must not erase metrics: `$WATCHKEEPER_HOME`, else by
 * the XDG Base Directory Specification `$XDG_DATA_HOME/watchkeeper`, else `~/.local/share/watchkeeper`.
 */
const stacksFolder = (): string => namedStacksFolder() ?? join(homedir(), ".local", "share", "watchkeeper");

/** The same where variables name it; commands that are typed without them look elsewhere. */
export function namedStacksFolder(): string | undefined {
  const { WATCHKEEPER_HOME, XDG_DATA_HOME } = process.env;
  // An empty one is none, as the specification has it of its own.
  if (WATCHKEEPER_HOME) return resolve(WATCHKEEPER_HOME);
  return XDG_DATA_HOME ? resolve(XDG_DATA_HOME, "watchkeeper") : undefined;
}

/** A stack's folder; it is what nativeSite calls its root. */
export const stackRoot = ({ stack, home = stacksFolder() }: Pick<Destination, "stack" | "home">): string =>
  join(home, stack);

/** What lies in a stack's folder. */
export const layout = (root: string) => ({
  root,
  owner: join(root, "owner"),
  /** The attempt that made the folder. */
  attempt: join(root, "attempt"),
  /** One folder for each service, supervised by runsvdir. */
  services: join(root, "service"),
  service: (name: string) => join(root, "service", name),
  supervisorPid: join(root, "runsvdir.pid"),
  /** Holds a folder for each published digest, the link `current` to the live one, and `previous`. */
  config: (name: string) => join(root, "config", name),
  configs: join(root, "config"),
  data: (name: string) => join(root, "data", name),
  datas: join(root, "data"),
  log: (name: string) => join(root, "log", name),
  logs: join(root, "log"),
});

export type Layout = ReturnType<typeof layout>;
