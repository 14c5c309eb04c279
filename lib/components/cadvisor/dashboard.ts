import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { timeSeries } from "../../dashboards/panels.ts";
import { atMost } from "../../dashboards/thresholds.ts";
import { labelVariable } from "../../dashboards/variables.ts";
import { CONTAINERS } from "./containers.ts";

const HERE = `{id=~"$id", ${CONTAINERS}}`;
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
          expr: `sum by (id) (rate(container_cpu_usage_seconds_total${HERE}[$__rate_interval]))`,
          legend: "{{id}}",
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
          expr: `sum by (id) (rate(container_cpu_cfs_throttled_periods_total${HERE}[$__rate_interval])) / sum by (id) (rate(container_cpu_cfs_periods_total${HERE}[$__rate_interval]))`,
          legend: "{{id}}",
        },
      ],
      alerts: ["ContainerThrottled"],
    }),
    timeSeries({
      title: "Memory",
      description: "That cannot be taken back. Growing without end is a leak.",
      unit: "bytes",
      series: [{ expr: `container_memory_working_set_bytes${HERE}`, legend: "{{id}}" }],
    }),
    timeSeries({
      title: "Memory, as a share of its limit",
      description: "At 1 it is killed. Those without a limit are not shown.",
      unit: "percentunit",
      max: 1,
      thresholds: atMost({ warning: 0.75, critical: 0.9 }),
      series: [{ expr: `container_memory_working_set_bytes${HERE} / ${LIMIT}`, legend: "{{id}}" }],
      alerts: ["ContainerMemoryNearLimit"],
    }),
    timeSeries({
      title: "Network",
      description: "Bytes a second that come in and go out of each container.",
      unit: "binBps",
      series: [
        {
          expr: `sum by (id) (rate(container_network_receive_bytes_total${HERE}[$__rate_interval]))`,
          legend: "in {{id}}",
        },
        {
          expr: `sum by (id) (rate(container_network_transmit_bytes_total${HERE}[$__rate_interval]))`,
          legend: "out {{id}}",
        },
      ],
    }),
    timeSeries({
      title: "Restarts within the hour",
      description: "How often each was started. More than once: see its log, and how it ended before.",
      unit: "none",
      series: [{ expr: `changes(container_start_time_seconds${HERE}[1h])`, legend: "{{id}}" }],
    }),
  ],
};

/** What each container uses. */
export const containersDashboard = dashboard({
  uid: "containers",
  title: "Containers",
  description: "Processor, memory and network of each container, and how near it is to its limits.",
  variables: [
    labelVariable("id", `container_last_seen{${CONTAINERS}}`, "As `docker ps --no-trunc`; all unless some are chosen."),
  ],
  alerts: 'alertname=~"Container.*"',
  sections: [containers],
});
