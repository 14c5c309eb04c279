import { type Component, type Context, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import type { PostgresSettings } from "../postgres/index.ts";
import { scrapeSelf } from "../scrape.ts";
import { serverSchema, watchedServer, watcherOf } from "../server.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
import { debianExporter } from "../software.ts";
import { type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { alertsOf } from "./alerts.ts";
import { postgresDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";

export interface PostgresExporterSettings extends CommonSettings {
  readonly server: string;
  readonly flags: Flags;
  readonly alerts: TunedAlerts;
}

/** Where the server is, and as whom to ask it; nothing when it is not of this environment. */
const source = ({ environment, self, settings, site }: Context<PostgresExporterSettings>) => {
  const server = watchedServer(environment, settings.server);
  if (server === undefined) return {};
  const { user, database } = server.settings as unknown as PostgresSettings;
  return {
    DATA_SOURCE_URI: `${site.address(settings.server, "postgres", "inside")}/${database}?sslmode=disable`,
    DATA_SOURCE_USER: user,
    DATA_SOURCE_PASS_FILE: site.path(self.name, "secret", settings.server),
  };
};

const workload = (context: Context<PostgresExporterSettings>) => {
  const { self, settings, site } = context;
  return {
    name: self.name,
    program: { kind: "server", name: "postgres_exporter" } as const,
    args: [`--web.listen-address=${site.listen(self.name, "http")}`, ...flagArguments(settings.flags)],
    variables: source(context),
    ports: exporter.ports(settings),
    health: { port: "http", path: "/" },
    ...watcherOf(settings),
  };
};

/** postgres_exporter: what a PostgreSQL of this environment says of itself. */
const exporter: Component<PostgresExporterSettings> = {
  name: "postgres-exporter",
  settings: settingsSchema({
    server: serverSchema("postgres"),
    flags: flagsSchema,
    alerts: tunableSchema(alertsOf("", "")),
  }),
  software: debianExporter("postgres_exporter", "prometheus-postgres-exporter", {
    image: "prometheuscommunity/postgres-exporter:v0.20.1",
    repository: "prometheus-community/postgres_exporter",
  }),
  ports: ({ port }) => [{ name: "http", number: port ?? 9187 }],
  workload,
  scrape: scrapeSelf,
  rules: ({ self, settings }) => tunedRules(self.name, alertsOf(self.name, settings.server), settings.alerts),
  dashboards: ({ self }) => (self.index === 0 ? [postgresDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:pg|postgres_exporter|go|process|promhttp)_/,
    passesOn: ({ flags }) => "extend.query-path" in flags,
  },
  queries: ({ self, settings }) => [
    { name: `${settings.server} answers`, expr: `pg_up{job="${self.name}"} == 1`, expect: "one" },
    {
      name: `connections to ${settings.server}`,
      expr: `sum by (job) (pg_stat_database_numbackends{job="${self.name}"})`,
      expect: "one",
    },
    {
      name: `transactions of ${settings.server} a second`,
      expr: `sum by (job) (rate(pg_stat_database_xact_commit{job="${self.name}"}[5m]))`,
      expect: "one",
    },
  ],
};

export default defineComponent(exporter);
