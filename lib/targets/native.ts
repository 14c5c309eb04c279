import type { Site } from "../components/component.ts";
import type { Environment } from "../environment/environment.ts";
import { boundHost, portNumber, reachedHost } from "../environment/ports.ts";

/** Where things are when every workload is a process on this machine, below `root`: a folder of the stack's own. */
export const nativeSite = (environment: Environment, root: string, version: Site["version"]): Site => {
  const folder = (name: string, kind: "config" | "data" | "secret"): string => {
    if (kind === "data") return `${root}/data/${name}`;
    const published = `${root}/config/${name}/current`;
    return kind === "secret" ? `${published}/secrets` : published;
  };
  const at = (host: string, name: string, port: string) =>
    `${host}:${portNumber(environment, name, port) + environment.portOffset}`;
  return {
    kind: "native",
    address: (name, port) => at(reachedHost(environment, name), name, port),
    listen: (name, port) => at(boundHost(environment, name), name, port),
    path: (name, kind, file) => (file === undefined ? folder(name, kind) : `${folder(name, kind)}/${file}`),
    version,
    hostRoot: "/",
  };
};
