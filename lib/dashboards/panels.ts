import { DATA_SOURCE_UID } from "../components/grafana/data-source.ts";
import { runbook } from "../components/settings.ts";
import type {
  DataSourceRef,
  FieldDefaults,
  Link,
  Override,
  Panel,
  StatOptions,
  TableField,
  TableOptions,
  Target,
  TextOptions,
  Thresholds,
  TimeSeriesField,
  TimeSeriesOptions,
  Transformation,
  Unit,
  ValueMapping,
} from "./model.ts";
import { atLeast, NEUTRAL } from "./thresholds.ts";

export const DATA_SOURCE: DataSourceRef = { type: "prometheus", uid: DATA_SOURCE_UID };

/** One curve, number or column: a PromQL expression, and what it is called (`{{label}}` is the label's value). */
export interface Series {
  readonly expr: string;
  readonly legend?: string;
  /** Of this one, where it differs from the panel's. */
  readonly unit?: Unit;
}

interface Common {
  readonly title: string;
  /** What is seen, and what a person should do about it. */
  readonly description: string;
  readonly series: readonly Series[];
  readonly unit: Unit;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly thresholds?: Thresholds;
  readonly mappings?: readonly ValueMapping[];
  /** Of 24 columns. */
  readonly width?: number;
  /** In steps of 30 pixels. */
  readonly height?: number;
  /** Alerts whose runbooks say what to do. */
  readonly alerts?: readonly string[];
}

const runbookLink = (alert: string): Link => ({
  title: `Runbook: ${alert}`,
  type: "link",
  icon: "doc",
  tooltip: "",
  url: runbook(alert),
  tags: [],
  asDropdown: false,
  targetBlank: true,
  includeVars: false,
  keepTime: false,
});

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const refId = (index: number): string => LETTERS[index] ?? `Q${index}`;

const target = ({ expr, legend }: Series, index: number, rest: Partial<Target>): Target => ({
  refId: refId(index),
  datasource: DATA_SOURCE,
  editorMode: "code",
  expr,
  ...(legend === undefined ? {} : { legendFormat: legend }),
  ...rest,
});

/** Grafana matches an override to a query's own frame by its refId. */
const unitOverrides = (series: readonly Series[], properties: (unit: Unit) => Override["properties"]): Override[] =>
  series.flatMap(({ unit }, index) =>
    unit === undefined
      ? []
      : [{ matcher: { id: "byFrameRefID", options: refId(index) }, properties: properties(unit) }],
  );

const field = ({ unit, decimals, min, max, thresholds, mappings }: Common): FieldDefaults => ({
  unit,
  ...(decimals === undefined ? {} : { decimals }),
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(mappings === undefined ? {} : { mappings }),
  thresholds: thresholds ?? NEUTRAL,
});

const panel = (
  common: Common,
  size: { readonly width: number; readonly height: number },
  own: Pick<Panel, "type" | "targets" | "options" | "fieldConfig">,
): Panel => ({
  ...own,
  title: common.title,
  description: common.description,
  datasource: DATA_SOURCE,
  gridPos: { w: common.width ?? size.width, h: common.height ?? size.height, x: 0, y: 0 },
  ...(common.alerts === undefined ? {} : { links: common.alerts.map(runbookLink) }),
});

const timeSeriesOptions: TimeSeriesOptions = {
  legend: { showLegend: true, displayMode: "list", placement: "bottom", calcs: [] },
  tooltip: { mode: "multi", sort: "desc" },
};

const timeSeriesField = ({ thresholds, stacked }: TimeSeries): TimeSeriesField => ({
  drawStyle: "line",
  lineWidth: 1,
  fillOpacity: stacked === true ? 60 : 10,
  showPoints: "never",
  // A gap is told: it is a target that did not answer.
  spanNulls: false,
  stacking: { mode: stacked === true ? "normal" : "none", group: "A" },
  ...(thresholds === undefined ? {} : { thresholdsStyle: { mode: "dashed" } }),
});

export interface TimeSeries extends Common {
  readonly stacked?: boolean;
}

/** Curves over time. With thresholds these are drawn as dashed lines; a series with a unit of its own has its axis at the right. */
export const timeSeries = (said: TimeSeries): Panel =>
  panel(
    said,
    { width: 12, height: 8 },
    {
      type: "timeseries",
      targets: said.series.map((series, index) => target(series, index, { range: true })),
      options: timeSeriesOptions,
      fieldConfig: {
        defaults: { min: 0, ...field(said), color: { mode: "palette-classic" }, custom: timeSeriesField(said) },
        overrides: unitOverrides(said.series, (unit) => [
          { id: "unit", value: unit },
          { id: "custom.axisPlacement", value: "right" },
        ]),
      },
    },
  );

const statOptions = ({ instant, tiles, namesOnly }: Stat): StatOptions => ({
  graphMode: instant === true || tiles === true ? "none" : "area",
  colorMode: tiles === true ? "background" : "value",
  justifyMode: "auto",
  textMode: namesOnly === true ? "name" : "auto",
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: "standard",
  orientation: "auto",
  reduceOptions: { values: false, calcs: ["lastNotNull"], fields: "" },
});

export interface Stat extends Common {
  /** The value of now alone, without its curve. */
  readonly instant?: boolean;
  /** A coloured tile for each series. */
  readonly tiles?: boolean;
  /** The name of each series instead of its value. */
  readonly namesOnly?: boolean;
  /** Shown where there is no value. */
  readonly noValue?: string;
}

/** The last value, large, in the colour of its threshold. */
export const stat = (said: Stat): Panel =>
  panel(
    said,
    { width: 4, height: 4 },
    {
      type: "stat",
      targets: said.series.map((series, index) =>
        target(series, index, said.instant === true ? { instant: true, range: false } : { range: true }),
      ),
      options: statOptions(said),
      fieldConfig: {
        defaults: {
          ...field(said),
          color: { mode: "thresholds" },
          ...(said.noValue === undefined ? {} : { noValue: said.noValue }),
        },
        overrides: unitOverrides(said.series, (unit) => [{ id: "unit", value: unit }]),
      },
    },
  );

const tableOptions: TableOptions = { frameIndex: 0, showHeader: true, cellHeight: "sm" };
const tableField: TableField = { align: "auto", inspect: false };

export interface Table extends Common {
  /** Columns in their order: labels and `Value`, by the names they get. Others are hidden. */
  readonly columns: Readonly<Record<string, string>>;
}

const onlyColumns = (columns: Table["columns"]): Transformation => ({
  id: "organize",
  options: {
    includeByName: Object.fromEntries(Object.keys(columns).map((name) => [name, true])),
    indexByName: Object.fromEntries(Object.keys(columns).map((name, index) => [name, index])),
    renameByName: columns,
  },
});

/** A green or red tile for each series, whose value is 1 for up and 0 for down. */
export const upTiles = (said: Pick<Stat, "title" | "description" | "series" | "alerts" | "noValue">): Panel =>
  stat({
    ...said,
    unit: "none",
    width: 24,
    instant: true,
    tiles: true,
    thresholds: atLeast({ critical: 1 }),
    mappings: [{ type: "value", options: { "0": { text: "down" }, "1": { text: "up" } } }],
  });

/** Markdown. */
export const text = (title: string, content: string, height: number): Panel => ({
  type: "text",
  title,
  targets: [],
  options: { mode: "markdown", content } satisfies TextOptions,
  gridPos: { w: 24, h: height, x: 0, y: 0 },
});

/** The samples of now, one a row. */
export const table = (said: Table): Panel => ({
  ...panel(
    said,
    { width: 24, height: 8 },
    {
      type: "table",
      targets: said.series.map((series, index) =>
        target(series, index, { instant: true, range: false, format: "table" }),
      ),
      options: tableOptions,
      fieldConfig: { defaults: { ...field(said), custom: tableField }, overrides: [] },
    },
  ),
  transformations: [onlyColumns(said.columns)],
});
