import type { Dashboard } from "../components/component.ts";
import type { Panel, Row, Target, Variable } from "./model.ts";

/** A question that a dashboard asks Prometheus, as Prometheus gets it from Grafana. */
export interface PanelQuery {
  /** Where it is asked: the panel's title, `variable $job`, or an annotation's name. */
  readonly title: string;
  readonly expr: string;
}

/** What Grafana's own variables stand for in a chart of an hour over metrics that are scraped every 15 s: four scrapes is the shortest rate interval. */
const BUILT_IN: Readonly<Record<string, string>> = {
  __rate_interval: "1m",
  __interval: "15s",
  __interval_ms: "15000",
  __range: "1h",
  __range_s: "3600",
  __range_ms: "3600000",
};

/** A variable that offers all values stands for any of them. */
const anyOf = ({ allValue }: Variable): string => (allValue === undefined || allValue === "" ? ".+" : allValue);

function textOf(variable: Variable): string {
  if (variable.includeAll === true) return anyOf(variable);
  const value = variable.current?.value ?? variable.options?.[0]?.value ?? ".+";
  return typeof value === "string" ? value : value.join("|");
}

/** `$name`, `${name}` and `${name:format}`, as Grafana's documentation has them. One that is not known stays, and is a fault. */
const withValues = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g, (written, bare?: string, braced?: string) => {
    return values.get(bare ?? braced ?? "") ?? written;
  });

const panelsOf = (dashboard: Dashboard): readonly Panel[] => {
  const panels = (dashboard.panels ?? []) as readonly (Panel | Row)[];
  return panels.flatMap((panel) => ("panels" in panel ? panel.panels : [panel]));
};

const isAsked = ({ expr, datasource }: Target): boolean =>
  expr !== undefined && (datasource?.type ?? "prometheus") === "prometheus";

const LABEL_VALUES = /^label_values\((?:(.+),\s*)?(\w+)\)$/;

/** `label_values(selector, label)` is Grafana's, not PromQL. */
function variableQueries(variable: Variable): readonly PanelQuery[] {
  const query = typeof variable.query === "object" ? variable.query.query : variable.query;
  if (variable.type !== "query" || typeof query !== "string") return [];
  const [, selector, label] = LABEL_VALUES.exec(query) ?? [];
  const expr = label === undefined ? query : `count by (${label}) (${selector ?? `{${label}!=""}`})`;
  return [{ title: `variable $${variable.name}`, expr }];
}

/** All that a dashboard in Grafana's classic model asks Prometheus, its variables filled in. */
export function panelQueries(dashboard: Dashboard): readonly PanelQuery[] {
  const variables = ((dashboard.templating as { list?: readonly Variable[] } | undefined)?.list ??
    []) as readonly Variable[];
  const annotations =
    (dashboard.annotations as { list?: readonly { name: string; expr?: string }[] } | undefined)?.list ?? [];
  const values = new Map([
    ...Object.entries(BUILT_IN),
    ...variables.map((variable) => [variable.name, textOf(variable)] as const),
  ]);
  const written = [
    ...variables.flatMap(variableQueries),
    ...annotations.flatMap(({ name, expr }) => (expr === undefined ? [] : [{ title: name, expr }])),
    ...panelsOf(dashboard).flatMap((panel) =>
      (panel.targets ?? []).filter(isAsked).map(({ expr }) => ({ title: panel.title ?? "", expr })),
    ),
  ];
  return written.map(({ title, expr }) => ({ title, expr: withValues(expr, values) }));
}
