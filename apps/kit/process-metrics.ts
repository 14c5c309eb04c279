import type { AppMetric } from "../manifest.ts";

const gauge = (name: string, help: string, labels: readonly string[] = []): AppMetric => ({
  name,
  type: "gauge",
  help,
  labels,
});
const counter = (name: string, help: string): AppMetric => ({ name, type: "counter", help, labels: [] });

/**
 * What every app exposes of its own process: of prom-client's default metrics those that answer a question somebody asks.
 * The others are left out, three of them because their names end in _total although they are gauges (`promtool check metrics`).
 */
export const PROCESS_METRICS: readonly AppMetric[] = [
  counter("process_cpu_user_seconds_total", "Total user CPU time spent in seconds."),
  counter("process_cpu_system_seconds_total", "Total system CPU time spent in seconds."),
  counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds."),
  gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds."),
  gauge("process_resident_memory_bytes", "Resident memory size in bytes."),
  gauge("process_virtual_memory_bytes", "Virtual memory size in bytes."),
  gauge("process_open_fds", "Number of open file descriptors."),
  gauge("process_max_fds", "Maximum number of open file descriptors."),
  gauge("nodejs_eventloop_lag_seconds", "Lag of event loop in seconds."),
  gauge("nodejs_eventloop_lag_p99_seconds", "The 99th percentile of the recorded event loop delays."),
  gauge("nodejs_heap_size_total_bytes", "Process heap size from Node.js in bytes."),
  gauge("nodejs_heap_size_used_bytes", "Process heap size used from Node.js in bytes."),
  gauge("nodejs_external_memory_bytes", "Node.js external memory size in bytes."),
  gauge("nodejs_version_info", "Node.js version info.", ["version", "major", "minor", "patch"]),
  {
    name: "nodejs_gc_duration_seconds",
    type: "histogram",
    help: "Garbage collection duration by kind, one of major, minor, incremental or weakcb.",
    labels: ["kind"],
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
  },
];
