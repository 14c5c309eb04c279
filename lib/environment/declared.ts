import { pointer } from "../yaml/index.ts";
import type { Declared } from "./environment.ts";
import { isMap } from "./layers.ts";

/** Where pages go when `paging: sandbox`. */
const SANDBOX = "pagerduty-sandbox";

/** What people leave away: a component without settings has all defaults, and `paging: sandbox` brings the sandbox. Changes `value` in place. */
export function completeComponents(value: unknown): void {
  if (!isMap(value) || !isMap(value.components)) return;
  const components = value.components as Record<string, unknown>;
  for (const [name, settings] of Object.entries(components)) components[name] = settings ?? {};
  if (value.paging === "sandbox") components[SANDBOX] ??= {};
}

/** Everything declared, in order: components, then apps. What has no name of its own is left out; a schema has complained. */
export function declaredIn(value: unknown): Declared[] {
  if (!isMap(value)) return [];
  const components = isMap(value.components) ? Object.entries(value.components) : [];
  const apps = Array.isArray(value.apps) ? value.apps : [];
  return [
    ...components.flatMap(([kind, settings]) => declaredOfKind(kind, settings)),
    ...apps.flatMap((app, index) => declaredAs("app", app, index, pointer("apps", index))),
  ];
}

function declaredOfKind(kind: string, settings: unknown): Declared[] {
  if (Array.isArray(settings)) {
    return settings.flatMap((one, index) => declaredAs(kind, one, index, pointer("components", kind, index)));
  }
  return declaredAs(kind, settings, 0, pointer("components", kind), kind);
}

function declaredAs(component: string, settings: unknown, index: number, at: string, otherwise?: string): Declared[] {
  if (!isMap(settings)) return [];
  const name = settings.name ?? otherwise;
  return typeof name === "string" ? [{ component, name, index, settings, pointer: at }] : [];
}
