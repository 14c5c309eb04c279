import { type Component, type Context, defineComponent } from "../component.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
import { type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { alertsOf } from "./alerts.ts";
import { rabbitMqDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";
import { START } from "./start.ts";

export interface RabbitMqSettings extends CommonSettings {
  readonly user: string;
  readonly alerts: TunedAlerts;
}

const MEMORY_MIB = 512;
/** Publishers are held up before the container's own limit would end the broker. */
const HIGH_WATERMARK = 0.6;

/** The broker's own settings. What it listens on is said in full: its defaults are all interfaces. */
const configuration = ({ self, settings, site }: Context<RabbitMqSettings>): string => {
  const [ip, port] = site.listen(self.name, "http").split(":");
  const memory = settings.memory_mib ?? MEMORY_MIB;
  return `${[
    `listeners.tcp.default = ${site.listen(self.name, "amqp")}`,
    `prometheus.tcp.ip = ${ip}`,
    `prometheus.tcp.port = ${port}`,
    `load_definitions = ${site.path(self.name, "data", "definitions.json")}`,
    `vm_memory_high_watermark.absolute = ${Math.round(memory * HIGH_WATERMARK)}MiB`,
    "log.console = true",
    "log.console.level = info",
    "log.file = false",
  ].join("\n")}\n`;
};

const portOf = (address: string): string => address.slice(address.lastIndexOf(":") + 1);

const workload = ({ self, settings, site }: Context<RabbitMqSettings>) => {
  const { name } = self;
  return {
    name,
    program: { kind: "server", name: "rabbitmq-server" } as const,
    start: site.path(name, "config", "start.sh"),
    asNobody: true,
    args: [],
    variables: {
      RABBITMQ_NODENAME: "rabbit@localhost",
      RABBITMQ_CONFIG_FILE: site.path(name, "config", "rabbitmq.conf"),
      RABBITMQ_ENABLED_PLUGINS_FILE: site.path(name, "config", "enabled_plugins"),
      RABBITMQ_MNESIA_BASE: site.path(name, "data", "db"),
      RABBITMQ_LOG_BASE: site.path(name, "data", "log"),
      RABBITMQ_LOGS: "-",
      RABBITMQ_CONF_ENV_FILE: "/dev/null",
      HOME: site.path(name, "data"),
      ERL_CRASH_DUMP_SECONDS: "0", // what a dump says stands in the log, too
      // One node: what it would speak to others with is for its own tools alone.
      RABBITMQ_DIST_PORT: portOf(site.listen(name, "distribution")),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
      ERL_EPMD_PORT: portOf(site.listen(name, "epmd")),
      ERL_EPMD_ADDRESS: "127.0.0.1",
      DEFINITIONS_FILE: site.path(name, "data", "definitions.json"),
      BROKER_USER: settings.user,
      BROKER_PASSWORD_FILE: site.path(name, "secret", name),
    },
    ports: rabbitMq.ports(settings),
    health: { port: "amqp" },
    ready: { port: "http", path: "/metrics" },
    startAfter: [],
    secrets: [name],
    data: true,
    resources: { memoryMiB: settings.memory_mib ?? MEMORY_MIB },
    // It closes its queues on disk before it ends.
    stopGraceSeconds: 30,
    startTimeoutSeconds: 120,
  } as const;
};

/** RabbitMQ, one node with its own Prometheus plugin. Its password is the secret of its name. */
const rabbitMq: Component<RabbitMqSettings> = {
  name: "rabbitmq",
  settings: settingsSchema({
    user: {
      type: "string",
      pattern: "^[A-Za-z0-9_-]+$",
      default: "shop",
      description: "The user that applications connect as.",
    },
    alerts: tunableSchema(alertsOf("")),
  }),
  ports: ({ port }) => [
    { name: "amqp", number: port ?? 5672 },
    { name: "http", number: port === undefined ? 15_692 : port + 10_020 },
    { name: "distribution", number: port === undefined ? 25_672 : port + 20_000, internal: true },
    { name: "epmd", number: port === undefined ? 4369 : port + 10_021, internal: true },
  ],
  workload,
  scrape: scrapeSelf,
  rules: ({ self, settings }) => tunedRules(self.name, alertsOf(self.name), settings.alerts),
  dashboards: ({ self }) => (self.index === 0 ? [rabbitMqDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:rabbitmq|erlang|telemetry_scrape|process)_/,
  },
  queries: ({ self }) => [
    { name: `${self.name} is up`, expr: `up{job="${self.name}"} == 1`, expect: "one" },
    { name: `messages in ${self.name}`, expr: `rabbitmq_queue_messages{job="${self.name}"}`, expect: "some" },
    {
      name: `messages published to ${self.name} a second`,
      expr: `sum by (job) (rate(rabbitmq_global_messages_received_total{job="${self.name}"}[5m]))`,
      expect: "one",
    },
    { name: `connections to ${self.name}`, expr: `rabbitmq_connections{job="${self.name}"}`, expect: "one" },
  ],
  files: (context) => [
    { path: `${context.self.name}/rabbitmq.conf`, text: configuration(context) },
    { path: `${context.self.name}/enabled_plugins`, text: "[rabbitmq_prometheus].\n" },
    { path: `${context.self.name}/start.sh`, text: START },
  ],
};

export default defineComponent(rabbitMq);
