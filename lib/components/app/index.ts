import { APPS } from "../../../apps/index.ts";
import { type Component, type Context, defineComponent, type ScrapeConfig, type Workload } from "../component.ts";
import { listenVariables } from "../listen-variables.ts";
import { type CommonSettings, duration, settingsSchema } from "../settings.ts";

/** An entry of `apps:`: one of ours (`app`), a user's own (`image`), or one that runs elsewhere and is only watched. */
export interface AppSettings extends CommonSettings {
  readonly name: string;
  readonly app?: string;
  readonly image?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly job?: string;
  readonly metrics_path?: string;
  readonly health_path?: string;
  readonly scrape_interval?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Only watched: `host:port` of each instance. */
  readonly targets?: readonly string[];
  readonly http_sd_configs?: readonly object[];
  readonly file_sd_configs?: readonly object[];
  readonly dns_sd_configs?: readonly object[];
  /** Only watched, but `verify` fails when it is down. */
  readonly required: boolean;
}

const discovery = (kind: string) => ({
  type: "array",
  items: { type: "object" },
  description: `Where it runs, in Prometheus's own syntax: \`${kind}\`.`,
});

const settings = settingsSchema(
  {
    name: { type: "string", pattern: "^[a-z][a-z0-9-]*$", description: "Unique in the environment; its job's name." },
    app: { type: "string", description: "One of our applications: the name of its folder in apps/." },
    image: { type: "string", description: "A user's own image, as `docker run` takes it. Needs the target docker." },
    args: { type: "array", items: { type: "string" }, default: [] },
    env: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description: "Variables. No secrets.",
    },
    job: { type: "string", description: "The job label of its metrics; its name by default." },
    metrics_path: { type: "string", pattern: "^/", description: "Default: /metrics." },
    health_path: {
      type: "string",
      pattern: "^/",
      description: "Answers 200 while it lives; its metrics path by default.",
    },
    scrape_interval: duration("How often it is asked; Prometheus's own interval by default."),
    labels: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description: "Labels of all its metrics.",
    },
    targets: { type: "array", items: { type: "string" }, description: "Only watched: host:port of each instance." },
    http_sd_configs: discovery("http_sd_configs"),
    file_sd_configs: discovery("file_sd_configs"),
    dns_sd_configs: discovery("dns_sd_configs"),
    required: { type: "boolean", default: false, description: "Only watched, but verify fails when it is down." },
  },
  ["name"],
);

/** What entry of `apps:` names: the manifest of one of ours, if it is one. */
const manifestOf = (settings: AppSettings) => (settings.app === undefined ? undefined : APPS[settings.app]);

const portOf = (settings: AppSettings): number | undefined => settings.port ?? manifestOf(settings)?.port;

const workload = ({ self, settings, site }: Context<AppSettings>): Workload | undefined => {
  const manifest = manifestOf(settings);
  const program =
    manifest !== undefined
      ? ({ kind: "app", name: manifest.name } as const)
      : settings.image !== undefined
        ? ({ kind: "image", image: settings.image } as const)
        : undefined;
  if (program === undefined) return undefined;
  return {
    name: self.name,
    program,
    args: settings.args,
    variables: { ...listenVariables(site.listen(self.name, "http")), ...settings.env },
    ports: app.ports(settings),
    health: { port: "http", path: settings.health_path ?? manifest?.healthPath ?? settings.metrics_path ?? "/metrics" },
    ...(manifest?.readyPath === undefined ? {} : { ready: { port: "http", path: manifest.readyPath } }),
    startAfter: [],
    secrets: [],
    data: false,
    resources: { memoryMiB: settings.memory_mib ?? manifest?.resources.memoryMiB ?? 256 },
    stopGraceSeconds: manifest?.stopGraceSeconds ?? 10,
    startTimeoutSeconds: 60,
  };
};

const scrape = ({ self, settings, site }: Context<AppSettings>): readonly ScrapeConfig[] => {
  const discovered = Object.fromEntries(
    (["http_sd_configs", "file_sd_configs", "dns_sd_configs"] as const).flatMap((kind) => {
      const configs = settings[kind];
      return configs === undefined ? [] : [[kind, configs]];
    }),
  );
  const deployed = settings.app !== undefined || settings.image !== undefined;
  const targets = deployed ? [site.address(self.name, "http", "inside")] : settings.targets;
  // Deployed, the instance is called by its logical name on every target; elsewhere by the address that tells it apart.
  const labels = { ...(deployed ? { instance: self.name } : {}), ...settings.labels };
  return [
    {
      job_name: settings.job ?? self.name,
      ...(settings.scrape_interval === undefined ? {} : { scrape_interval: settings.scrape_interval }),
      metrics_path: settings.metrics_path ?? manifestOf(settings)?.metricsPath ?? "/metrics",
      ...(targets === undefined
        ? {}
        : { static_configs: [{ targets, ...(Object.keys(labels).length > 0 ? { labels } : {}) }] }),
      ...discovered,
    },
  ];
};

/** An application: deployed or only watched. */
const app: Component<AppSettings> = {
  name: "app",
  settings,
  ports: (settings) => {
    const number = portOf(settings);
    return number === undefined ? [] : [{ name: "http", number }];
  },
  workload,
  scrape,
  queries: ({ settings }) => manifestOf(settings)?.queries ?? [],
  metrics: (settings) => manifestOf(settings)?.metrics ?? [],
};

export default defineComponent(app);
