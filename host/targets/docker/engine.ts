import type { Destination } from "../../deploy/plan.ts";
import { connect, type Engine } from "../../engine/engine.ts";

const engines = new Map<string | undefined, Promise<Engine>>();

/** The engine of a destination, asked once in a process. Rejects with UserError where none answers. */
export function engineAt(host: string | undefined): Promise<Engine> {
  const known = engines.get(host) ?? connect(host);
  engines.set(host, known);
  return known;
}

/** Whether what runs there listens on this machine: a container's ports are published on its engine's. */
export const isHere = async ({ kind, host }: Destination): Promise<boolean> =>
  kind === "native" || isLocal(await engineAt(host));

/** Whether ports that the engine publishes on its 127.0.0.1 are this machine's. */
export const isLocal = ({ host }: Engine): boolean => host.startsWith("unix:") || host.startsWith("npipe:");
