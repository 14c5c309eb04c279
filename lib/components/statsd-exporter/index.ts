import { toYaml } from "../../render/yaml.ts";
import { type Component, type Context, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, native, settingsSchema } from "../settings.ts";
import { type TunableAlert, type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { statsdDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";

export interface StatsdExporterSettings extends CommonSettings {
  readonly mappings: readonly object[];
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly flags: Flags;
  readonly alerts: TunedAlerts;
}

const alertsOf = (job: string): readonly TunableAlert[] => [
  {
    name: "StatsdExporterDown",
    expr: () => `up{job="${job}"} == 0`,
    for: "2m",
    severity: "warning",
    category: "availability",
    summary: "StatsD exporter {{ $labels.instance }} is down",
    description: "What applications send by StatsD meanwhile is lost: UDP has no second try.",
  },
  {
    name: "StatsdExporterRejects",
    expr: (above) => `sum by (job, instance) (rate(statsd_exporter_sample_errors_total{job="${job}"}[5m])) > ${above}`,
    above: { default: 0, description: "Lines a second that it cannot read." },
    for: "5m",
    severity: "warning",
    category: "reliability",
    summary: "StatsD exporter {{ $labels.instance }} cannot read what applications send",
    description: "{{ $value | humanize }} lines a second are dropped; its log at debug level shows them.",
  },
];

const workload = ({ self, settings, site }: Context<StatsdExporterSettings>) => ({
  name: self.name,
  program: { kind: "server", name: "statsd_exporter" } as const,
  args: [
    `--web.listen-address=${site.listen(self.name, "http")}`,
    `--statsd.listen-udp=${site.listen(self.name, "statsd")}`,
    "--statsd.listen-tcp=",
    `--statsd.mapping-config=${site.path(self.name, "config", "mapping.yml")}`,
    ...flagArguments(settings.flags),
  ],
  variables: {},
  ports: exporter.ports(settings),
  health: { port: "http", path: "/-/healthy" },
  ready: { port: "http", path: "/-/ready" },
  startAfter: [],
  secrets: [],
  data: false,
  judge: { tools: [], readyLine: /Accepting (StatsD )?(T|t)raffic/ },
  resources: { memoryMiB: settings.memory_mib ?? 64 },
  stopGraceSeconds: 10,
  startTimeoutSeconds: 30,
});

/** statsd_exporter: takes StatsD's lines by UDP, and exposes them as metrics. */
const exporter: Component<StatsdExporterSettings> = {
  name: "statsd-exporter",
  settings: settingsSchema({
    mappings: { ...native("array", "statsd_exporter's own `mappings`."), items: { type: "object" }, default: [] },
    defaults: { ...native("object", "statsd_exporter's own `defaults`."), default: {} },
    flags: flagsSchema,
    alerts: tunableSchema(alertsOf("")),
  }),
  ports: ({ port }) => [
    { name: "http", number: port ?? 9102 },
    { name: "statsd", number: port === undefined ? 9125 : port + 23, protocol: "udp" },
  ],
  workload,
  scrape: scrapeSelf,
  rules: ({ self, settings }) => tunedRules(self.name, alertsOf(self.name), settings.alerts),
  dashboards: ({ self }) => (self.index === 0 ? [statsdDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:statsd_exporter|statsd_metric_mapper|go|process|promhttp)_/,
    passesOn: () => true,
  },
  queries: ({ self }) => [
    { name: `${self.name} is up`, expr: `up{job="${self.name}"} == 1`, expect: "one" },
    {
      name: `lines to ${self.name} a second`,
      expr: `sum by (job) (rate(statsd_exporter_lines_total{job="${self.name}"}[5m]))`,
      expect: "one",
    },
  ],
  files: ({ self, settings }) => [
    {
      path: `${self.name}/mapping.yml`,
      text: toYaml({
        ...(Object.keys(settings.defaults).length > 0 ? { defaults: settings.defaults } : {}),
        mappings: settings.mappings,
      }),
    },
  ],
};

export default defineComponent(exporter);
