import type { Declared, Environment } from "../environment/environment.ts";

/** The component that an exporter watches, by its name; undefined when it is not of this environment. */
export const watchedServer = (environment: Environment, name: string): Declared | undefined =>
  environment.components.find((component) => component.name === name);

/** The setting `server` of an exporter. */
export const serverSchema = (kind: string) => ({
  type: "string",
  default: kind,
  description: `The component that it watches: a ${kind} of this environment, by its name.`,
});
