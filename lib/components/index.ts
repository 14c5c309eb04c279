import alertmanager from "./alertmanager/index.ts";
import app from "./app/index.ts";
import type { Component } from "./component.ts";
import grafana from "./grafana/index.ts";
import nodeExporter from "./node-exporter/index.ts";
import pagerdutySandbox from "./pagerduty-sandbox/index.ts";
import prometheus from "./prometheus/index.ts";

/** All that can be declared. To add a component is to add its folder and one line here. */
export const COMPONENTS: readonly Component[] = [
  alertmanager,
  app,
  grafana,
  nodeExporter,
  pagerdutySandbox,
  prometheus,
];

const byName = new Map(COMPONENTS.map((component) => [component.name, component]));

/** The component of a kind; an environment that was validated names no other. */
export const componentOf = (kind: string): Component => {
  const component = byName.get(kind);
  if (component === undefined) throw new Error(`no component "${kind}"; the environment was not validated`);
  return component;
};
