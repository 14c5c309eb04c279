import type { Site } from "../components/component.ts";
import type { Environment } from "../environment/environment.ts";
import { portNumber } from "../environment/ports.ts";

/** Where things are when every workload is a process on this machine, below `root`: a folder of the stack's own. */
export const nativeSite = (environment: Environment, root: string, version: Site["version"]): Site => {
  const folder = (name: string, kind: "config" | "data" | "secret"): string => {
    if (kind === "data") return `${root}/data/${name}`;
    const published = `${root}/config/${name}/current`;
    return kind === "secret" ? `${published}/secrets` : published;
  };
  const address = (name: string, port: string) =>
    `127.0.0.1:${portNumber(environment, name, port) + environment.portOffset}`;
  return {
    kind: "native",
    address,
    listen: address,
    path: (name, kind, file) => (file === undefined ? folder(name, kind) : `${folder(name, kind)}/${file}`),
    version,
    hostRoot: "/",
  };
};
