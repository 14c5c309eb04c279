import type { Dashboard } from "../components/component.ts";
import type { Annotation, GridPosition, Link, Model, Panel, Row, Variable } from "./model.ts";
import { DATA_SOURCE } from "./panels.ts";

const COLUMNS = 24;
/** Every dashboard of ours has it, so that each leads to all others. */
const TAG = "watchkeeper";
/** The dashboard schema's version that Grafana 12.2 writes: nothing is migrated when it is read. */
const SCHEMA_VERSION = 42;

export interface Section {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface DashboardParts {
  /** Fixed, and unique among all of an environment: at most 40 letters, digits, `-` and `_`. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables?: readonly Variable[];
  /** PromQL matchers of the alerts that belong here: their firing is marked in every chart. */
  readonly alerts?: string;
  readonly sections: readonly Section[];
  /** As Grafana writes it: the last hour is `now-1h`. */
  readonly from?: string;
  readonly refresh?: string;
}

/** Panels side by side, in new lines where a line is full. Gives them with their places, and the line below the last. */
function placed(panels: readonly Panel[], top: number): { readonly panels: readonly Panel[]; readonly bottom: number } {
  let [x, y, lineHeight] = [0, top, 0];
  const at = (size: Pick<GridPosition, "w" | "h">): GridPosition => {
    if (x + size.w > COLUMNS) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const position = { h: size.h, w: size.w, x, y };
    [x, lineHeight] = [x + size.w, Math.max(lineHeight, size.h)];
    return position;
  };
  const done = panels.map((panel) => ({ ...panel, gridPos: at(panel.gridPos ?? { w: COLUMNS, h: 8 }) }));
  return { panels: done, bottom: y + lineHeight };
}

function laidOut(sections: readonly Section[]): readonly (Panel | Row)[] {
  let top = 0;
  const all = sections.flatMap((section): readonly (Panel | Row)[] => {
    const row = { type: "row", id: 0, title: section.title, collapsed: false, panels: [] } as const;
    const { panels, bottom } = placed(section.panels, top + 1);
    const position = { h: 1, w: COLUMNS, x: 0, y: top };
    top = bottom;
    return [{ ...row, gridPos: position }, ...panels];
  });
  return all.map((panel, index) => ({ ...panel, id: index + 1 }));
}

const toAllOthers: Link = {
  title: "All dashboards",
  type: "dashboards",
  icon: "external link",
  tooltip: "",
  tags: [TAG],
  asDropdown: true,
  targetBlank: false,
  includeVars: false,
  keepTime: true,
};

const firingAlerts = (matchers: string): Annotation & { readonly expr: string } => ({
  name: "Firing alerts",
  datasource: DATA_SOURCE,
  enable: true,
  hide: false,
  iconColor: "red",
  expr: `ALERTS{alertstate="firing", ${matchers}}`,
  titleFormat: "{{alertname}}",
  textFormat: "{{instance}}",
  step: "30s",
});

/** A dashboard in Grafana's classic JSON model, as its provisioning from files reads it. */
export const dashboard = (parts: DashboardParts): Dashboard => {
  const model: Model & Dashboard = {
    uid: parts.uid,
    title: parts.title,
    description: parts.description,
    tags: [TAG],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    // One crosshair for all charts: what happened at the same time is seen together.
    graphTooltip: 1,
    timezone: "browser",
    time: { from: parts.from ?? "now-1h", to: "now" },
    refresh: parts.refresh ?? "30s",
    links: [toAllOthers],
    templating: { list: parts.variables ?? [] },
    annotations: { list: parts.alerts === undefined ? [] : [firingAlerts(parts.alerts)] },
    panels: laidOut(parts.sections),
  };
  return model;
};
