import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atMost } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";
import { FILES as HOLD_DATA } from "./files.ts";

const HERE = 'instance=~"$instance"';
const FILES = `${HERE}, ${HOLD_DATA}`;
/** Network interfaces that lead out of the machine. */
const NETWORK = `${HERE}, device!~"lo|veth.*|docker.*|br-.*"`;

const CPU_PERCENT = `100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{${HERE}, mode="idle"}[$__rate_interval])))`;
const MEMORY_PERCENT = `100 * (1 - node_memory_MemAvailable_bytes{${HERE}} / node_memory_MemTotal_bytes{${HERE}})`;
const FILES_PERCENT = `100 * (1 - node_filesystem_avail_bytes{${FILES}} / node_filesystem_size_bytes{${FILES}})`;
const LOAD_PER_CORE = `node_load5{${HERE}} / count without (cpu, mode) (node_cpu_seconds_total{${HERE}, mode="idle"})`;

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "CPU",
      description:
        "The busiest host. Above 80 % for long, see below what it does, and move work away or add processors.",
      unit: "percent",
      decimals: 0,
      max: 100,
      thresholds: atMost({ warning: 80, critical: 95 }),
      series: [{ expr: `max(${CPU_PERCENT})` }],
    }),
    stat({
      title: "Memory",
      description:
        "Used, on the host with least left. Above 90 % the kernel soon ends programs: find the one that grows.",
      unit: "percent",
      decimals: 0,
      max: 100,
      thresholds: atMost({ warning: 80, critical: 90 }),
      series: [{ expr: `max(${MEMORY_PERCENT})` }],
    }),
    stat({
      title: "Fullest disk",
      description: "Used. Above 80 % free some or add some; a full one stops Prometheus and every database on it.",
      unit: "percent",
      decimals: 0,
      max: 100,
      thresholds: atMost({ warning: 80, critical: 90 }),
      series: [{ expr: `max(${FILES_PERCENT})` }],
    }),
    stat({
      title: "Load by core",
      description: "Programs that want to run, for each processor, over 5 minutes. Above 2 everything waits.",
      unit: "none",
      decimals: 2,
      thresholds: atMost({ warning: 1, critical: 2 }),
      series: [{ expr: `max(${LOAD_PER_CORE})` }],
    }),
    stat({
      title: "Ended for want of memory",
      description: "Programs that the kernel ended within the last hour. More than 0: see its log for which.",
      unit: "none",
      decimals: 0,
      thresholds: atMost({ critical: 1 }),
      series: [{ expr: `sum(increase(node_vmstat_oom_kill{${HERE}}[1h]))` }],
    }),
    stat({
      title: "Up for",
      description:
        "Since the last start of the host that started last. Shorter than you remember: it restarted by itself.",
      unit: "s",
      decimals: 1,
      instant: true,
      series: [{ expr: `time() - max(node_boot_time_seconds{${HERE}})` }],
    }),
  ],
};

const processor: Section = {
  title: "Processor and load",
  panels: [
    timeSeries({
      title: "CPU by use",
      description:
        "iowait: it waits for a disk. steal: the machine below gives its time to others. system: look at network and disks.",
      unit: "percent",
      stacked: true,
      series: [
        {
          expr: `100 * sum by (mode) (rate(node_cpu_seconds_total{${HERE}, mode!="idle"}[$__rate_interval])) / scalar(count(node_cpu_seconds_total{${HERE}, mode="idle"}))`,
          legend: "{{mode}}",
        },
      ],
    }),
    timeSeries({
      title: "CPU by host",
      description: "Which host is busy. One alone: something runs there that could be shared out.",
      unit: "percent",
      max: 100,
      thresholds: atMost({ critical: 80 }),
      series: [{ expr: CPU_PERCENT, legend: "{{instance}}" }],
      alerts: ["HostHighCpuLoad"],
    }),
    timeSeries({
      title: "Load",
      description: "Programs that run or wait, over 1, 5 and 15 minutes. Rising from 15 to 1: it is getting worse now.",
      unit: "none",
      series: [1, 5, 15].map((minutes) => ({
        expr: `node_load${minutes}{${HERE}}`,
        legend: `${minutes} min - {{instance}}`,
      })),
      alerts: ["HostSystemLoadHigh"],
    }),
    timeSeries({
      title: "Pressure",
      description:
        "Share of the time in which some program waited for processor, memory or disk: what is scarce. Empty on old kernels.",
      unit: "percentunit",
      series: ["cpu", "memory", "io"].map((scarce) => ({
        expr: `rate(node_pressure_${scarce}_waiting_seconds_total{${HERE}}[$__rate_interval])`,
        legend: `${scarce} - {{instance}}`,
      })),
    }),
  ],
};

const memory: Section = {
  title: "Memory",
  panels: [
    timeSeries({
      title: "Memory used",
      description: "What programs could not get if they asked. Growing without end is a leak.",
      unit: "percent",
      max: 100,
      thresholds: atMost({ critical: 90 }),
      series: [{ expr: MEMORY_PERCENT, legend: "{{instance}}" }],
      alerts: ["HostLowMemory"],
    }),
    timeSeries({
      title: "Memory",
      description: "Available and in all. Swap that is used while memory is scarce makes everything slow.",
      unit: "bytes",
      series: [
        { expr: `node_memory_MemTotal_bytes{${HERE}}`, legend: "total - {{instance}}" },
        { expr: `node_memory_MemAvailable_bytes{${HERE}}`, legend: "available - {{instance}}" },
        {
          expr: `node_memory_SwapTotal_bytes{${HERE}} - node_memory_SwapFree_bytes{${HERE}}`,
          legend: "swap used - {{instance}}",
        },
      ],
    }),
  ],
};

const disks: Section = {
  title: "Disks",
  panels: [
    timeSeries({
      title: "File systems",
      description: "Used. A straight line up tells when it is full: the next panel computes it.",
      unit: "percent",
      max: 100,
      thresholds: atMost({ warning: 80, critical: 90 }),
      series: [{ expr: FILES_PERCENT, legend: "{{mountpoint}} - {{instance}}" }],
      alerts: ["HostDiskSpaceLow"],
    }),
    timeSeries({
      title: "Space left in 4 hours",
      description: "If it goes on as in the last hour. Below the line it is full by then: free some now.",
      unit: "bytes",
      series: [
        {
          expr: `clamp_min(predict_linear(node_filesystem_avail_bytes{${FILES}}[1h], 4 * 3600), 0)`,
          legend: "{{mountpoint}} - {{instance}}",
        },
      ],
      alerts: ["HostDiskWillFillIn4Hours"],
    }),
    timeSeries({
      title: "Read and written",
      description: "Bytes a second. Together with a busy disk below: who writes so much?",
      unit: "binBps",
      series: [
        {
          expr: `rate(node_disk_read_bytes_total{${HERE}}[$__rate_interval])`,
          legend: "read {{device}} - {{instance}}",
        },
        {
          expr: `rate(node_disk_written_bytes_total{${HERE}}[$__rate_interval])`,
          legend: "written {{device}} - {{instance}}",
        },
      ],
    }),
    timeSeries({
      title: "Busy disks",
      description:
        "Share of the time with something to do. Near 1 a single disk is at its limit; arrays can do more at once.",
      unit: "percentunit",
      max: 1,
      thresholds: atMost({ critical: 0.95 }),
      series: [
        {
          expr: `rate(node_disk_io_time_seconds_total{${HERE}}[$__rate_interval])`,
          legend: "{{device}} - {{instance}}",
        },
      ],
      alerts: ["HostHighDiskIO"],
    }),
  ],
};

const network: Section = {
  title: "Network and kernel",
  panels: [
    timeSeries({
      title: "Network",
      description: "Bytes a second that come in and go out. In a container these are the container's own.",
      unit: "binBps",
      series: [
        {
          expr: `rate(node_network_receive_bytes_total{${NETWORK}}[$__rate_interval])`,
          legend: "in {{device}} - {{instance}}",
        },
        {
          expr: `rate(node_network_transmit_bytes_total{${NETWORK}}[$__rate_interval])`,
          legend: "out {{device}} - {{instance}}",
        },
      ],
    }),
    timeSeries({
      title: "Network errors",
      description:
        "Packets a second that were broken or dropped. Not 0 for long: cable, driver, or a receiver that is too slow.",
      unit: "pps",
      series: [
        {
          expr: `sum by (instance, device) (rate(node_network_receive_errs_total{${NETWORK}}[$__rate_interval]) + rate(node_network_transmit_errs_total{${NETWORK}}[$__rate_interval]))`,
          legend: "errors {{device}} - {{instance}}",
        },
        {
          expr: `sum by (instance, device) (rate(node_network_receive_drop_total{${NETWORK}}[$__rate_interval]) + rate(node_network_transmit_drop_total{${NETWORK}}[$__rate_interval]))`,
          legend: "dropped {{device}} - {{instance}}",
        },
      ],
    }),
    timeSeries({
      title: "Context switches",
      description: "A second. Many times what it was: too many threads, or locks that are fought for.",
      unit: "ops",
      series: [{ expr: `rate(node_context_switches_total{${HERE}}[$__rate_interval])`, legend: "{{instance}}" }],
    }),
    timeSeries({
      title: "Open files",
      description: "Of all programs, as a share of what the kernel allows. Near 1 programs cannot open anything.",
      unit: "percentunit",
      series: [{ expr: `node_filefd_allocated{${HERE}} / node_filefd_maximum{${HERE}}`, legend: "{{instance}}" }],
    }),
  ],
};

/** The machines that node exporters look at. */
export const hostDashboard = dashboard({
  uid: "host",
  title: "Hosts",
  description: "Processor, memory, disks and network of each machine: what is scarce, and since when?",
  variables: [instanceVariable("node_uname_info")],
  alerts: HERE,
  sections: [now, processor, memory, disks, network],
});
