import { parseDuration } from "../../../schema/index.ts";
import {
  type Context,
  enumerate,
  isSet,
  listOf,
  objectOf,
  objectsOf,
  type Rule,
  type Say,
  textOf,
  type Values,
} from "../../rule.ts";
import { isSince } from "../../version.ts";
import { RESERVED } from "./http-client.ts";

const CONFIG = "config/config.go";
const AZURE_WAYS = ["managed_identity", "workload_identity", "oauth", "sdk", "certificate"];

/** Ways to authenticate that HTTP clients and cloud services bring; a bearer token counts as authorization. */
function onlyOneWay(value: Values, ways: readonly string[], say: Say): void {
  const cloud = ways.filter((key) => objectOf(value[key]) !== undefined);
  const [http] = ["basic_auth", "authorization", "oauth2"]
    .filter((key) => objectOf(value[key]) !== undefined)
    .concat(["bearer_token", "bearer_token_file"].filter((key) => isSet(value[key])));
  const [first, ...others] = http === undefined ? cloud : [http, ...cloud];
  for (const key of others)
    say(
      key,
      `"${key}" stands beside "${first}", and only one way to authenticate may be given`,
      "remove one of the two",
      { part: "key" },
    );
}

const reservedHeader = (value: Values, say: Say, reserved: ReadonlySet<string>): void => {
  for (const name of Object.keys(value)) {
    const isAuthorization = name.toLowerCase() === "authorization";
    const help = isAuthorization ? "use basic_auth, authorization or oauth2" : undefined;
    if (isAuthorization || reserved.has(name.toLowerCase()))
      say(name, `the header "${name}" is set by Prometheus itself`, help, { part: "key" });
  }
};

/** Source: reservedHeaders in config/config.go, which lacks one of those in prometheus/common. */
const REMOTE_RESERVED = new Set([...RESERVED].filter((name) => name !== "x-prometheus-scrape-timeout-seconds"));

export const remoteRules: readonly Rule[] = [
  {
    name: "prometheus/auth-once",
    on: "remote-write",
    says: "sigv4, azuread or google_iam beside each other, or beside an HTTP client's way to authenticate.",
    source: `validateAuthConfigs, ${CONFIG}`,
    check: (value, say) => onlyOneWay(value, ["sigv4", "azuread", "google_iam"], say),
  },
  {
    name: "prometheus/auth-once",
    on: "alertmanager",
    says: "sigv4 beside an HTTP client's way to authenticate.",
    source: `AlertmanagerConfig.UnmarshalYAML, ${CONFIG}`,
    check: (value, say) => onlyOneWay(value, ["sigv4"], say),
  },
  {
    name: "prometheus/alertmanager-api",
    on: "alertmanager",
    since: "3.0",
    says: "api_version v1, which Prometheus 3.0 removed.",
    source: `AlertmanagerAPIVersion.UnmarshalYAML, ${CONFIG}`,
    check: (value, say) => {
      if (value.api_version === "v1")
        say("api_version", "Prometheus 3.0 removed Alertmanager's API v1", "remove the line: v2 is the default");
    },
  },
  {
    name: "prometheus/reserved-header",
    on: "remote-headers",
    says: "headers of remote_write or remote_read with one that Prometheus itself sets.",
    source: `validateHeaders, ${CONFIG}`,
    check: (value, say) => reservedHeader(value, say, REMOTE_RESERVED),
  },
  {
    name: "prometheus/reserved-header",
    on: "tracing-headers",
    says: "headers of tracing with one that Prometheus itself sets.",
    source: `validateHeadersForTracing, ${CONFIG}`,
    check: (value, say) => reservedHeader(value, say, REMOTE_RESERVED),
  },
  {
    name: "prometheus/queue",
    on: "queue",
    since: "3.12",
    says: "Shards, capacity or samples per send of 0 or less; min_shards over max_shards; min_backoff over max_backoff.",
    source: `QueueConfig.Validate, ${CONFIG}`,
    check: checkQueue,
  },
  {
    name: "prometheus/queue",
    on: "remote-write",
    since: "3.12",
    says: "queue_config without a value, which empties its defaults.",
    source: `QueueConfig.Validate, ${CONFIG}`,
    check: (value, say, { isNull }) => {
      if (isNull(value, "queue_config"))
        say("queue_config", "queue_config is empty: every amount would be 0", "remove the key");
    },
  },
  {
    name: "prometheus/protobuf-message",
    on: "remote-write",
    says: "protobuf_message without a value.",
    source: `RemoteWriteConfig.UnmarshalYAML, ${CONFIG}`,
    check: (value, say, { isNull }) => {
      if (isNull(value, "protobuf_message"))
        say("protobuf_message", "protobuf_message is empty", "remove the line: it has a default");
    },
  },
  {
    name: "prometheus/sigv4",
    on: "sigv4",
    says: "access_key without secret_key or the reverse; external_id, session_name or tags without role_arn; a session name that AWS refuses.",
    source: "SigV4Config.Validate, prometheus/sigv4",
    check: checkSigv4,
  },
  {
    name: "prometheus/azuread",
    on: "azuread",
    says: "No way to authenticate, or more than one; before Prometheus 3.5, a managed identity without client_id.",
    source: "AzureADConfig.Validate, storage/remote/azuread",
    check: (value, say, { versions }) => {
      const identity = objectOf(value.managed_identity);
      if (identity !== undefined && !isSet(identity.client_id) && isSince(versions.prometheus, "3.5") === false)
        say("client_id", "before Prometheus 3.5 a managed identity needs its client_id", undefined, { of: identity });
      const [first, ...others] = AZURE_WAYS.filter((key) => objectOf(value[key]) !== undefined);
      if (first === undefined) say(undefined, `azuread needs one of ${enumerate(AZURE_WAYS)}`);
      for (const key of others)
        say(key, `"${key}" stands beside "${first}", and only one way to authenticate may be given`, undefined, {
          part: "key",
        });
    },
  },
  {
    name: "prometheus/retention",
    on: "retention",
    since: "3.11",
    says: "A negative retention size.",
    source: `TSDBRetentionConfig.UnmarshalYAML, ${CONFIG}`,
    check: (value, say) => {
      if (textOf(value.size).startsWith("-") && !/^-0+\D*$/.test(textOf(value.size)))
        say("size", "the retention size must not be negative");
    },
  },
  {
    name: "prometheus/no-alertmanager",
    on: "prometheus",
    severity: "info",
    says: "Rule files, but no Alertmanager that would be told of alerts.",
    source: "a habit of ours",
    check: (value, say) => {
      const { alertmanagers } = objectOf(value.alerting) ?? {};
      if (listOf(value.rule_files).length > 0 && objectsOf(alertmanagers).length === 0) {
        say(
          "rule_files",
          "there are rules, but no Alertmanager to tell of alerts",
          "add alerting.alertmanagers, or ignore this where rules only record",
          { part: "key" },
        );
      }
    },
  },
];

const QUEUE_DEFAULTS: Readonly<Record<string, number>> = {
  max_shards: 50,
  min_shards: 1,
  max_samples_per_send: 2000,
  capacity: 10_000,
};

const backoff = (value: unknown, byDefault: number): number =>
  value === undefined ? byDefault : (parseDuration(textOf(value)) ?? byDefault);

function checkQueue(value: Values, say: Say, { isNull }: Context): void {
  const amount = (key: string): number => (typeof value[key] === "number" ? value[key] : (QUEUE_DEFAULTS[key] ?? 0));
  for (const key of Object.keys(QUEUE_DEFAULTS)) if (amount(key) <= 0) say(key, `${key} must be more than 0`);
  if (amount("min_shards") > amount("max_shards"))
    say(value.min_shards === undefined ? "max_shards" : "min_shards", "min_shards is more than max_shards");
  const [least, most] = [
    backoff(value.min_backoff, isNull(value, "min_backoff") ? 0 : 30),
    backoff(value.max_backoff, isNull(value, "max_backoff") ? 0 : 5000),
  ];
  if (most < least)
    say(value.max_backoff === undefined ? "min_backoff" : "max_backoff", "max_backoff is shorter than min_backoff");
}

function checkSigv4(value: Values, say: Say): void {
  if (isSet(value.access_key) !== isSet(value.secret_key)) {
    say(isSet(value.access_key) ? "access_key" : "secret_key", "access_key and secret_key belong together", undefined, {
      part: "key",
    });
  }
  const needRole = ["external_id", "session_name", "tags"].filter(
    (key) => isSet(value[key]) || Object.keys(objectOf(value[key]) ?? {}).length > 0,
  );
  if (!isSet(value.role_arn))
    for (const key of needRole) say(key, `"${key}" needs a role_arn beside it`, undefined, { part: "key" });
  if (isSet(value.session_name) && !/^[\w+=,.@-]{2,64}$/.test(textOf(value.session_name))) {
    say("session_name", "a session name has 2 to 64 letters, digits or +=,.@-");
  }
}
