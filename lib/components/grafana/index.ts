import { OVERVIEW_UID } from "../../dashboards/overview.ts";
import { toYaml } from "../../render/yaml.ts";
import { type Component, type Context, type Contributions, defineComponent } from "../component.ts";
import { listenVariables } from "../listen-variables.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, native, settingsSchema } from "../settings.ts";
import { DATA_SOURCE_UID } from "./data-source.ts";

export interface GrafanaSettings extends CommonSettings {
  readonly alerting?: Readonly<Record<string, unknown>>;
}

/** Known default passwords stay unused (requirements T24): made when absent, shown once by `up`. */
const ADMIN_PASSWORD = "grafana-admin";

/** What its alerts ask Prometheus: `model.expr` of each query that is not Grafana's own arithmetic. Source: its provisioning format, `data`. */
const alertQueries = (alerting: GrafanaSettings["alerting"]) =>
  listOf(alerting?.groups).flatMap((group, g) =>
    listOf(group.rules).flatMap((rule, r) =>
      listOf(rule.data).flatMap(({ model, datasourceUid }, d) => {
        const { expr } = (model ?? {}) as { readonly expr?: unknown };
        return typeof expr === "string" && datasourceUid !== "__expr__"
          ? [{ expr, pointer: `/alerting/groups/${g}/rules/${r}/data/${d}/model/expr` }]
          : [];
      }),
    ),
  );

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.map((item) => item ?? {}) : [];

/** Nobody could record what it exposes where its image is not to be had. Its names begin with its own, or with those of the libraries that it is built with. */
const OWNS = new RegExp(
  `^(?:${[
    "grafana|access|aggregator|alerting|apiserver|authentication|authorization|cache|datasource|deprecated|disabled_metrics",
    "etcd|field_validation|go|graphite|hidden_metrics|iam|index|jaeger|kubernetes|legacy|loki|memberlist|net_conntrack",
    "otel|plugins?|process|prometheus_template|promhttp|registered_metrics|rest_client|rpc|storage|target_info|watch|workqueue|zanzana",
  ].join("|")})(?:_|$)`,
);

const workload = ({ self, settings, site }: Context<GrafanaSettings>) => {
  const { HOST, PORT } = listenVariables(site.listen(self.name, "http"));
  return {
    name: self.name,
    program: { kind: "server", name: "grafana" } as const,
    optional: true,
    args: [],
    variables: {
      GF_SERVER_HTTP_ADDR: HOST,
      GF_SERVER_HTTP_PORT: PORT,
      GF_SERVER_ROOT_URL: `http://${site.address(self.name, "http", "outside")}/`,
      GF_PATHS_DATA: site.path(self.name, "data"),
      GF_PATHS_PROVISIONING: site.path(self.name, "config", "provisioning"),
      GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: site.path(self.name, "config", `dashboards/${OVERVIEW_UID}.json`),
      GF_SECURITY_ADMIN_PASSWORD__FILE: site.path(self.name, "secret", ADMIN_PASSWORD),
      // Nothing that is deployed by default speaks to an address off this machine.
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
      GF_NEWS_NEWS_FEED_ENABLED: "false",
    },
    ports: grafana.ports(settings),
    health: { port: "http", path: "/api/health" },
    startAfter: [],
    secrets: [ADMIN_PASSWORD],
    data: true,
    resources: { memoryMiB: settings.memory_mib ?? 512 },
    stopGraceSeconds: 30,
    startTimeoutSeconds: 120,
  };
};

const dataSource = (url: string, index: number) => ({
  name: index === 0 ? "Prometheus" : `Prometheus ${index + 1}`,
  uid: index === 0 ? DATA_SOURCE_UID : `${DATA_SOURCE_UID}-${index + 1}`,
  type: "prometheus",
  access: "proxy",
  url,
  isDefault: index === 0,
  jsonData: { timeInterval: "15s" },
});

const files = ({ environment, self, settings, site }: Context<GrafanaSettings>, all: Contributions) => [
  {
    path: `${self.name}/provisioning/datasources/prometheus.yml`,
    text: toYaml({ apiVersion: 1, prune: true, datasources: all.dataSources.map(dataSource) }),
  },
  {
    path: `${self.name}/provisioning/dashboards/watchkeeper.yml`,
    text: toYaml({
      apiVersion: 1,
      providers: [
        {
          name: "watchkeeper",
          type: "file",
          updateIntervalSeconds: 10,
          options: { path: site.path(self.name, "config", "dashboards") },
        },
      ],
    }),
  },
  ...(settings.alerting === undefined
    ? []
    : [
        {
          path: `${self.name}/provisioning/alerting/watchkeeper.yml`,
          text: toYaml({ apiVersion: 1, ...settings.alerting }),
        },
      ]),
  ...all.dashboards.map((dashboard) => ({
    path: `${self.name}/dashboards/${dashboard.uid}.json`,
    text: `${JSON.stringify(dashboard, undefined, 2)}\n`,
  })),
  ...environment.dashboards.map(({ path, text }) => ({
    path: `${self.name}/dashboards/${path.slice(path.lastIndexOf("/") + 1)}`,
    text,
  })),
];

/** Grafana with its data source and every component's dashboards, provisioned from files. */
const grafana: Component<GrafanaSettings> = {
  name: "grafana",
  settings: settingsSchema({
    alerting: native(
      "object",
      "Alerts that Grafana evaluates itself, in the format of its provisioning files: `groups`, `contactPoints`, `policies`, …",
    ),
  }),
  ports: ({ port }) => [{ name: "http", number: port ?? 3000 }],
  workload,
  scrape: (context) => scrapeSelf(context),
  recorded: { samples: [], owns: OWNS },
  expressions: ({ alerting }) => alertQueries(alerting),
  files,
};

export default defineComponent(grafana);
