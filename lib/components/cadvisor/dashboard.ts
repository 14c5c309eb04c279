import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { timeSeries } from "../../dashboards/panels.ts";
import { atMost } from "../../dashboards/thresholds.ts";
import { labelVariable } from "../../dashboards/variables.ts";

/** Control groups that are no container have no name. */
const HERE = '{name=~"$name", name!=""}';
const LIMIT = `(container_spec_memory_limit_bytes${HERE} > 0)`;

const containers: Section = {
  title: "Containers",
  panels: [
    timeSeries({
      title: "CPU",
      description: "In cores. One that takes all of the machine holds up its neighbours: give it a limit.",
      unit: "none",
      series: [
        {
          expr: `sum by (name) (rate(container_cpu_usage_seconds_total${HERE}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
    }),
    timeSeries({
      title: "Held up by its CPU limit",
      description:
        "Share of the scheduler's periods. Above one half it answers late: raise the limit, or give it less to do.",
      unit: "percentunit",
      max: 1,
      thresholds: atMost({ critical: 0.5 }),
      series: [
        {
          expr: `sum by (name) (rate(container_cpu_cfs_throttled_periods_total${HERE}[$__rate_interval])) / sum by (name) (rate(container_cpu_cfs_periods_total${HERE}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
      alerts: ["ContainerThrottled"],
    }),
    timeSeries({
      title: "Memory",
      description: "That cannot be taken back. Growing without end is a leak.",
      unit: "bytes",
      series: [{ expr: `container_memory_working_set_bytes${HERE}`, legend: "{{name}}" }],
    }),
    timeSeries({
      title: "Memory, as a share of its limit",
      description: "At 1 it is killed. Those without a limit are not shown.",
      unit: "percentunit",
      max: 1,
      thresholds: atMost({ warning: 0.75, critical: 0.9 }),
      series: [{ expr: `container_memory_working_set_bytes${HERE} / ${LIMIT}`, legend: "{{name}}" }],
      alerts: ["ContainerMemoryNearLimit"],
    }),
    timeSeries({
      title: "Network",
      description: "Bytes a second that come in and go out of each container.",
      unit: "binBps",
      series: [
        {
          expr: `sum by (name) (rate(container_network_receive_bytes_total${HERE}[$__rate_interval]))`,
          legend: "in {{name}}",
        },
        {
          expr: `sum by (name) (rate(container_network_transmit_bytes_total${HERE}[$__rate_interval]))`,
          legend: "out {{name}}",
        },
      ],
    }),
    timeSeries({
      title: "Restarts within the hour",
      description: "How often each was started. More than once: see its log, and how it ended before.",
      unit: "none",
      series: [{ expr: `changes(container_start_time_seconds${HERE}[1h])`, legend: "{{name}}" }],
    }),
  ],
};

/** What each container uses. */
export const containersDashboard = dashboard({
  uid: "containers",
  title: "Containers",
  description: "Processor, memory and network of each container, and how near it is to its limits.",
  variables: [
    labelVariable("name", 'container_last_seen{name!=""}', "Names of containers; all unless some are chosen."),
  ],
  alerts: 'alertname=~"Container.*"',
  sections: [containers],
});
