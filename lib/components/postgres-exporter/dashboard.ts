import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atLeast, atMost } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';
/** Without the templates, which nobody uses. */
const BASES = '{instance=~"$instance", datname!~"template.*|"}';
const rate = (metric: string): string => `sum(rate(${metric}${BASES}[$__rate_interval]))`;
const byDatabase = (metric: string): string => `sum by (datname) (rate(${metric}${BASES}[$__rate_interval]))`;
const SHARE_OF_CONNECTIONS = `sum by (instance) (pg_stat_database_numbackends${HERE}) / max by (instance) (pg_settings_max_connections${HERE})`;
/** Pages that were found in memory, of all that were asked for. */
const HITS = `${rate("pg_stat_database_blks_hit")} / (${rate("pg_stat_database_blks_hit")} + ${rate("pg_stat_database_blks_read")})`;

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "Answers",
      description: "1 while its exporter can connect. At 0 applications cannot either: see its log, then its disk.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(pg_up${HERE})` }],
      alerts: ["PostgresDown"],
    }),
    stat({
      title: "Connections",
      description: "Of max_connections. Above 80 % pool them: at 100 % it refuses more.",
      unit: "percentunit",
      decimals: 0,
      max: 1,
      thresholds: atMost({ warning: 0.6, critical: 0.8 }),
      series: [{ expr: `max(${SHARE_OF_CONNECTIONS})` }],
      alerts: ["PostgresConnections"],
    }),
    stat({
      title: "Transactions a second",
      description: "Committed and rolled back. At 0 while applications run, they cannot reach it.",
      unit: "ops",
      decimals: 1,
      series: [{ expr: `${rate("pg_stat_database_xact_commit")} + ${rate("pg_stat_database_xact_rollback")}` }],
    }),
    stat({
      title: "Found in memory",
      description: "Pages that need no disk. Below 95 % for long: give it more shared_buffers, or the query an index.",
      unit: "percentunit",
      decimals: 1,
      max: 1,
      thresholds: atLeast({ warning: 0.95, critical: 0.8 }),
      series: [{ expr: HITS }],
    }),
    stat({
      title: "Longest transaction",
      description: "Open ones hold up vacuum, and others by their locks. Minutes: find it in pg_stat_activity.",
      unit: "s",
      thresholds: atMost({ warning: 60, critical: 600 }),
      series: [{ expr: `max(pg_stat_activity_max_tx_duration${BASES})` }],
    }),
    stat({
      title: "Size",
      description: "Of all databases. Compare with what is left on the disk.",
      unit: "bytes",
      series: [{ expr: `sum(pg_database_size_bytes${HERE})` }],
    }),
  ],
};

const work: Section = {
  title: "Work",
  panels: [
    timeSeries({
      title: "Transactions a second",
      description: "Rolled back ones are work for nothing: the application's log says why.",
      unit: "ops",
      series: [
        { expr: byDatabase("pg_stat_database_xact_commit"), legend: "committed - {{datname}}" },
        { expr: byDatabase("pg_stat_database_xact_rollback"), legend: "rolled back - {{datname}}" },
      ],
      alerts: ["PostgresRollbacks"],
    }),
    timeSeries({
      title: "Rows a second",
      description: "Many returned and few fetched: whole tables are read, and an index is missing.",
      unit: "ops",
      series: ["returned", "fetched", "inserted", "updated", "deleted"].map((what) => ({
        expr: rate(`pg_stat_database_tup_${what}`),
        legend: what,
      })),
    }),
    timeSeries({
      title: "Connections",
      description: "By state. Many idle in transaction: an application begins and does not end.",
      unit: "none",
      stacked: true,
      series: [{ expr: `sum by (state) (pg_stat_activity_count${BASES})`, legend: "{{state}}" }],
      alerts: ["PostgresConnections"],
    }),
    timeSeries({
      title: "Locks",
      description: "Held, by mode. Exclusive ones that stay make others wait.",
      unit: "none",
      series: [{ expr: `sum by (mode) (pg_locks_count${BASES}) > 0`, legend: "{{mode}}" }],
    }),
  ],
};

const room: Section = {
  title: "Memory, disk and trouble",
  panels: [
    timeSeries({
      title: "Found in memory",
      description: "A fall means that something reads more than fits: a new query, or data that outgrew the memory.",
      unit: "percentunit",
      max: 1,
      width: 8,
      series: [{ expr: HITS, legend: "share" }],
    }),
    timeSeries({
      title: "Size of databases",
      description: "What it will be when the disk is full can be read from the slope.",
      unit: "bytes",
      width: 8,
      series: [{ expr: `pg_database_size_bytes${BASES}`, legend: "{{datname}}" }],
    }),
    timeSeries({
      title: "Deadlocks and spilling",
      description: "Deadlocks: take locks in the same order. Spilled bytes: sorts that did not fit into work_mem.",
      unit: "ops",
      width: 8,
      series: [
        { expr: rate("pg_stat_database_deadlocks"), legend: "deadlocks" },
        { expr: rate("pg_stat_database_temp_bytes"), legend: "spilled", unit: "binBps" },
      ],
      alerts: ["PostgresDeadlocks"],
    }),
  ],
};

/** Databases: do they answer, who waits, what is short. Metric names: postgres_exporter, 0.11 to 0.20. */
export const postgresDashboard = dashboard({
  uid: "postgres",
  title: "PostgreSQL",
  description:
    "Does it answer, are there connections left, what does it do, and does its data fit into memory and disk?",
  variables: [instanceVariable("pg_up")],
  alerts: 'alertname=~"Postgres.*"',
  sections: [now, work, room],
});
