import { type Component, type Context, defineComponent } from "../component.ts";
import { scrapeSelf } from "../scrape.ts";
import { serverSchema, watchedServer, watcherOf } from "../server.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
import { debianExporter } from "../software.ts";
import { type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { alertsOf } from "./alerts.ts";
import { redisDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";

export interface RedisExporterSettings extends CommonSettings {
  readonly server: string;
  readonly alerts: TunedAlerts;
}

/** The exporter takes passwords from a file of JSON by address alone: it is made for it, on a descriptor that nobody else has. */
const START = `#!/bin/sh
set -eu
password=$(sed 's/[\\\\"]/\\\\&/g' "$SERVER_PASSWORD_FILE")
exec "$@" -redis.password-file=/dev/fd/3 3<<END
{ "$REDIS_ADDR": "$password" }
END
`;

const workload = ({ environment, self, settings, site }: Context<RedisExporterSettings>) => {
  const isHere = watchedServer(environment, settings.server) !== undefined;
  return {
    name: self.name,
    program: { kind: "server", name: "redis_exporter" } as const,
    start: site.path(self.name, "config", "start.sh"),
    args: [`-web.listen-address=${site.listen(self.name, "http")}`],
    variables: {
      ...(isHere ? { REDIS_ADDR: `redis://${site.address(settings.server, "redis", "inside")}` } : {}),
      SERVER_PASSWORD_FILE: site.path(self.name, "secret", settings.server),
    },
    ports: exporter.ports(settings),
    health: { port: "http", path: "/health" },
    ...watcherOf(settings),
  };
};

/** redis_exporter: what a Redis of this environment says of itself. */
const exporter: Component<RedisExporterSettings> = {
  name: "redis-exporter",
  settings: settingsSchema({ server: serverSchema("redis"), alerts: tunableSchema(alertsOf("", "")) }),
  software: debianExporter("redis_exporter", "prometheus-redis-exporter", {
    // Without the suffix the image holds no shell, which takes its files in.
    image: "oliver006/redis_exporter:v1.74.0-alpine",
    repository: "oliver006/redis_exporter",
  }),
  ports: ({ port }) => [{ name: "http", number: port ?? 9121 }],
  workload,
  scrape: scrapeSelf,
  rules: ({ self, settings }) => tunedRules(self.name, alertsOf(self.name, settings.server), settings.alerts),
  dashboards: ({ self }) => (self.index === 0 ? [redisDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:redis|go|process|promhttp)_/,
  },
  queries: ({ self, settings }) => [
    { name: `${settings.server} answers`, expr: `redis_up{job="${self.name}"} == 1`, expect: "one" },
    { name: `memory of ${settings.server}`, expr: `redis_memory_used_bytes{job="${self.name}"}`, expect: "one" },
    {
      name: `commands to ${settings.server} a second`,
      expr: `rate(redis_commands_processed_total{job="${self.name}"}[5m])`,
      expect: "one",
    },
  ],
  files: ({ self }) => [{ path: `${self.name}/start.sh`, text: START }],
};

export default defineComponent(exporter);
