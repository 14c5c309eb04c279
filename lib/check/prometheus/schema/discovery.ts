import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  duration,
  integer,
  list,
  map,
  object,
  type Properties,
  path,
  ref,
  secret,
  since,
  text,
} from "../../schema-words.ts";
import { awsDiscoveries } from "./discovery-aws.ts";
import { cloudDiscoveries } from "./discovery-cloud.ts";
import { kubernetes } from "./discovery-kubernetes.ts";
import { httpClient } from "./http-client.ts";

/** Source: the SDConfig of each folder of discovery/ in Prometheus. */

const refresh = duration("How often the list is read again.");
const port = integer("Port to scrape, where the list has none.");
const tagSeparator = text("What joins tags into one label.", { default: "," });
const dockerFilters = list(
  object({ name: text("Name of the filter."), values: list(text("A value."), "Values of the filter.") }, "A filter."),
  "Filters of the Docker API.",
);

const zookeeper = (what: string): JsonSchema =>
  object(
    {
      servers: list(text("A server, host:port."), "Zookeeper servers.", { minItems: 1 }),
      paths: list(text("A path, from the root.", { pattern: "^/" }), "Paths to watch.", { minItems: 1 }),
      timeout: duration("Session timeout.", { default: "10s" }),
    },
    what,
    { required: ["servers", "paths"], "x-checked-as": [] },
  );

const otherDiscoveries: Readonly<Record<string, JsonSchema>> = {
  consul: object(
    {
      server: text("Consul's address.", { default: "localhost:8500" }),
      path_prefix: since("2.45", text("Prefix of Consul's API, behind a gateway.")),
      token: secret("ACL token."),
      datacenter: text("Data centre."),
      namespace: text("Namespace."),
      partition: text("Admin partition."),
      tag_separator: tagSeparator,
      scheme: text("http or https.", { default: "http" }),
      username: text("Older form of `basic_auth`."),
      password: secret("Older form of `basic_auth`."),
      allow_stale: boolean("Accept answers of any server.", { default: true }),
      refresh_interval: refresh,
      services: list(text("A service."), "Services to find; all when absent."),
      tags: list(text("A tag."), "Tags that a service must have."),
      node_meta: map(text("A value."), "Metadata that a node must have."),
      filter: since("3.0", text("Filter of the catalogue.")),
      health_filter: since("3.12", text("Filter of the health API.")),
      ...httpClient,
    },
    "Consul's catalogue.",
    { "x-checked-as": ["http-client", "consul-sd"] },
  ),
  dns: object(
    {
      names: list(text("A name to look up."), "Names to look up.", { minItems: 1 }),
      refresh_interval: refresh,
      type: text("Type of record: SRV, A, AAAA, MX or NS.", {
        default: "SRV",
        examples: ["SRV", "A", "AAAA", "MX", "NS"],
      }),
      port,
    },
    "DNS records.",
    { required: ["names"], "x-checked-as": ["dns-sd"] },
  ),
  docker: object(
    {
      ...httpClient,
      host: text("The engine's address.", { minLength: 1, format: "go-url" }),
      port,
      filters: dockerFilters,
      host_networking_host: text("Address of containers in the host's network.", { default: "localhost" }),
      refresh_interval: refresh,
      match_first_network: since("2.54", boolean("Only a container's first network.", { default: true })),
    },
    "Docker containers.",
    { required: ["host"] },
  ),
  dockerswarm: object(
    {
      ...httpClient,
      host: text("The engine's address.", { minLength: 1, format: "go-url" }),
      role: choice(["services", "tasks", "nodes"], "Kind of thing to find."),
      port,
      filters: dockerFilters,
      refresh_interval: refresh,
    },
    "Docker Swarm.",
    { required: ["host", "role"] },
  ),
  eureka: object(
    { server: text("Eureka's address.", { format: "absolute-url" }), ...httpClient, refresh_interval: refresh },
    "Eureka.",
    { required: ["server"] },
  ),
  file: object(
    {
      files: list(
        text("A path; `*` may stand in its last part. The suffix must be .json, .yml or .yaml.", {
          format: "file-sd-path",
          minLength: 1,
        }),
        "Files with target groups.",
        { minItems: 1 },
      ),
      refresh_interval: duration("How often files are read again, besides when they change.", { default: "5m" }),
    },
    "Files with target groups.",
    { required: ["files"], "x-checked-as": ["file-sd"] },
  ),
  http: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      url: text("Where target groups are fetched, http or https.", { format: "http-url" }),
    },
    "A URL that answers with target groups.",
    { required: ["url"], "x-checked-as": ["late-http-client"] },
  ),
  kubernetes,
  kuma: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      fetch_timeout: duration("How long a fetch may take.", { default: "2m" }),
      server: text("Address of Kuma's control plane.", { format: "absolute-url" }),
      client_id: since("2.50", text("Name this client goes by.")),
    },
    "Kuma's control plane.",
    { required: ["server"] },
  ),
  marathon: object(
    {
      servers: list(text("A URL."), "Marathon servers.", { minItems: 1 }),
      refresh_interval: refresh,
      auth_token: secret("Token for the Authorization header."),
      auth_token_file: path("File with that token."),
      ...httpClient,
    },
    "Marathon.",
    { required: ["servers"], "x-checked-as": ["http-client", "marathon-sd"] },
  ),
  nerve: zookeeper("AirBnB's Nerve."),
  nomad: object(
    {
      allow_stale: boolean("Accept answers of any server.", { default: true }),
      ...httpClient,
      namespace: text("Namespace.", { default: "default" }),
      refresh_interval: refresh,
      region: text("Region.", { default: "global" }),
      server: text("Nomad's address.", { default: "http://localhost:4646", pattern: "\\S" }),
      tag_separator: tagSeparator,
    },
    "Nomad services.",
  ),
  puppetdb: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      url: text("PuppetDB's address, http or https.", { format: "http-url" }),
      query: text("A PQL query.", { minLength: 1 }),
      include_parameters: boolean("Make labels of parameters, secrets included.", { default: false }),
      port,
    },
    "PuppetDB resources.",
    { required: ["url", "query"], "x-checked-as": ["late-http-client"] },
  ),
  serverset: zookeeper("Serversets of Finagle and Aurora."),
  uyuni: object(
    {
      server: text("Uyuni's address.", { minLength: 1, format: "go-url" }),
      username: text("User name.", { minLength: 1 }),
      password: secret("Password.", { minLength: 1 }),
      ...httpClient,
      entitlement: text("Entitlement of systems to find.", { default: "monitoring_entitled" }),
      separator: text("What joins groups into one label.", { default: "," }),
      refresh_interval: refresh,
    },
    "Uyuni systems.",
    { required: ["server", "username", "password"], "x-checked-as": ["late-http-client"] },
  ),
};

export const targetGroup = object(
  {
    targets: list(text("A target, host:port."), "Targets."),
    labels: map(text("Value of the label."), "Labels of all these targets.", {
      propertyNames: { format: "label-name" },
    }),
  },
  "Targets with the same labels.",
  { "x-checked-as": ["target-group"] },
);

const all = { ...otherDiscoveries, ...cloudDiscoveries, ...awsDiscoveries };

/** Every kind of discovery by its name, without `_sd_configs`. An HTTP client's options are checked in all that have them. */
export const discoveryDefinitions: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.entries(all).map(([name, schema]) => [
    `${name}_sd_config`,
    { ...schema, "x-checked-as": schema["x-checked-as"] ?? ["http-client"] },
  ]),
);

/** What a scrape job or an Alertmanager entry may hold: a list for every kind of discovery. */
export const discoveries: Properties = {
  ...Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [
      `${name}_sd_configs`,
      {
        ...list(ref(`${name}_sd_config`), `Targets from: ${schema.description}`),
        ...(schema["x-since"] !== undefined && { "x-since": schema["x-since"] }),
      },
    ]),
  ),
  static_configs: list(ref("target_group"), "Targets that are written here."),
};
