import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atLeast, atMost } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';
const rate = (metric: string): string => `sum(rate(${metric}${HERE}[$__rate_interval]))`;
const HITS = `${rate("redis_keyspace_hits_total")} / (${rate("redis_keyspace_hits_total")} + ${rate("redis_keyspace_misses_total")})`;

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "Answers",
      description:
        "1 while its exporter can connect. At 0 applications do without their cache: see its log, start it again.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(redis_up${HERE})` }],
      alerts: ["RedisDown"],
    }),
    stat({
      title: "Memory",
      description: "Of maxmemory. At 100 % it forgets what was used least, or refuses to write: see the policy.",
      unit: "percentunit",
      decimals: 0,
      max: 1,
      thresholds: atMost({ warning: 0.8, critical: 0.9 }),
      noValue: "no limit",
      series: [{ expr: `max(redis_memory_used_bytes${HERE} / (redis_memory_max_bytes${HERE} > 0))` }],
      alerts: ["RedisMemory"],
    }),
    stat({
      title: "Hits",
      description: "Share of the reads that find something. Low: keys expire too soon, or are not what is asked for.",
      unit: "percentunit",
      decimals: 0,
      max: 1,
      noValue: "no reads",
      series: [{ expr: HITS }],
      alerts: ["RedisHitRatio"],
    }),
    stat({
      title: "Commands a second",
      description: "All that it is asked to do. At 0 while applications run, they cannot reach it.",
      unit: "ops",
      decimals: 1,
      series: [{ expr: rate("redis_commands_processed_total") }],
    }),
    stat({
      title: "Clients",
      description: "Connected. Growing without end: an application does not close its connections.",
      unit: "none",
      series: [{ expr: `sum(redis_connected_clients${HERE})` }],
    }),
    stat({
      title: "Refused within the hour",
      description: "Connections beyond maxclients. Not 0: applications fail to connect.",
      unit: "none",
      decimals: 0,
      thresholds: atMost({ critical: 1 }),
      series: [{ expr: `sum(increase(redis_rejected_connections_total${HERE}[1h]))` }],
      alerts: ["RedisRejectedConnections"],
    }),
  ],
};

const work: Section = {
  title: "Work",
  panels: [
    timeSeries({
      title: "Commands a second",
      description: "By command. KEYS or large SMEMBERS among them hold up all others: it does one thing at a time.",
      unit: "ops",
      series: [
        { expr: `topk(10, sum by (cmd) (rate(redis_commands_total${HERE}[$__rate_interval])) > 0)`, legend: "{{cmd}}" },
      ],
    }),
    timeSeries({
      title: "Time of a command",
      description: "On average, by command. Milliseconds are slow here: see SLOWLOG.",
      unit: "s",
      series: [
        {
          expr: `sum by (cmd) (rate(redis_commands_duration_seconds_total${HERE}[$__rate_interval])) / (sum by (cmd) (rate(redis_commands_total${HERE}[$__rate_interval])) > 0)`,
          legend: "{{cmd}}",
        },
      ],
    }),
    timeSeries({
      title: "Reads that find something, and not",
      description: "A second. After a restart misses are usual until it is filled again.",
      unit: "ops",
      stacked: true,
      series: [
        { expr: rate("redis_keyspace_hits_total"), legend: "hits" },
        { expr: rate("redis_keyspace_misses_total"), legend: "misses" },
      ],
      alerts: ["RedisHitRatio"],
    }),
    timeSeries({
      title: "Network",
      description: "Bytes a second that come in and go out. Much more out than the commands explain: values are large.",
      unit: "binBps",
      series: [
        { expr: rate("redis_net_input_bytes_total"), legend: "in" },
        { expr: rate("redis_net_output_bytes_total"), legend: "out" },
      ],
    }),
  ],
};

const keys: Section = {
  title: "Memory and keys",
  panels: [
    timeSeries({
      title: "Memory",
      description: "Used and allowed. A limit of 0 is none: then the machine's memory is the limit.",
      unit: "bytes",
      width: 8,
      series: [
        { expr: `redis_memory_used_bytes${HERE}`, legend: "used - {{instance}}" },
        { expr: `redis_memory_max_bytes${HERE} > 0`, legend: "limit - {{instance}}" },
      ],
      alerts: ["RedisMemory"],
    }),
    timeSeries({
      title: "Keys",
      description: "By database. Growing without end: keys are written that never expire.",
      unit: "short",
      width: 8,
      series: [{ expr: `sum by (db) (redis_db_keys${HERE}) > 0`, legend: "{{db}}" }],
    }),
    timeSeries({
      title: "Expired and evicted keys",
      description: "A second. Expired is as meant; evicted ones were still wanted, and had to go for want of memory.",
      unit: "ops",
      width: 8,
      series: [
        { expr: rate("redis_expired_keys_total"), legend: "expired" },
        { expr: rate("redis_evicted_keys_total"), legend: "evicted" },
      ],
    }),
  ],
};

/** Caches and stores: do they answer, do they help, are they full. Metric names: redis_exporter, 1.45 to 1.74. */
export const redisDashboard = dashboard({
  uid: "redis",
  title: "Redis",
  description: "Does it answer, does it find what it is asked for, and is there memory left?",
  variables: [instanceVariable("redis_up")],
  alerts: 'alertname=~"Redis.*"',
  sections: [now, work, keys],
});
