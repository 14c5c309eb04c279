import type { Section } from "./dashboard.ts";
import type { Panel } from "./model.ts";
import { timeSeries } from "./panels.ts";
import { atMost } from "./thresholds.ts";

/** How full the file system of an application is that has one of its own (apps/kit/scratch.ts). `selector`: matchers between braces. */
export const scratchPanel = (selector: string): Panel =>
  timeSeries({
    title: "Scratch space used",
    description: "Of its small file system in memory. Full, it can write nothing more: see what fills it.",
    unit: "percentunit",
    width: 8,
    max: 1,
    thresholds: atMost({ critical: 0.9 }),
    series: [{ expr: `1 - scratch_avail_bytes${selector} / scratch_size_bytes${selector}`, legend: "{{instance}}" }],
    alerts: ["DiskFilling"],
  });

/** What every Node application of ours exposes of its own process (apps/kit/process-metrics.ts). `selector`: matchers between braces. */
export const processSection = (selector: string, ...more: readonly Panel[]): Section => ({
  title: "Process",
  panels: [
    timeSeries({
      title: "CPU",
      description:
        "Processor time, in cores. At 1 the event loop has no time left: take load away, or run a second one.",
      unit: "none",
      width: 8,
      series: [{ expr: `rate(process_cpu_seconds_total${selector}[$__rate_interval])`, legend: "{{instance}}" }],
    }),
    timeSeries({
      title: "Memory",
      description:
        "Resident memory, and the part of it that is JavaScript's heap. If it only grows, something is kept that is no longer needed.",
      unit: "bytes",
      width: 8,
      series: [
        { expr: `process_resident_memory_bytes${selector}`, legend: "resident - {{instance}}" },
        { expr: `nodejs_heap_size_used_bytes${selector}`, legend: "heap - {{instance}}" },
      ],
    }),
    timeSeries({
      title: "Event loop lag",
      description: "How late timers are, 99th percentile. Above 0.1 s some code computes for too long at a time.",
      unit: "s",
      width: 8,
      series: [{ expr: `nodejs_eventloop_lag_p99_seconds${selector}`, legend: "{{instance}}" }],
    }),
    ...more,
  ],
});
