import type { Environment } from "../../environment/environment.ts";
import { substitute } from "../../render/placeholders.ts";
import { toYaml } from "../../render/yaml.ts";
import { type Component, type Context, type Contributions, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, duration, native, settingsSchema } from "../settings.ts";
import { prometheusDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";
import { selfMonitoring } from "./rules.ts";

export interface PrometheusSettings extends CommonSettings {
  readonly scrape_interval: string;
  readonly scrape_timeout?: string;
  readonly evaluation_interval: string;
  readonly retention: { readonly time: string; readonly size?: string };
  readonly global: Readonly<Record<string, unknown>>;
  readonly scrape_configs: readonly object[];
  readonly alert_relabel_configs: readonly object[];
  readonly external_url?: string;
  readonly flags: Flags;
}

const settings = settingsSchema({
  scrape_interval: duration("How often each target is asked.", "15s"),
  scrape_timeout: duration("How long one answer may take; Prometheus's default is 10s, at most the scrape interval."),
  evaluation_interval: duration("How often rules are evaluated.", "15s"),
  retention: {
    type: "object",
    description: "How long, and how many bytes, of metrics are kept; whichever is reached first.",
    properties: {
      time: duration("`--storage.tsdb.retention.time`", "15d"),
      size: { type: "string", format: "prometheus-size", description: "`--storage.tsdb.retention.size`, as 10GB." },
    },
    additionalProperties: false,
    default: {},
  },
  global: {
    ...native(
      "object",
      "More of Prometheus's `global`, such as `query_log_file`; what it says goes before the keys above.",
    ),
    default: {},
  },
  scrape_configs: {
    ...native("array", "Further jobs, in Prometheus's own syntax."),
    items: { type: "object" },
    default: [],
  },
  alert_relabel_configs: {
    ...native("array", "Changes to alerts on their way to Alertmanager, in Prometheus's own syntax."),
    items: { type: "object" },
    default: [],
  },
  external_url: { type: "string", format: "uri", description: "What pages and dashboards link to." },
  flags: flagsSchema,
});

/** Prometheus answers 2.x with "Server", and agents with "Agent" (requirements T2). */
const HEALTHY = /^Prometheus( Server| Agent)? is Healthy\.$/;

const workload = ({ environment, self, settings, site }: Context<PrometheusSettings>) => ({
  name: self.name,
  program: { kind: "server", name: "prometheus" } as const,
  args: [
    `--config.file=${site.path(self.name, "config", "prometheus.yml")}`,
    `--storage.tsdb.path=${site.path(self.name, "data")}`,
    `--storage.tsdb.retention.time=${settings.retention.time}`,
    ...(settings.retention.size === undefined ? [] : [`--storage.tsdb.retention.size=${settings.retention.size}`]),
    `--web.listen-address=${site.listen(self.name, "http")}`,
    `--web.external-url=${settings.external_url ?? `http://${site.address(self.name, "http", "outside")}/`}`,
    ...flagArguments(settings.flags),
  ],
  variables: {},
  ports: prometheus.ports(settings),
  health: { port: "http", path: "/-/healthy", body: HEALTHY },
  ready: { port: "http", path: "/-/ready" },
  startAfter: [],
  secrets: [],
  data: true,
  judge: {
    // `check config` reads the rule files that it names, too.
    tools: [
      ["promtool", "check", "config", "prometheus.yml"],
      ...(environment.tests.length > 0
        ? [["promtool", "test", "rules", ...testFiles(environment).map(({ path }) => path)]]
        : []),
    ],
    files: testFiles(environment),
    readyLine: /Server is ready to receive web requests/,
  },
  reload: {
    signal: "SIGHUP",
    stage: "senders",
    port: "http",
    successful: "prometheus_config_last_reload_successful",
    loadedAt: "prometheus_config_last_reload_success_timestamp_seconds",
  } as const,
  resources: { memoryMiB: settings.memory_mib ?? 2048 },
  // A clean stop writes the head block; killed before it is done, the next start replays the WAL for minutes.
  stopGraceSeconds: 120,
  startTimeoutSeconds: 900,
});

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** They say `rule_files: [../rules/x.yml]`, in the checkout as here. */
const testFiles = ({ tests }: Environment) =>
  tests.map(({ path, text }) => ({ path: `tests/${fileName(path)}`, text }));

const files = ({ environment, self, settings, site }: Context<PrometheusSettings>, all: Contributions) => [
  {
    path: `${self.name}/prometheus.yml`,
    text: toYaml({
      global: {
        scrape_interval: settings.scrape_interval,
        ...(settings.scrape_timeout === undefined ? {} : { scrape_timeout: settings.scrape_timeout }),
        evaluation_interval: settings.evaluation_interval,
        ...(Object.keys(environment.externalLabels).length > 0 ? { external_labels: environment.externalLabels } : {}),
        ...settings.global,
      },
      // Relative to this file, so that the same text is judged on scratch storage and read from the live folder.
      rule_files: ["rules/*.yml"],
      alerting: {
        ...(settings.alert_relabel_configs.length > 0 ? { alert_relabel_configs: settings.alert_relabel_configs } : {}),
        alertmanagers: all.alertReceivers.length > 0 ? [{ static_configs: [{ targets: all.alertReceivers }] }] : [],
      },
      scrape_configs: [...all.scrape, ...substitute(settings.scrape_configs, { environment, site, owner: self.name })],
    }),
    origin: (pointer: string) =>
      environment.place(
        jobOrigin(pointer, self.pointer, all.scraped) ?? `${self.pointer}${asWritten(pointer, settings)}`,
      ),
  },
  // Named apart from the user's own files, which often are called after the same app.
  ...all.rules.map(({ name, groups }) => ({
    path: `${self.name}/rules/watchkeeper-${name}.yml`,
    text: toYaml({ groups }),
  })),
  ...environment.rules.map(({ path, text }) => ({ path: `${self.name}/rules/${fileName(path)}`, text })),
];

/** Where the user wrote what stands in a scrape job: components' own jobs come first. Undefined when it is no job. */
function jobOrigin(pointer: string, own: string, scraped: Contributions["scraped"]): string | undefined {
  const [, section, index, ...rest] = pointer.split("/");
  if (section !== "scrape_configs" || index === undefined) return undefined;
  const component = scraped[Number(index)];
  if (component !== undefined) return [component.pointer, ...rest].join("/");
  return [own, section, Number(index) - scraped.length, ...rest].join("/");
}

/** Where in the settings a pointer into prometheus.yml was written. */
const asWritten = (pointer: string, { global }: PrometheusSettings): string => {
  const [, section = "", key = ""] = pointer.split("/");
  const isOwn = section === "alerting" || (section === "global" && !(key in global));
  return isOwn ? pointer.slice(section.length + 1) : pointer;
};

/** Prometheus: takes the scrape jobs and rules of all components, and its own self-monitoring from the first day. */
const prometheus: Component<PrometheusSettings> = {
  name: "prometheus",
  settings,
  ports: ({ port }) => [{ name: "http", number: port ?? 9090 }],
  workload,
  scrape: (context) => scrapeSelf(context),
  rules: ({ self }) => (self.index === 0 ? selfMonitoring : []),
  dataSources: ({ self, site }) => [`http://${site.address(self.name, "http", "inside")}`],
  dashboards: ({ self }) => (self.index === 0 ? [prometheusDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:prometheus|net_conntrack|go|process|promhttp)_/,
    complete: /^prometheus_(?:build_info|config|engine|ready|rule|tsdb_(?:blocks|compaction|head|size|storage))(?:_|$)/,
  },
  queries: ({ self }) => [{ name: "Prometheus is up", expr: `up{instance="${self.name}"} == 1`, expect: "some" }],
  files,
};

export default defineComponent(prometheus);
