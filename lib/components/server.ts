import type { Declared, Environment } from "../environment/environment.ts";
import type { CommonSettings } from "./settings.ts";

/** The component that an exporter watches, by its name; undefined when it is not of this environment. */
export const watchedServer = (environment: Environment, name: string): Declared | undefined =>
  environment.components.find((component) => component.name === name);

/** The setting `server` of an exporter. */
export const serverSchema = (kind: string) => ({
  type: "string",
  default: kind,
  description: `The component that it watches: a ${kind} of this environment, by its name.`,
});

/** How a program that watches a server runs: after it, and with its password. */
export const watcherOf = ({ server, memory_mib }: CommonSettings & { readonly server: string }) => ({
  startAfter: [server],
  secrets: [server],
  data: false,
  resources: { memoryMiB: memory_mib ?? 64 },
  stopGraceSeconds: 10,
  startTimeoutSeconds: 30,
});
