import type { Port } from "../components/component.ts";
import { componentOf } from "../components/index.ts";
import type { Declared, Environment } from "./environment.ts";

/** So far apart lie the ports of two of a kind: 9090, 19090, … (9091 is Pushgateway's). */
const PORTS_PER_INDEX = 10_000;

/** The ports of a declared component, before `port_offset`: the usual ones, or those that its settings say. */
export const portsOf = (declared: Declared): readonly Port[] => {
  const ports = componentOf(declared.component).ports(declared.settings);
  // Apps choose their ports each by itself; a list of several of a kind would share one default.
  const shared = declared.settings.port === undefined && declared.component !== "app";
  return shared ? ports.map((port) => ({ ...port, number: port.number + declared.index * PORTS_PER_INDEX })) : ports;
};

const LOCAL = "127.0.0.1";

const declaredAs = (environment: Environment, name: string): Declared | undefined =>
  environment.components.find((component) => component.name === name);

/** What a component's ports are bound to on the machine: 127.0.0.1, unless `expose` says otherwise. */
export const boundHost = (environment: Environment, name: string): string => {
  const expose = declaredAs(environment, name)?.settings.expose;
  return typeof expose === "string" ? expose : LOCAL;
};

/** Where a program on the same machine reaches it. */
export const reachedHost = (environment: Environment, name: string): string => {
  const host = boundHost(environment, name);
  return host === "0.0.0.0" ? LOCAL : host;
};

/** The number of one port of a declared component, before `port_offset`. */
export const portNumber = (environment: Environment, name: string, port: string): number => {
  const declared = declaredAs(environment, name);
  const found = declared && portsOf(declared).find((candidate) => candidate.name === port);
  if (found === undefined)
    throw new Error(`component "${name}" has no port "${port}"; the environment was not validated`);
  return found.number;
};
