import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { timeSeries } from "../../dashboards/panels.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';
const rate = (metric: string): string => `sum(rate(${metric}${HERE}[$__rate_interval]))`;

const lines: Section = {
  title: "What comes in",
  panels: [
    timeSeries({
      title: "Lines and samples a second",
      description: "0 while applications send: UDP is lost without a word. See the address that they send to.",
      unit: "ops",
      series: [
        { expr: rate("statsd_exporter_lines_total"), legend: "lines" },
        { expr: rate("statsd_exporter_samples_total"), legend: "samples" },
      ],
      alerts: ["StatsdExporterDown"],
    }),
    timeSeries({
      title: "Lost",
      description:
        "A second. Errors: lines that it cannot read, shown by its log at debug level. Dropped: more came than it could take.",
      unit: "ops",
      series: [
        {
          expr: `sum by (reason) (rate(statsd_exporter_sample_errors_total${HERE}[$__rate_interval]))`,
          legend: "{{reason}}",
        },
        { expr: rate("statsd_exporter_udp_packet_drops_total"), legend: "dropped packets" },
      ],
      alerts: ["StatsdExporterRejects"],
    }),
    timeSeries({
      title: "Events by type",
      description: "A second: counters, gauges, timers. A kind that is missing is not sent.",
      unit: "ops",
      series: [
        { expr: `sum by (type) (rate(statsd_exporter_events_total${HERE}[$__rate_interval]))`, legend: "{{type}}" },
      ],
    }),
    timeSeries({
      title: "Metrics exposed",
      description: "By type. Growing without end: a name or tag has too many values; map it, or leave it out.",
      unit: "short",
      series: [{ expr: `sum by (type) (statsd_exporter_metrics_total${HERE})`, legend: "{{type}}" }],
    }),
  ],
};

/** What applications send by StatsD, and what is lost of it. */
export const statsdDashboard = dashboard({
  uid: "statsd",
  title: "StatsD",
  description: "What applications send by StatsD, and what of it cannot be read or is dropped.",
  variables: [instanceVariable("statsd_exporter_build_info")],
  alerts: 'alertname=~"StatsdExporter.*"',
  sections: [lines],
});
