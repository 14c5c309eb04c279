import type { Place } from "../../finding.ts";
import { secretsIn, substitute } from "../../render/placeholders.ts";
import { toYaml } from "../../render/yaml.ts";
import { type Component, type Context, type Contributions, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, duration, native, settingsSchema } from "../settings.ts";
import { alertmanagerDashboard } from "./dashboard.ts";
import { withHeartbeat, withoutHeartbeat } from "./heartbeat.ts";
import * as samples from "./recorded/index.ts";
import { selfMonitoring } from "./rules.ts";

/** The parts of alertmanager.yml that a user writes, in Alertmanager's own syntax. */
export interface NativeConfiguration {
  readonly global?: Readonly<Record<string, unknown>>;
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  readonly inhibit_rules?: readonly object[];
  readonly time_intervals?: readonly object[];
}
export interface Route {
  readonly receiver?: string;
  readonly routes?: readonly Route[];
  readonly [key: string]: unknown;
}
export interface Receiver {
  readonly name: string;
  readonly [key: string]: unknown;
}

export interface AlertmanagerSettings extends CommonSettings, NativeConfiguration {
  readonly retention: string;
  readonly external_url?: string;
  readonly heartbeat_url?: string;
  readonly flags: Flags;
}

const settings = settingsSchema(
  {
    global: native("object", "Alertmanager's `global`."),
    route: native("object", "Alertmanager's `route`."),
    receivers: {
      ...native("array", "Alertmanager's `receivers`."),
      items: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
    },
    inhibit_rules: { ...native("array", "Alertmanager's `inhibit_rules`."), items: { type: "object" } },
    time_intervals: { ...native("array", "Alertmanager's `time_intervals`."), items: { type: "object" } },
    retention: duration("How long silences and the log of what was sent are kept: `--data.retention`.", "120h"),
    external_url: { type: "string", format: "uri", description: "What pages link to." },
    heartbeat_url: {
      type: "string",
      format: "uri",
      description:
        "Takes a POST every minute for as long as alerts can arrive; its owner tells somebody when they stop.",
    },
    flags: flagsSchema,
  },
  ["route", "receivers"],
);

const CLUSTER_PORT = 9094;

/** One Alertmanager needs no cluster, and one that listens for peers nobody has is an open door. */
const clusterArguments = ({ environment, self, site }: Context<AlertmanagerSettings>): readonly string[] => {
  const peers = environment.components.filter(
    (other) => other.component === self.component && other.name !== self.name,
  );
  if (peers.length === 0) return ["--cluster.listen-address="];
  return [
    `--cluster.listen-address=${site.listen(self.name, "cluster")}`,
    ...peers.map((peer) => `--cluster.peer=${site.address(peer.name, "cluster", "inside")}`),
  ];
};

const nativeOf = (settings: AlertmanagerSettings): NativeConfiguration => ({
  ...(settings.global === undefined ? {} : { global: settings.global }),
  route: settings.route,
  receivers: settings.receivers,
  ...(settings.inhibit_rules === undefined ? {} : { inhibit_rules: settings.inhibit_rules }),
  ...(settings.time_intervals === undefined ? {} : { time_intervals: settings.time_intervals }),
});

const workload = (context: Context<AlertmanagerSettings>) => {
  const { self, settings, site } = context;
  return {
    name: self.name,
    program: { kind: "server", name: "alertmanager" } as const,
    args: [
      `--config.file=${site.path(self.name, "config", "alertmanager.yml")}`,
      `--storage.path=${site.path(self.name, "data")}`,
      `--data.retention=${settings.retention}`,
      `--web.listen-address=${site.listen(self.name, "http")}`,
      `--web.external-url=${settings.external_url ?? `http://${site.address(self.name, "http", "outside")}/`}`,
      ...clusterArguments(context),
      ...flagArguments(settings.flags),
    ],
    variables: {},
    ports: alertmanager.ports(settings),
    health: { port: "http", path: "/-/healthy" },
    ready: { port: "http", path: "/-/ready" },
    startAfter: [],
    secrets: secretsIn(nativeOf(settings)),
    data: true,
    judge: { tools: [["amtool", "check-config", "alertmanager.yml"]], readyLine: /Listening on/ },
    reload: {
      signal: "SIGHUP",
      stage: "receivers",
      port: "http",
      successful: "alertmanager_config_last_reload_successful",
      loadedAt: "alertmanager_config_last_reload_success_timestamp_seconds",
    } as const,
    resources: { memoryMiB: settings.memory_mib ?? 256 },
    stopGraceSeconds: 30,
    startTimeoutSeconds: 60,
  };
};

const files = ({ environment, self, settings, site }: Context<AlertmanagerSettings>, all: Contributions) => {
  const heartbeatUrl = settings.heartbeat_url ?? all.pager?.heartbeatUrl;
  const written = substitute(nativeOf(settings), { environment, site, owner: self.name });
  const configuration = heartbeatUrl === undefined ? withoutHeartbeat(written) : withHeartbeat(written, heartbeatUrl);
  const global = { ...(all.pager === undefined ? {} : { pagerduty_url: all.pager.eventsUrl }), ...written.global };
  return [
    {
      path: `${self.name}/alertmanager.yml`,
      text: toYaml({ ...(Object.keys(global).length > 0 ? { global } : {}), ...without(configuration, "global") }),
      origin: (pointer: string): Place => environment.place(self.pointer + asWritten(pointer)),
    },
  ];
};

const without = (configuration: NativeConfiguration, key: keyof NativeConfiguration) =>
  Object.fromEntries(Object.entries(configuration).filter(([name]) => name !== key));

/** The Watchdog's route comes before those that the user wrote, and moves them by one. */
const asWritten = (pointer: string): string =>
  pointer.replace(/^\/route\/routes\/(\d+)/, (_, index) => `/route/routes/${Number(index) - 1}`);

/** Alertmanager, with its routes and receivers as the user wrote them. */
const alertmanager: Component<AlertmanagerSettings> = {
  name: "alertmanager",
  settings,
  ports: ({ port }) => [
    { name: "http", number: port ?? 9093 },
    { name: "cluster", number: port === undefined ? CLUSTER_PORT : port + 1 },
  ],
  workload,
  scrape: (context) => scrapeSelf(context),
  alertReceivers: ({ self, site }) => [site.address(self.name, "http", "inside")],
  rules: ({ self }) => (self.index === 0 ? selfMonitoring : []),
  dashboards: ({ self }) => (self.index === 0 ? [alertmanagerDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:alertmanager|net_conntrack|go|process|promhttp)_/,
    complete: /^alertmanager_(?:build_info|config|nflog|silences)(?:_|$)/,
  },
  queries: ({ self }) => [{ name: "Alertmanager is up", expr: `up{instance="${self.name}"} == 1`, expect: "some" }],
  files,
};

export default defineComponent(alertmanager);
