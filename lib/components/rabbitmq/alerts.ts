import type { TunableAlert } from "../tunable.ts";

/** Alarms stop publishers; the rest tells early of what leads there. Metric names: RabbitMQ's plugin rabbitmq_prometheus, from 3.8. */
export const alertsOf = (job: string): readonly TunableAlert[] => {
  const of = (metric: string): string => `${metric}{job="${job}"}`;
  return [
    {
      name: "RabbitMQDown",
      expr: () => `${of("up")} == 0`,
      for: "1m",
      severity: "critical",
      category: "availability",
      summary: "RabbitMQ {{ $labels.instance }} is down",
      description: "Nothing can be published, and nothing is consumed.",
    },
    {
      name: "RabbitMQMemoryAlarm",
      expr: () => `${of("rabbitmq_alarms_memory_used_watermark")} == 1`,
      for: "1m",
      severity: "critical",
      category: "capacity",
      summary: "RabbitMQ {{ $labels.instance }} is out of memory and holds up publishers",
      description: "It takes no messages until memory is free again: consume what is queued, or raise memory_mib.",
    },
    {
      name: "RabbitMQDiskAlarm",
      expr: () => `${of("rabbitmq_alarms_free_disk_space_watermark")} == 1`,
      for: "1m",
      severity: "critical",
      category: "capacity",
      summary: "RabbitMQ {{ $labels.instance }} is out of disk and holds up publishers",
      description: "It takes no messages until disk is free again.",
    },
    {
      name: "RabbitMQBacklog",
      expr: (above) => `sum by (job, instance) (${of("rabbitmq_queue_messages_ready")}) > ${above}`,
      above: { default: 1000, description: "Messages that wait for a consumer." },
      for: "5m",
      severity: "warning",
      category: "performance",
      summary: "Messages pile up in RabbitMQ {{ $labels.instance }}",
      description: "{{ $value | humanize }} messages wait: more come than are consumed.",
    },
    {
      name: "RabbitMQNoConsumers",
      expr: () =>
        `sum by (job, instance) (${of("rabbitmq_queue_messages_ready")}) > 0 and sum by (job, instance) (${of("rabbitmq_consumers")}) == 0`,
      for: "2m",
      severity: "critical",
      category: "availability",
      summary: "Nobody consumes from RabbitMQ {{ $labels.instance }}",
      description: "{{ $value | humanize }} messages wait, and no consumer is connected.",
    },
    {
      name: "RabbitMQFileDescriptors",
      expr: (above) => `${of("rabbitmq_process_open_fds")} / ${of("rabbitmq_process_max_fds")} > ${above}`,
      above: { default: 0.8, description: "Share of the file descriptors that it may open, 0 to 1." },
      for: "5m",
      severity: "warning",
      category: "capacity",
      summary: "RabbitMQ {{ $labels.instance }} is running out of file descriptors",
      description: "{{ $value | humanizePercentage }} are open; at 100 % it refuses connections.",
    },
  ];
};
