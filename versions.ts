/**
 * The versions that watchkeeper pins: what `npm run up` fetches is decided here.
 * How each thing is fetched stands in host/programs/table.ts and host/images/. The one exception: a component whose program
 * nobody else uses may bring it, with its pin, in its own room (`software`).
 */

/** Half-open: `from` is supported, `below` is not. */
export interface Range {
  readonly from: string;
  readonly below: string;
}

/** What watchkeeper's renderers and checks know; programs found on the PATH or in Debian must lie within. */
export const SUPPORTED = {
  prometheus: { from: "2.42.0", below: "4.0.0" },
  alertmanager: { from: "0.25.0", below: "1.0.0" },
  node_exporter: { from: "1.5.0", below: "2.0.0" },
  terraform: { from: "1.5.0", below: "2.0.0" },
  dockerProvider: { from: "4.5.0", below: "5.0.0" },
} as const satisfies Readonly<Record<string, Range>>;

/**
 * Versions of Go modules, as the Go proxy names them without the `v`. `go` is the language version of the module's own go.mod.
 * Alertmanager: 0.32 to 0.34 do not build from the module, their UI's files are missing in it.
 * Prometheus numbers its module 0.NMM for release N.M: 0.315.0 is 3.15.0.
 */
export const GO_MODULES = {
  prometheus: { version: "0.315.0", go: "1.26.0" },
  alertmanager: { version: "0.31.1", go: "1.24.0" },
  node_exporter: { version: "1.12.1", go: "1.25.0" },
  statsd_exporter: { version: "0.31.0", go: "1.25.0" },
  thanos: { version: "0.42.4", go: "1.26.0" },
  /** The last whose library still has the packages that a program is made of. */
  cadvisor: { version: "0.53.0", go: "1.24.0" },
  /** Its tags cannot be had as a module, since its major version is not in its path; this commit is after 4.6.0. */
  dockerProvider: { version: "0.0.0-20260916201441-96d331c98ff4", release: "4.6.0", go: "1.25.8" },
} as const;

/**
 * Official images, by program; projects' releases are taken in the same versions. Docker Hub's wherever they are there, so
 * that one registry, or one mirror of it in the engine's settings, serves all. Tags, not digests: no registry could be asked
 * when they were pinned.
 */
export const IMAGES = {
  prometheus: "prom/prometheus:v3.15.0",
  alertmanager: "prom/alertmanager:v0.34.2",
  node_exporter: "prom/node-exporter:v1.12.1",
  grafana: "grafana/grafana:12.2.0",
  blackbox_exporter: "prom/blackbox-exporter:v0.27.0",
  pushgateway: "prom/pushgateway:v1.11.1",
  statsd_exporter: "prom/statsd-exporter:v0.31.0",
  "rabbitmq-server": "rabbitmq:4.1.4",
  postgres: "postgres:16.10",
  "redis-server": "redis:7.4.5",
  cadvisor: "ghcr.io/google/cadvisor:v0.53.0",
  thanos: "thanosio/thanos:v0.42.4",
  node: "node:20.20.2-slim",
} as const satisfies Readonly<Record<string, string>>;
