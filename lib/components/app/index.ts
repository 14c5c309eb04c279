import { APPS } from "../../../apps/index.ts";
import { PROCESS_METRICS } from "../../../apps/kit/process-metrics.ts";
import { addressedIn, secretsIn, substitute } from "../../render/placeholders.ts";
import { type Component, type Context, defineComponent, type ScrapeConfig, type Workload } from "../component.ts";
import { listenVariables } from "../listen-variables.ts";
import { alertRules } from "./alerts.ts";
import { counted } from "./counted.ts";
import { dashboardsOf } from "./dashboards.ts";
import { CONVENTIONS, ofJob, type RequestMetrics, requestRate } from "./red.ts";
import { type AppSettings, settings } from "./settings.ts";

const DISCOVERIES = ["http_sd_configs", "file_sd_configs", "dns_sd_configs"] as const;

/** What entry of `apps:` names: the manifest of one of ours, if it is one. */
const manifestOf = ({ app }: AppSettings) => (app === undefined ? undefined : APPS[app]);
const portOf = (settings: AppSettings): number | undefined => settings.port ?? manifestOf(settings)?.port;
const jobOf = ({ job, name }: AppSettings): string => job ?? name;
const isDeployed = ({ app, image }: AppSettings): boolean => app !== undefined || image !== undefined;

const programOf = (settings: AppSettings): Workload["program"] | undefined => {
  const manifest = manifestOf(settings);
  if (manifest !== undefined) return { kind: "app", name: manifest.name };
  return settings.image === undefined ? undefined : { kind: "image", image: settings.image };
};

const workload = ({ environment, self, settings, site }: Context<AppSettings>): Workload | undefined => {
  const manifest = manifestOf(settings);
  const program = programOf(settings);
  if (program === undefined) return undefined;
  const scratch =
    manifest?.scratch === undefined
      ? undefined
      : { path: site.path(self.name, "data", "scratch"), mib: manifest.scratch.mib };
  const before = environment.components.slice(0, environment.components.indexOf(self)).map(({ name }) => name);
  return {
    name: self.name,
    program,
    args: settings.args,
    variables: {
      ...listenVariables(site.listen(self.name, "http")),
      ...(scratch === undefined ? {} : { SCRATCH_DIR: scratch.path }),
      ...substitute(settings.env, { environment, site, owner: self.name }),
    },
    ports: app.ports(settings),
    health: { port: "http", path: settings.health_path ?? manifest?.healthPath ?? settings.metrics_path ?? "/metrics" },
    ...(manifest?.readyPath === undefined ? {} : { ready: { port: "http", path: manifest.readyPath } }),
    // Only of what stands before it, so that two that are given each other's address do not wait for each other.
    startAfter: addressedIn(settings.env).filter((name) => before.includes(name)),
    secrets: secretsIn(settings.env),
    data: false,
    ...(scratch === undefined ? {} : { scratch }),
    resources: { memoryMiB: settings.memory_mib ?? manifest?.resources.memoryMiB ?? 256 },
    stopGraceSeconds: manifest?.stopGraceSeconds ?? 10,
    startTimeoutSeconds: 60,
  };
};

const discoveriesOf = (settings: AppSettings) =>
  Object.fromEntries(
    DISCOVERIES.flatMap((kind) => (settings[kind] === undefined ? [] : [[kind, settings[kind]] as const])),
  );

const scrape = ({ self, settings, site }: Context<AppSettings>): readonly ScrapeConfig[] => {
  const targets = isDeployed(settings) ? [site.address(self.name, "http", "inside")] : settings.targets;
  // Deployed, the instance is called by its logical name on every target; elsewhere by the address that tells it apart.
  const labels = { ...(isDeployed(settings) ? { instance: self.name } : {}), ...settings.labels };
  return [
    {
      job_name: jobOf(settings),
      ...(settings.scrape_interval === undefined ? {} : { scrape_interval: settings.scrape_interval }),
      metrics_path: settings.metrics_path ?? manifestOf(settings)?.metricsPath ?? "/metrics",
      ...(targets === undefined
        ? {}
        : { static_configs: [{ targets, ...(Object.keys(labels).length > 0 ? { labels } : {}) }] }),
      ...discoveriesOf(settings),
    },
  ];
};

/** Of our own apps the manifest says what they have; of others it is what is usual, until the settings say more. */
const requestMetricsOf = (settings: AppSettings): RequestMetrics | undefined => {
  const said = settings.request_metrics;
  if (typeof said === "object") return { ...said, errors: [said.errors] };
  if (said !== undefined) return CONVENTIONS[said];
  const manifest = manifestOf(settings);
  if (manifest === undefined) return CONVENTIONS.http;
  const names = manifest.metrics.map(({ name }) => name);
  return Object.values(CONVENTIONS).find(({ requests, duration }) =>
    [requests, duration].every((name) => names.includes(name)),
  );
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
  rules: ({ self, settings }) =>
    alertRules(
      {
        name: self.name,
        job: jobOf(settings),
        discovered: DISCOVERIES.some((kind) => settings[kind] !== undefined),
        metrics: requestMetricsOf(settings),
      },
      settings.alerts,
    ),
  queries: ({ self, settings }) => {
    const metrics = settings.request_metrics === undefined ? undefined : requestMetricsOf(settings);
    return [
      ...(manifestOf(settings)?.queries ?? []),
      ...(metrics === undefined
        ? []
        : [
            {
              name: `requests a second of ${self.name}`,
              expr: requestRate(ofJob(jobOf(settings)), metrics),
              expect: "one",
            } as const,
          ]),
    ];
  },
  dashboards: (context) => dashboardsOf(context, jobOf(context.settings), requestMetricsOf(context.settings)),
  metrics: (settings) => {
    const manifest = manifestOf(settings);
    return manifest === undefined ? [] : [...manifest.metrics, ...PROCESS_METRICS].map(counted);
  },
};

export default defineComponent(app);
