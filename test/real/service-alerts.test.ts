// Each alert that a component brings fires at what it is meant for, and at nothing else: promtool test rules over the rendered files.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { resolveProgram } from "../../host/programs/index.ts";
import { run } from "../../host/run.ts";
import type { RuleGroup } from "../../lib/components/component.ts";
import { loadEnvironment } from "../../lib/environment/load.ts";
import { renderFixed } from "../support/golden.ts";

const ENVIRONMENT = `version: 1
name: services
target: docker
paging: pagerduty
components:
  prometheus: {}
  node-exporter: {}
  rabbitmq: {}
  postgres: {}
  postgres-exporter: {}
  redis: {}
  redis-exporter: {}
  statsd-exporter: {}
  cadvisor: {}
`;

/** Long enough for an expression over the last hour, and its patience. Samples come every 15 s. */
const AT = "100m";
const SAMPLES = 420;
const always = (value: number): string => `${value}x${SAMPLES}`;
/** A counter that grows, or a gauge that sinks, by so much with each sample. */
const from = (start: number, step: number): string => `${start}${step < 0 ? "-" : "+"}${Math.abs(step)}x${SAMPLES}`;

const HOST = 'job="node_exporter", instance="node-exporter"';
const DISK = `${HOST}, device="/dev/sda1", fstype="ext4", mountpoint="/"`;
const RABBITMQ = 'job="rabbitmq", instance="rabbitmq"';
const POSTGRES = 'job="postgres-exporter", instance="postgres-exporter"';
const REDIS = 'job="redis-exporter", instance="redis-exporter"';
const STATSD = 'job="statsd-exporter", instance="statsd-exporter"';
const PROMETHEUS = 'job="prometheus", instance="prometheus"';
const CONTAINER = 'job="cadvisor", instance="cadvisor", id="/docker/0123456789ab"';
const SERVICE = 'job="cadvisor", instance="cadvisor", id="/system.slice/ssh.service"';

type Series = Readonly<Record<string, string>>;
const disk = (avail: string, readonly = 0): Series => ({
  [`node_filesystem_size_bytes{${DISK}}`]: always(1e12),
  [`node_filesystem_avail_bytes{${DISK}}`]: avail,
  [`node_filesystem_readonly{${DISK}}`]: always(readonly),
});
const memory = (id: string, used: number): Series => ({
  [`container_memory_working_set_bytes{${id}}`]: always(used),
  [`container_spec_memory_limit_bytes{${id}}`]: always(100),
});
const reads = (hits: number, misses: number): Series => ({
  [`redis_keyspace_hits_total{${REDIS}}`]: from(0, hits),
  [`redis_keyspace_misses_total{${REDIS}}`]: from(0, misses),
});
const transactions = (committed: number, rolledBack: number): Series => ({
  [`pg_stat_database_xact_commit{${POSTGRES}, datname="demo"}`]: from(0, committed),
  [`pg_stat_database_xact_rollback{${POSTGRES}, datname="demo"}`]: from(0, rolledBack),
});
const queue = (ready: number, consumers: number): Series => ({
  [`rabbitmq_queue_messages_ready{${RABBITMQ}}`]: always(ready),
  [`rabbitmq_consumers{${RABBITMQ}}`]: always(consumers),
});
const gauge = (metric: string, labels: string, value: number): Series => ({ [`${metric}{${labels}}`]: always(value) });
const counter = (metric: string, labels: string, step: number): Series => ({ [`${metric}{${labels}}`]: from(0, step) });

/** They fire whatever it is that is down, and always. */
const OF_ALL = ["TargetDown", "Watchdog"];

/** What it fires at, and what is near to that and well. */
const CASES: Readonly<Record<string, readonly [bad: Series, good: Series]>> = {
  PrometheusConfigurationReloadFailed: [
    gauge("prometheus_config_last_reload_successful", PROMETHEUS, 0),
    gauge("prometheus_config_last_reload_successful", PROMETHEUS, 1),
  ],
  PrometheusRuleFailures: [
    counter("prometheus_rule_evaluation_failures_total", PROMETHEUS, 1),
    gauge("prometheus_rule_evaluation_failures_total", PROMETHEUS, 7),
  ],
  PrometheusMissingRuleEvaluations: [
    counter("prometheus_rule_group_iterations_missed_total", PROMETHEUS, 1),
    gauge("prometheus_rule_group_iterations_missed_total", PROMETHEUS, 7),
  ],
  PrometheusNotConnectedToAlertmanagers: [
    gauge("prometheus_notifications_alertmanagers_discovered", PROMETHEUS, 0),
    gauge("prometheus_notifications_alertmanagers_discovered", PROMETHEUS, 1),
  ],
  PrometheusNotificationsDropped: [
    counter("prometheus_notifications_dropped_total", PROMETHEUS, 1),
    gauge("prometheus_notifications_dropped_total", PROMETHEUS, 7),
  ],
  HostDown: [gauge("up", HOST, 0), gauge("up", HOST, 1)],
  HostHighCpuLoad: [
    counter("node_cpu_seconds_total", `${HOST}, cpu="0", mode="idle"`, 2),
    counter("node_cpu_seconds_total", `${HOST}, cpu="0", mode="idle"`, 4),
  ],
  HostLowMemory: [
    { ...gauge("node_memory_MemAvailable_bytes", HOST, 9), ...gauge("node_memory_MemTotal_bytes", HOST, 100) },
    { ...gauge("node_memory_MemAvailable_bytes", HOST, 11), ...gauge("node_memory_MemTotal_bytes", HOST, 100) },
  ],
  HostDiskSpaceLow: [disk(always(9e10)), disk(always(9e10), 1)],
  HostDiskWillFillIn4Hours: [disk(from(8e11, -7e8)), disk(from(8e11, -1e8))],
  HostHighDiskIO: [
    counter("node_disk_io_time_seconds_total", `${HOST}, device="sda"`, 14.9),
    counter("node_disk_io_time_seconds_total", `${HOST}, device="sda"`, 13),
  ],
  HostSystemLoadHigh: [
    { ...gauge("node_load5", HOST, 5), ...counter("node_cpu_seconds_total", `${HOST}, cpu="0", mode="idle"`, 10) },
    { ...gauge("node_load5", HOST, 1), ...counter("node_cpu_seconds_total", `${HOST}, cpu="0", mode="idle"`, 10) },
  ],
  RabbitMQDown: [gauge("up", RABBITMQ, 0), gauge("up", RABBITMQ, 1)],
  RabbitMQMemoryAlarm: [
    gauge("rabbitmq_alarms_memory_used_watermark", RABBITMQ, 1),
    gauge("rabbitmq_alarms_memory_used_watermark", RABBITMQ, 0),
  ],
  RabbitMQDiskAlarm: [
    gauge("rabbitmq_alarms_free_disk_space_watermark", RABBITMQ, 1),
    gauge("rabbitmq_alarms_free_disk_space_watermark", RABBITMQ, 0),
  ],
  RabbitMQBacklog: [queue(1001, 5), queue(1000, 5)],
  RabbitMQNoConsumers: [queue(1, 0), queue(0, 0)],
  RabbitMQFileDescriptors: [
    {
      ...gauge("rabbitmq_process_open_fds", RABBITMQ, 81),
      ...gauge("rabbitmq_process_max_fds", RABBITMQ, 100),
    },
    {
      ...gauge("rabbitmq_process_open_fds", RABBITMQ, 79),
      ...gauge("rabbitmq_process_max_fds", RABBITMQ, 100),
    },
  ],
  PostgresDown: [gauge("pg_up", POSTGRES, 0), gauge("pg_up", POSTGRES, 1)],
  PostgresExporterDown: [gauge("up", POSTGRES, 0), gauge("up", POSTGRES, 1)],
  PostgresConnections: [
    {
      ...gauge("pg_stat_database_numbackends", `${POSTGRES}, datname="demo"`, 90),
      ...gauge("pg_settings_max_connections", POSTGRES, 100),
    },
    {
      ...gauge("pg_stat_database_numbackends", `${POSTGRES}, datname="demo"`, 50),
      ...gauge("pg_settings_max_connections", POSTGRES, 100),
    },
  ],
  PostgresRollbacks: [transactions(100, 100), transactions(100, 1)],
  PostgresDeadlocks: [
    counter("pg_stat_database_deadlocks", `${POSTGRES}, datname="demo"`, 1),
    gauge("pg_stat_database_deadlocks", `${POSTGRES}, datname="demo"`, 7),
  ],
  RedisDown: [gauge("redis_up", REDIS, 0), gauge("redis_up", REDIS, 1)],
  RedisExporterDown: [gauge("up", REDIS, 0), gauge("up", REDIS, 1)],
  RedisMemory: [
    { ...gauge("redis_memory_used_bytes", REDIS, 91), ...gauge("redis_memory_max_bytes", REDIS, 100) },
    // Without a limit it is 0.
    { ...gauge("redis_memory_used_bytes", REDIS, 91), ...gauge("redis_memory_max_bytes", REDIS, 0) },
  ],
  RedisRejectedConnections: [
    counter("redis_rejected_connections_total", REDIS, 1),
    gauge("redis_rejected_connections_total", REDIS, 7),
  ],
  RedisHitRatio: [reads(1, 99), reads(50, 50)],
  StatsdExporterDown: [gauge("up", STATSD, 0), gauge("up", STATSD, 1)],
  StatsdExporterRejects: [
    counter("statsd_exporter_sample_errors_total", `${STATSD}, reason="malformed_line"`, 1),
    gauge("statsd_exporter_sample_errors_total", `${STATSD}, reason="malformed_line"`, 7),
  ],
  ContainerMemoryNearLimit: [memory(CONTAINER, 91), memory(SERVICE, 91)],
  ContainerThrottled: [
    {
      ...counter("container_cpu_cfs_throttled_periods_total", CONTAINER, 60),
      ...counter("container_cpu_cfs_periods_total", CONTAINER, 100),
    },
    {
      ...counter("container_cpu_cfs_throttled_periods_total", CONTAINER, 40),
      ...counter("container_cpu_cfs_periods_total", CONTAINER, 100),
    },
  ],
};

const rendered = () => {
  const { environment } = loadEnvironment(
    new Map([["configs/services/environment.yml", ENVIRONMENT]]),
    "configs/services",
  );
  if (environment === undefined) throw new Error("the environment is valid");
  return renderFixed(environment).files.filter(({ path }) => /\/rules\/.*\.yml$/.test(path));
};

interface Case {
  readonly alert: string;
  readonly series: Series;
  readonly firing: 0 | 1;
}

/** Cases that can hold at the same time, together: promtool takes seconds for each on its own. */
function together(cases: readonly Case[]): readonly (readonly Case[])[] {
  const sets: Case[][] = [];
  for (const one of cases) {
    const isFree = (set: readonly Case[]) =>
      set.every(
        ({ alert, series }) =>
          alert !== one.alert && !Object.keys(series).some((name) => Object.hasOwn(one.series, name)),
      );
    const set = sets.find(isFree);
    if (set === undefined) sets.push([one]);
    else set.push(one);
  }
  return sets;
}

const testOf = (cases: readonly Case[]) => ({
  interval: "15s",
  input_series: cases.flatMap(({ series }) =>
    Object.entries(series).map(([name, values]) => ({ series: name, values })),
  ),
  promql_expr_test: cases.map(({ alert, firing }) => ({
    expr: `count(ALERTS{alertname="${alert}", alertstate="firing"}) or vector(0)`,
    eval_time: AT,
    exp_samples: [{ labels: "{}", value: firing }],
  })),
});

test("each has its case, fires at it, and not at what is well", async () => {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-alerts-"));
  try {
    const files = rendered();
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const groups = files.flatMap(({ text }) => (load(text) as { groups: readonly RuleGroup[] }).groups);
    const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
    expect(alerts.sort()).toEqual([...Object.keys(CASES), ...OF_ALL].sort());
    const cases = Object.entries(CASES).flatMap(([alert, [bad, good]]): Case[] => [
      { alert, series: bad, firing: 1 },
      { alert, series: good, firing: 0 },
    ]);
    const tests = together(cases).map(testOf);
    const file = join(folder, "tests.yml");
    const rule_files = files.map(({ path }) => join(folder, path));
    await writeFile(file, JSON.stringify({ rule_files, evaluation_interval: "1m", tests }));
    const promtool = await resolveProgram("promtool");
    const { code, stdout, stderr } = await run([promtool.path, "test", "rules", file], { timeoutSeconds: 60 });
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining("SUCCESS")]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
