import type { Component } from "./component.ts";
import * as kinds from "./kinds.ts";

/** All that can be declared. */
export const COMPONENTS: readonly Component[] = Object.values(kinds);

const byName = new Map(COMPONENTS.map((component) => [component.name, component]));

/** The component of a kind; an environment that was validated names no other. */
export const componentOf = (kind: string): Component => {
  const component = byName.get(kind);
  if (component === undefined) throw new Error(`no component "${kind}"; the environment was not validated`);
  return component;
};
