import { type Component, type Context, defineComponent } from "../component.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";

export interface PostgresSettings extends CommonSettings {
  readonly user: string;
  readonly database: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

const IDENTIFIER = "^[a-z_][a-z0-9_]*$";

const parameterArguments = (parameters: PostgresSettings["parameters"]): readonly string[] =>
  Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** Variables and arguments are those of the official image; PostgreSQL on native is started in the same way. */
const workload = ({ self, settings, site }: Context<PostgresSettings>) => {
  const [host, port] = site.listen(self.name, "postgres").split(":");
  return {
    name: self.name,
    program: { kind: "server", name: "postgres" } as const,
    asNobody: true,
    args: parameterArguments({ listen_addresses: host ?? "", port: port ?? "", ...settings.parameters }),
    variables: {
      PGDATA: site.path(self.name, "data", "db"),
      POSTGRES_USER: settings.user,
      POSTGRES_DB: settings.database,
      POSTGRES_PASSWORD_FILE: site.path(self.name, "secret", self.name),
    },
    ports: postgres.ports(settings),
    health: { port: "postgres" },
    startAfter: [],
    secrets: [self.name],
    data: true,
    resources: { memoryMiB: settings.memory_mib ?? 256 },
    stopGraceSeconds: 60,
    startTimeoutSeconds: 300,
  } as const;
};

/** PostgreSQL with one user and one database. Its password is the secret of its name. It is observed through `postgres-exporter`. */
const postgres: Component<PostgresSettings> = {
  name: "postgres",
  settings: settingsSchema({
    user: { type: "string", pattern: IDENTIFIER, default: "postgres", description: "Who owns everything in it." },
    database: { type: "string", pattern: IDENTIFIER, default: "postgres", description: "Made when absent." },
    parameters: {
      type: "object",
      propertyNames: { pattern: "^[a-z_.]+$" },
      additionalProperties: { type: ["string", "number", "boolean"] },
      default: {},
      description: "Further settings of the server by name, as in postgresql.conf: { max_connections: 50 }.",
    },
  }),
  ports: ({ port }) => [{ name: "postgres", number: port ?? 5432 }],
  workload,
};

export default defineComponent(postgres);
