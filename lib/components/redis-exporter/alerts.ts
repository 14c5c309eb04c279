import type { TunableAlert } from "../tunable.ts";

/** Metric names: redis_exporter, from 1.45 to 1.74. */
export const alertsOf = (job: string, server: string): readonly TunableAlert[] => {
  const of = (metric: string): string => `${metric}{job="${job}"}`;
  return [
    {
      name: "RedisDown",
      expr: () => `${of("redis_up")} == 0`,
      for: "1m",
      severity: "critical",
      category: "availability",
      summary: `Redis ${server} is down`.trim(),
      description: "{{ $labels.instance }} cannot connect to it, and neither can applications.",
    },
    {
      name: "RedisExporterDown",
      expr: () => `${of("up")} == 0`,
      for: "5m",
      severity: "warning",
      category: "availability",
      summary: "Redis's exporter {{ $labels.instance }} does not answer",
      description: "Whether Redis answers is not known meanwhile.",
    },
    {
      name: "RedisMemory",
      expr: (above) =>
        `${of("redis_memory_used_bytes")} / ${of("redis_memory_max_bytes")} > ${above} and ${of("redis_memory_max_bytes")} > 0`,
      above: { default: 0.9, description: "Share of maxmemory, 0 to 1." },
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: `Redis ${server} is nearly full`,
      description: "{{ $value | humanizePercentage }} of maxmemory are in use; then it forgets, or refuses to write.",
    },
    {
      name: "RedisRejectedConnections",
      expr: (above) => `increase(${of("redis_rejected_connections_total")}[5m]) > ${above}`,
      above: { default: 0, description: "Connections refused in 5 minutes." },
      for: "1m",
      severity: "critical",
      category: "capacity",
      summary: `Redis ${server} refuses connections`,
      description: "{{ $value | humanize }} in 5 minutes: maxclients is reached.",
    },
    {
      name: "RedisHitRatio",
      expr: (above) =>
        `rate(${of("redis_keyspace_misses_total")}[15m]) / (rate(${of("redis_keyspace_hits_total")}[15m]) + rate(${of("redis_keyspace_misses_total")}[15m])) > ${above}`,
      above: { default: 0.9, description: "Share of the reads that find nothing, 0 to 1." },
      for: "15m",
      severity: "info",
      category: "performance",
      summary: `Redis ${server} is of little use as a cache`,
      description: "{{ $value | humanizePercentage }} of the reads of the last 15 minutes found nothing.",
    },
  ];
};
