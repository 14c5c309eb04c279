import { type Component, type Context, defineComponent } from "../component.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";

export interface RedisSettings extends CommonSettings {
  readonly persistence: "none" | "aof";
  readonly max_memory_mib: number;
}

/**
 * The password goes in by standard input: arguments are seen by everybody, and rendered files hold no secret. Redis reads its
 * configuration there when its first argument is `-` (redis.io, "Redis configuration").
 */
const START = `#!/bin/sh
set -eu
password=$(sed 's/[\\\\"]/\\\\&/g' "$REDIS_PASSWORD_FILE")
exec "$@" - <<END
include $REDIS_CONFIG_FILE
requirepass "$password"
END
`;

const configuration = ({ self, settings, site }: Context<RedisSettings>): string => {
  const [host, port] = site.listen(self.name, "redis").split(":");
  return `${[
    `bind ${host}`,
    `port ${port}`,
    `dir ${site.path(self.name, "data")}`,
    "daemonize no",
    `maxmemory ${settings.max_memory_mib}mb`,
    // A cache forgets what was used least when it is full; what is kept on disk must not be forgotten.
    `maxmemory-policy ${settings.persistence === "none" ? "allkeys-lru" : "noeviction"}`,
    'save ""',
    `appendonly ${settings.persistence === "aof" ? "yes" : "no"}`,
  ].join("\n")}\n`;
};

const workload = ({ self, settings, site }: Context<RedisSettings>) =>
  ({
    name: self.name,
    program: { kind: "server", name: "redis-server" },
    start: site.path(self.name, "config", "start.sh"),
    asNobody: true,
    args: [],
    variables: {
      REDIS_CONFIG_FILE: site.path(self.name, "config", "redis.conf"),
      REDIS_PASSWORD_FILE: site.path(self.name, "secret", self.name),
    },
    ports: redis.ports(settings),
    health: { port: "redis" },
    startAfter: [],
    secrets: [self.name],
    data: true,
    // Replies and fragmented memory come on top of what it stores.
    resources: { memoryMiB: settings.memory_mib ?? 2 * settings.max_memory_mib },
    stopGraceSeconds: 30,
    startTimeoutSeconds: 60,
  }) as const;

/** Redis: a cache, or with `persistence: aof` a store. Its password is the secret of its name. It is observed through `redis-exporter`. */
const redis: Component<RedisSettings> = {
  name: "redis",
  settings: settingsSchema({
    persistence: {
      enum: ["none", "aof"],
      default: "none",
      description: "none: a cache that is empty after a restart; aof: every write is kept on disk.",
    },
    max_memory_mib: { type: "integer", minimum: 8, default: 64, description: "How much it stores, in MiB." },
  }),
  ports: ({ port }) => [{ name: "redis", number: port ?? 6379 }],
  workload,
  files: (context) => [
    { path: `${context.self.name}/redis.conf`, text: configuration(context) },
    { path: `${context.self.name}/start.sh`, text: START },
  ],
};

export default defineComponent(redis);
