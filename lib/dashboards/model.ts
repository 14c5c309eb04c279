/**
 * Grafana's classic dashboard model, from the types of its Foundation SDK. Only the types: its builders are CommonJS, which no
 * bundler can take apart, and would cost each command 22 ms (the smallest sub-path) to 58 ms (those that are used here) at its start.
 */
import type * as sdkCommon from "@grafana/grafana-foundation-sdk/common";
import type * as sdkDashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as sdkPrometheus from "@grafana/grafana-foundation-sdk/prometheus";
import type * as sdkStat from "@grafana/grafana-foundation-sdk/stat";
import type * as sdkTable from "@grafana/grafana-foundation-sdk/table";
import type * as sdkText from "@grafana/grafana-foundation-sdk/text";
import type * as sdkTimeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type * as sdkUnits from "@grafana/grafana-foundation-sdk/units";

/** A type of the SDK as it stands in JSON: its enumerations are their texts, and its methods are not there. */
type Json<T> = 0 extends 1 & T
  ? unknown
  : T extends string
    ? string extends T
      ? string
      : `${T}`
    : T extends readonly (infer Item)[]
      ? readonly Json<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as T[Key] extends (...args: never[]) => unknown ? never : Key]: Json<T[Key]> }
        : T;

export type DataSourceRef = Json<sdkCommon.DataSourceRef>;
export type Target = Json<sdkPrometheus.Dataquery>;
export type FieldDefaults = Json<sdkDashboard.FieldConfig>;
export type Thresholds = Json<sdkDashboard.ThresholdsConfig>;
export type ValueMapping = Json<sdkDashboard.ValueMapping>;
export type Override = Json<sdkDashboard.FieldConfigSource["overrides"][number]>;
export type Transformation = Json<sdkDashboard.DataTransformerConfig>;
export type GridPosition = Json<sdkDashboard.GridPos>;
export type Link = Json<sdkDashboard.DashboardLink>;
export type Variable = Json<sdkDashboard.VariableModel>;
export type Annotation = Json<Omit<sdkDashboard.AnnotationQuery, "target">>;
export type TimeSeriesOptions = Json<sdkTimeseries.Options>;
export type TimeSeriesField = Json<sdkTimeseries.FieldConfig>;
export type StatOptions = Json<sdkStat.Options>;
export type TableOptions = Json<sdkTable.Options>;
export type TableField = Json<sdkTable.FieldConfig>;
export type TextOptions = Json<sdkText.Options>;
/** A unit that Grafana knows, as it is written in JSON: `s`, `reqps`, `percent`. */
export type Unit = Extract<(typeof sdkUnits)[keyof typeof sdkUnits], string>;

export type Panel = Omit<Json<sdkDashboard.Panel>, "targets"> & { readonly targets: readonly Target[] };
export type Row = Omit<Json<sdkDashboard.RowPanel>, "panels"> & { readonly panels: readonly Panel[] };
export type Model = Omit<Json<sdkDashboard.Dashboard>, "panels" | "annotations"> & {
  readonly panels: readonly (Panel | Row)[];
  readonly annotations: { readonly list: readonly Annotation[] };
};
