import type { AppMetric, Variables } from "../manifest.ts";

/** What the shop's applications depend on, as `dependency_up` and `/ready` name it. */
const DEPENDENCIES = ["rabbitmq", "postgres", "redis"] as const;

export const dependencyMetric = {
  name: "dependency_up",
  type: "gauge",
  help: "Whether a dependency answers",
  labels: ["dependency"],
  values: { dependency: DEPENDENCIES },
} as const satisfies AppMetric;

/** Where the shop's services are. Passwords lie in files, and are read anew at each connection: a rotated one needs no restart. */
export const serviceVariables = {
  RABBITMQ_URL: {
    kind: "url",
    protocols: ["amqp:", "amqps:"],
    default: "amqp://shop@127.0.0.1:5672",
    help: "The broker, with the user's name",
  },
  RABBITMQ_PASSWORD_FILE: {
    kind: "secretFile",
    default: "/run/secrets/rabbitmq",
    help: "File with the password of the broker's user",
  },
  DATABASE_URL: {
    kind: "url",
    protocols: ["postgres:", "postgresql:"],
    default: "postgres://shop@127.0.0.1:5432/demo",
    help: "The database, with the user's name",
  },
  DATABASE_PASSWORD_FILE: {
    kind: "secretFile",
    default: "/run/secrets/postgres",
    help: "File with the password of the database's user",
  },
  REDIS_URL: {
    kind: "url",
    protocols: ["redis:", "rediss:"],
    default: "redis://127.0.0.1:6379",
    help: "The cache",
  },
  REDIS_PASSWORD_FILE: {
    kind: "secretFile",
    default: "/run/secrets/redis",
    help: "File with the password of the cache",
  },
} as const satisfies Variables;
