import type { Site } from "../components/component.ts";
import type { Environment } from "../environment/environment.ts";
import { portNumber, reachedHost } from "../environment/ports.ts";

/** Mount points inside every container. The live files lie behind `current`, a link that publishing swaps. */
export const MOUNTS = {
  config: "/etc/watchkeeper",
  data: "/data",
  host: "/host",
} as const;

const folders = {
  config: `${MOUNTS.config}/current`,
  secret: `${MOUNTS.config}/current/secrets`,
  data: MOUNTS.data,
} as const;

/** Where things are when every workload is a container on one network, named after its component. */
export const dockerSite = (environment: Environment, version: Site["version"]): Site => ({
  kind: "docker",
  address: (name, port, from) =>
    from === "inside"
      ? `${name}:${portNumber(environment, name, port)}`
      : `${reachedHost(environment, name)}:${portNumber(environment, name, port) + environment.portOffset}`,
  // Reachable only on the stack's own network; what is published on the machine is bound to 127.0.0.1, or to what `expose` says.
  listen: (name, port) => `0.0.0.0:${portNumber(environment, name, port)}`,
  path: (_name, kind, file) => (file === undefined ? folders[kind] : `${folders[kind]}/${file}`),
  version,
  hostRoot: MOUNTS.host,
});
