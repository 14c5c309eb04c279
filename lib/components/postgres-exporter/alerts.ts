import type { TunableAlert } from "../tunable.ts";

/** Metric names: postgres_exporter, from 0.11 to 0.20. */
export const alertsOf = (job: string, server: string): readonly TunableAlert[] => {
  const of = (metric: string): string => `${metric}{job="${job}"}`;
  const rate = (metric: string): string => `sum by (job, instance) (rate(${of(metric)}[5m]))`;
  return [
    {
      name: "PostgresDown",
      expr: () => `${of("pg_up")} == 0`,
      for: "1m",
      severity: "critical",
      category: "availability",
      summary: `PostgreSQL ${server} is down`.trim(),
      description: "{{ $labels.instance }} cannot connect to it, and neither can applications.",
    },
    {
      name: "PostgresExporterDown",
      expr: () => `${of("up")} == 0`,
      for: "5m",
      severity: "warning",
      category: "availability",
      summary: "PostgreSQL's exporter {{ $labels.instance }} does not answer",
      description: "Whether the database answers is not known meanwhile.",
    },
    {
      name: "PostgresConnections",
      expr: (above) =>
        `sum by (job, instance) (${of("pg_stat_database_numbackends")}) / sum by (job, instance) (${of("pg_settings_max_connections")}) > ${above}`,
      above: { default: 0.8, description: "Share of max_connections, 0 to 1." },
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: `PostgreSQL ${server} is running out of connections`,
      description: "{{ $value | humanizePercentage }} of max_connections are in use; at 100 % it refuses more.",
    },
    {
      name: "PostgresRollbacks",
      expr: (above) =>
        `${rate("pg_stat_database_xact_rollback")} / (${rate("pg_stat_database_xact_rollback")} + ${rate("pg_stat_database_xact_commit")}) > ${above}`,
      above: { default: 0.1, description: "Share of the transactions, 0 to 1." },
      for: "10m",
      severity: "warning",
      category: "reliability",
      summary: `Many transactions of PostgreSQL ${server} are rolled back`,
      description: "{{ $value | humanizePercentage }} of the transactions of the last 5 minutes.",
    },
    {
      name: "PostgresDeadlocks",
      expr: (above) => `sum by (job, instance) (increase(${of("pg_stat_database_deadlocks")}[5m])) > ${above}`,
      above: { default: 5, description: "Deadlocks in 5 minutes." },
      for: "1m",
      severity: "warning",
      category: "reliability",
      summary: `Transactions of PostgreSQL ${server} lock each other out`,
      description: "{{ $value | humanize }} deadlocks in 5 minutes.",
    },
  ];
};
