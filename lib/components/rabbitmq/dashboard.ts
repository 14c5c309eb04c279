import { dashboard, type Section } from "../../dashboards/dashboard.ts";
import { stat, timeSeries } from "../../dashboards/panels.ts";
import { atLeast, atMost } from "../../dashboards/thresholds.ts";
import { instanceVariable } from "../../dashboards/variables.ts";

const HERE = '{instance=~"$instance"}';
const rate = (metric: string): string => `sum(rate(${metric}${HERE}[$__rate_interval]))`;

const now: Section = {
  title: "Now",
  panels: [
    stat({
      title: "Alarms",
      description:
        "Memory or disk is short, and publishers are held up. Not 0: consume what is queued, or give it more.",
      unit: "none",
      thresholds: atMost({ critical: 1 }),
      series: [
        {
          expr: `sum(rabbitmq_alarms_memory_used_watermark${HERE}) + sum(rabbitmq_alarms_free_disk_space_watermark${HERE})`,
        },
      ],
      alerts: ["RabbitMQMemoryAlarm", "RabbitMQDiskAlarm"],
    }),
    stat({
      title: "Messages ready",
      description: "That wait for a consumer. If they only grow, consumers are too few, too slow, or gone.",
      unit: "short",
      series: [{ expr: `sum(rabbitmq_queue_messages_ready${HERE})` }],
      alerts: ["RabbitMQBacklog"],
    }),
    stat({
      title: "Messages unacknowledged",
      description: "Delivered, and not done yet. As many as all consumers may prefetch: they are busy, or stuck.",
      unit: "short",
      series: [{ expr: `sum(rabbitmq_queue_messages_unacked${HERE})` }],
    }),
    stat({
      title: "Consumers",
      description: "Connected to queues. At 0 nothing is taken out: start the application that consumes.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `sum(rabbitmq_consumers${HERE})` }],
      alerts: ["RabbitMQNoConsumers"],
    }),
    stat({
      title: "Memory",
      description: "Of the limit from which on publishers are held up.",
      unit: "percent",
      decimals: 0,
      max: 100,
      thresholds: atMost({ warning: 70, critical: 90 }),
      series: [
        {
          expr: `max(rabbitmq_process_resident_memory_bytes${HERE} / rabbitmq_resident_memory_limit_bytes${HERE}) * 100`,
        },
      ],
      alerts: ["RabbitMQMemoryAlarm"],
    }),
    stat({
      title: "Up for",
      description: "Since the last start of the one that started last. Queues that are not durable were lost then.",
      unit: "s",
      decimals: 1,
      instant: true,
      series: [{ expr: `min(rabbitmq_erlang_uptime_seconds${HERE})` }],
      alerts: ["RabbitMQDown"],
    }),
  ],
};

const messages: Section = {
  title: "Messages",
  panels: [
    timeSeries({
      title: "Messages a second",
      description: "Published, delivered and acknowledged. Delivered below published for long: the backlog grows.",
      unit: "ops",
      series: [
        { expr: rate("rabbitmq_global_messages_received_total"), legend: "published" },
        { expr: rate("rabbitmq_global_messages_delivered_total"), legend: "delivered" },
        { expr: rate("rabbitmq_global_messages_acknowledged_total"), legend: "acknowledged" },
      ],
    }),
    timeSeries({
      title: "Messages in queues",
      description: "Ready ones wait, unacknowledged ones are being worked on.",
      unit: "short",
      stacked: true,
      series: [
        { expr: `sum(rabbitmq_queue_messages_ready${HERE})`, legend: "ready" },
        { expr: `sum(rabbitmq_queue_messages_unacked${HERE})`, legend: "unacknowledged" },
      ],
      alerts: ["RabbitMQBacklog", "RabbitMQNoConsumers"],
    }),
    timeSeries({
      title: "Redelivered and unroutable",
      description:
        "A second. Redelivered: consumers end before they acknowledge. Unroutable: published to where no queue is bound.",
      unit: "ops",
      series: [
        { expr: rate("rabbitmq_global_messages_redelivered_total"), legend: "redelivered" },
        { expr: rate("rabbitmq_global_messages_unroutable_returned_total"), legend: "unroutable, returned" },
        { expr: rate("rabbitmq_global_messages_unroutable_dropped_total"), legend: "unroutable, dropped" },
      ],
    }),
    timeSeries({
      title: "Connections, channels, consumers",
      description: "A saw-tooth of connections: an application connects anew for each message. Keep one open.",
      unit: "none",
      series: ["connections", "channels", "consumers"].map((what) => ({
        expr: `sum(rabbitmq_${what}${HERE})`,
        legend: what,
      })),
    }),
  ],
};

const resources: Section = {
  title: "Resources",
  panels: [
    timeSeries({
      title: "Memory",
      description: "At the limit publishers are held up.",
      unit: "bytes",
      width: 8,
      series: [
        { expr: `rabbitmq_process_resident_memory_bytes${HERE}`, legend: "used - {{instance}}" },
        { expr: `rabbitmq_resident_memory_limit_bytes${HERE}`, legend: "limit - {{instance}}" },
      ],
      alerts: ["RabbitMQMemoryAlarm"],
    }),
    timeSeries({
      title: "Disk left",
      description: "Below the limit publishers are held up: free some, or consume what is queued.",
      unit: "bytes",
      width: 8,
      series: [
        { expr: `rabbitmq_disk_space_available_bytes${HERE}`, legend: "left - {{instance}}" },
        { expr: `rabbitmq_disk_space_available_limit_bytes${HERE}`, legend: "limit - {{instance}}" },
      ],
      alerts: ["RabbitMQDiskAlarm"],
    }),
    timeSeries({
      title: "File descriptors",
      description: "Open, as a share of what it may open. At 1 it refuses connections.",
      unit: "percentunit",
      width: 8,
      max: 1,
      thresholds: atMost({ critical: 0.8 }),
      series: [{ expr: `rabbitmq_process_open_fds${HERE} / rabbitmq_process_max_fds${HERE}`, legend: "{{instance}}" }],
      alerts: ["RabbitMQFileDescriptors"],
    }),
  ],
};

/** Brokers: what waits, who consumes, and what is short. Metric names: plugin rabbitmq_prometheus, 3.10 to 4. */
export const rabbitMqDashboard = dashboard({
  uid: "rabbitmq",
  title: "RabbitMQ",
  description: "What waits in queues, whether somebody consumes it, and whether memory, disk or descriptors are short.",
  variables: [instanceVariable("rabbitmq_identity_info")],
  alerts: 'alertname=~"RabbitMQ.*"',
  sections: [now, messages, resources],
});
