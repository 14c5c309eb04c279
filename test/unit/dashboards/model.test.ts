import * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import * as sdkStat from "@grafana/grafana-foundation-sdk/stat";
import * as sdkTable from "@grafana/grafana-foundation-sdk/table";
import * as sdkText from "@grafana/grafana-foundation-sdk/text";
import * as sdkTimeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { describe, expect, test } from "vitest";
import { dashboard } from "../../../lib/dashboards/dashboard.ts";
import type { Panel } from "../../../lib/dashboards/model.ts";
import { stat, table, text, timeSeries } from "../../../lib/dashboards/panels.ts";
import { atLeast, atMost } from "../../../lib/dashboards/thresholds.ts";
import { instanceVariable } from "../../../lib/dashboards/variables.ts";

const PANEL = { title: "Up", description: "Start it again.", unit: "none", series: [{ expr: "up" }] } as const;
const one = (...panels: readonly Panel[]) =>
  dashboard({ uid: "d", title: "D", description: "", sections: [{ title: "Row", panels }] });

test("a whole dashboard, as its file is read by Grafana", async () => {
  const whole = dashboard({
    uid: "small",
    title: "Small",
    description: "The smallest there is.",
    variables: [instanceVariable("prometheus_build_info")],
    alerts: 'job="app"',
    sections: [
      {
        title: "Now",
        panels: [
          stat({ ...PANEL, thresholds: atLeast({ critical: 1 }), alerts: ["TaskProcessorDown"] }),
          timeSeries({
            ...PANEL,
            title: "CPU and memory",
            series: [
              { expr: "rate(process_cpu_seconds_total[$__rate_interval])", legend: "cpu" },
              { expr: "process_resident_memory_bytes", legend: "memory", unit: "bytes" },
            ],
          }),
        ],
      },
    ],
  });
  await expect(`${JSON.stringify(whole, undefined, 2)}\n`).toMatchFileSnapshot("golden/small.json");
});

describe("layout", () => {
  const sized = (...sizes: readonly (readonly [number, number])[]) => {
    const panels = sizes.map(([width, height]) => stat({ ...PANEL, width, height }));
    return (one(...panels).panels as readonly Panel[]).map(({ gridPos: at }) => [at?.x, at?.y, at?.w, at?.h]);
  };
  test("side by side below the row's title, in a new line where a line is full", () => {
    expect(sized([12, 8], [12, 4], [4, 4])).toEqual([
      [0, 0, 24, 1],
      [0, 1, 12, 8],
      [12, 1, 12, 4],
      [0, 9, 4, 4],
    ]);
  });
  test("one that does not fit into what is left of a line begins the next", () => {
    expect(sized([16, 4], [12, 4]).at(-1)).toEqual([0, 5, 12, 4]);
  });
  test("the next row stands below the highest panel of the last line", () => {
    const sections = ["A", "B"].map((title) => ({ title, panels: [stat(PANEL), timeSeries(PANEL)] }));
    const rows = dashboard({ uid: "d", title: "D", description: "", sections }).panels as readonly Panel[];
    expect(rows.filter(({ type }) => type === "row").map(({ gridPos }) => gridPos?.y)).toEqual([0, 9]);
  });
});

describe("thresholds", () => {
  const colours = ({ steps }: ReturnType<typeof atMost>) => steps.map(({ value, color }) => [value, color]);
  test("what must not grow", () => {
    expect(colours(atMost({ warning: 1, critical: 5 }))).toEqual([
      [null, "green"],
      [1, "yellow"],
      [5, "red"],
    ]);
  });
  test("what must not fall", () => {
    expect(colours(atLeast({ warning: 95, critical: 85 }))).toEqual([
      [null, "red"],
      [85, "yellow"],
      [95, "green"],
    ]);
  });
});

describe("as Grafana's own builders make it", () => {
  const ours = (panel: Panel) => Object.keys(panel.options as object).sort();
  test("the version of the model", () => {
    expect(one().schemaVersion).toBe(sdk.defaultDashboard().schemaVersion);
  });
  test.each([
    ["stat", stat(PANEL), new sdkStat.PanelBuilder().build(), sdkStat.defaultOptions()],
    ["timeseries", timeSeries(PANEL), new sdkTimeseries.PanelBuilder().build(), sdkTimeseries.defaultOptions()],
    ["text", text("T", "x", 4), new sdkText.PanelBuilder().build(), sdkText.defaultOptions()],
  ])("type and options of %s", (_, panel, built, options) => {
    expect(panel.type).toBe(built.type);
    expect(ours(panel)).toEqual(Object.keys(options).sort());
  });
  test("type of table", () => {
    expect(table({ ...PANEL, columns: {} }).type).toBe(new sdkTable.PanelBuilder().build().type);
  });
  test("the place in the grid, where its own layout is the same", () => {
    const builder = new sdk.DashboardBuilder("D").withRow(new sdk.RowBuilder("Row"));
    for (const width of [12, 12, 8]) builder.withPanel(new sdkStat.PanelBuilder().height(8).span(width));
    const panels = [12, 12, 8].map((width) => stat({ ...PANEL, width, height: 8 }));
    const places = (items: unknown) => (items as readonly Panel[]).map(({ gridPos }) => gridPos);
    expect(places(one(...panels).panels)).toEqual(places(builder.build().panels));
  });
});
