import type { TunableAlert } from "../tunable.ts";
import { FILES } from "./files.ts";

/** Names, thresholds and patience: requirements, `node_exporter_alerts`. Metric names: node_exporter, from 1.0. */
export const alertsOf = (job: string): readonly TunableAlert[] => {
  const of = (metric: string, ...matchers: readonly string[]): string =>
    `${metric}{${[`job="${job}"`, ...matchers].join(", ")}}`;
  const writable = `and ${of("node_filesystem_readonly", FILES)} == 0`;
  return [
    {
      name: "HostDown",
      expr: () => `${of("up")} == 0`,
      for: "3m",
      severity: "critical",
      category: "availability",
      summary: "Host {{ $labels.instance }} does not answer",
      description: "Its node exporter has not answered for 3 minutes: nothing is known of the machine.",
    },
    {
      name: "HostHighCpuLoad",
      expr: (above) =>
        `100 * (1 - avg by (job, instance) (rate(${of("node_cpu_seconds_total", 'mode="idle"')}[5m]))) > ${above}`,
      above: { default: 80, description: "Processor time in use, in per cent." },
      for: "10m",
      severity: "warning",
      category: "performance",
      summary: "The processors of host {{ $labels.instance }} are busy",
      description: "{{ $value | humanize }} % of their time of the last 5 minutes.",
    },
    {
      name: "HostLowMemory",
      expr: (above) =>
        `100 * (1 - ${of("node_memory_MemAvailable_bytes")} / ${of("node_memory_MemTotal_bytes")}) > ${above}`,
      above: { default: 90, description: "Memory in use, in per cent." },
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: "Host {{ $labels.instance }} is nearly out of memory",
      description: "{{ $value | humanize }} % are in use; at 100 % the kernel ends programs.",
    },
    {
      name: "HostDiskSpaceLow",
      expr: (above) =>
        `100 * (1 - ${of("node_filesystem_avail_bytes", FILES)} / ${of("node_filesystem_size_bytes", FILES)}) > ${above} ${writable}`,
      above: { default: 90, description: "Space in use, in per cent." },
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: "{{ $labels.mountpoint }} of host {{ $labels.instance }} is nearly full",
      description: "{{ $value | humanize }} % are in use.",
    },
    {
      name: "HostDiskWillFillIn4Hours",
      expr: () => `predict_linear(${of("node_filesystem_avail_bytes", FILES)}[1h], 4 * 3600) < 0 ${writable}`,
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: "{{ $labels.mountpoint }} of host {{ $labels.instance }} is full within 4 hours",
      description: "If it goes on as in the last hour.",
    },
    {
      name: "HostHighDiskIO",
      expr: (above) => `rate(${of("node_disk_io_time_seconds_total")}[5m]) > ${above}`,
      above: { default: 0.95, description: "Share of the time in which a disk has something to do, 0 to 1." },
      for: "10m",
      severity: "warning",
      category: "performance",
      summary: "Disk {{ $labels.device }} of host {{ $labels.instance }} is busy",
      description: "{{ $value | humanizePercentage }} of the time of the last 5 minutes.",
    },
    {
      name: "HostSystemLoadHigh",
      expr: (above) =>
        `${of("node_load5")} / count without (cpu, mode) (${of("node_cpu_seconds_total", 'mode="idle"')}) > ${above}`,
      above: { default: 2, description: "Programs that want to run, for each processor." },
      for: "10m",
      severity: "warning",
      category: "performance",
      summary: "Host {{ $labels.instance }} has more to do than it can",
      description: "{{ $value | humanize }} programs for each processor want to run.",
    },
  ];
};
