import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  count,
  duration,
  integer,
  list,
  map,
  number,
  object,
  path,
  ref,
  since,
  size,
  text,
  until,
  url,
} from "../../schema-words.ts";
import { discoveries, discoveryDefinitions, targetGroup } from "./discovery.ts";
import { httpClient, httpClientDefinitions } from "./http-client.ts";
import { relabel } from "./relabel.ts";
import { azuread, googleIam, otlp, sigv4, storage, tracing } from "./storage.ts";

/** The newest version whose keys this schema knows. */
export const NEWEST_PROMETHEUS = "3.15";

const PROTOCOLS = [
  "PrometheusProto",
  "OpenMetricsText0.0.1",
  "OpenMetricsText1.0.0",
  "OpenMetricsText2.0.0",
  "PrometheusText0.0.4",
  "PrometheusText1.0.0",
];
const PROTOCOLS_SINCE = { "PrometheusText1.0.0": "3.0", "OpenMetricsText2.0.0": "3.15" };
const relabelSteps = (what: string) => list(ref("relabel_config"), what);
const protocols = since(
  "2.49",
  list(choice(PROTOCOLS, "A format.", { "x-enum-since": PROTOCOLS_SINCE }), "Formats to ask for, the best first.", {
    minItems: 1,
  }),
);
const escaping = since(
  "3.4",
  choice(["", "allow-utf-8", "underscores", "dots", "values"], "How to ask for names that are not classic ones."),
);
const validation = since(
  "2.55",
  choice(["", "legacy", "utf8"], "Which metric and label names are allowed.", { default: "utf8" }),
);
const nativeHistograms = since("3.8", boolean("Scrape native histograms.", { default: false }));
const classicHistograms = (version: string) =>
  since(version, boolean("Scrape classic histograms also where native ones are exposed.", { default: false }));
const customBuckets = (version: string) =>
  since(version, boolean("Store classic histograms as native ones with custom buckets.", { default: false }));
const extraMetrics = since(
  "3.9",
  boolean("Also store scrape timeout, sample limit and body size as metrics.", { default: false }),
);

const limits = (version?: string) => {
  const known = (schema: JsonSchema) => (version === undefined ? schema : since(version, schema));
  return {
    body_size_limit: known(size("A scrape with a longer body fails. 0: no limit.")),
    sample_limit: known(count("A scrape with more samples fails. 0: no limit.")),
    target_limit: known(count("A job with more targets is not scraped. 0: no limit.")),
    label_limit: known(count("A scrape with more labels on a sample fails. 0: no limit.")),
    label_name_length_limit: known(count("A scrape with a longer label name fails. 0: no limit.")),
    label_value_length_limit: known(count("A scrape with a longer label value fails. 0: no limit.")),
    keep_dropped_targets: since("2.47", count("How many dropped targets are remembered. 0: all.")),
  };
};

const global = object(
  {
    scrape_interval: duration("How often targets are scraped.", { default: "1m" }),
    scrape_timeout: duration("How long a scrape may take; not longer than the interval.", { default: "10s" }),
    scrape_protocols: protocols,
    evaluation_interval: duration("How often rules are evaluated.", { default: "1m" }),
    rule_query_offset: since("2.53", duration("How far into the past rules look, for samples that arrive late.")),
    query_log_file: path("File to which queries are logged."),
    scrape_failure_log_file: since("2.55", path("File to which failed scrapes are logged.")),
    external_labels: map(
      text("Value; $NAME stands for an environment variable."),
      "Labels of everything that leaves this server.",
      {
        propertyNames: { format: "external-label-name" },
      },
    ),
    ...limits("2.45"),
    metric_name_validation_scheme: validation,
    metric_name_escaping_scheme: escaping,
    scrape_native_histograms: nativeHistograms,
    convert_classic_histograms_to_nhcb: customBuckets("3.4"),
    always_scrape_classic_histograms: classicHistograms("3.5"),
    extra_scrape_metrics: extraMetrics,
  },
  "Defaults of everything else.",
  { "x-checked-as": ["global"] },
);

const scrape = object(
  {
    job_name: text("Name of the job: the label `job` of its samples.", { minLength: 1 }),
    honor_labels: boolean("Keep the target's own labels where they clash.", { default: false }),
    honor_timestamps: boolean("Keep the target's own timestamps.", { default: true }),
    track_timestamps_staleness: since(
      "2.48",
      boolean("Mark series with timestamps stale when they vanish.", { default: false }),
    ),
    params: map(list(text("A value."), "Values."), "URL parameters."),
    scrape_interval: duration("How often; the global interval when absent."),
    scrape_timeout: duration("How long a scrape may take; not longer than the interval."),
    scrape_protocols: protocols,
    fallback_scrape_protocol: since(
      "3.0",
      choice(["", ...PROTOCOLS], "Format to assume when the target names none.", { "x-enum-since": PROTOCOLS_SINCE }),
    ),
    scrape_native_histograms: nativeHistograms,
    always_scrape_classic_histograms: classicHistograms("3.0"),
    scrape_classic_histograms: since(
      "2.45",
      until("3.0", boolean("Older name of `always_scrape_classic_histograms`.")),
    ),
    convert_classic_histograms_to_nhcb: customBuckets("3.0"),
    scrape_failure_log_file: since("2.55", path("File to which failed scrapes are logged.")),
    metrics_path: text("Path on the target.", { default: "/metrics" }),
    scheme: text("http or https.", { default: "http" }),
    enable_compression: since("2.49", boolean("Ask for compressed answers.", { default: true })),
    ...limits(),
    native_histogram_bucket_limit: since(
      "2.45",
      count("Merge buckets of native histograms down to this number. 0: no limit."),
    ),
    native_histogram_min_bucket_factor: since("2.50", number("Merge buckets until they grow by this factor.")),
    metric_name_validation_scheme: validation,
    metric_name_escaping_scheme: escaping,
    extra_scrape_metrics: extraMetrics,
    ...httpClient,
    ...discoveries,
    relabel_configs: relabelSteps("Relabelling of targets, before the scrape."),
    metric_relabel_configs: relabelSteps("Relabelling of samples, after the scrape."),
  },
  "A scrape job.",
  { required: ["job_name"], "x-checked-as": ["http-client", "scrape"] },
);

const alertmanager = object(
  {
    ...httpClient,
    ...discoveries,
    sigv4: since("2.48", ref("sigv4")),
    scheme: text("http or https.", { default: "http" }),
    path_prefix: text("Prefix of Alertmanager's API."),
    timeout: duration("How long a delivery may take.", { default: "10s" }),
    api_version: text("Version of Alertmanager's API: v2; v1 was removed in 3.0.", {
      default: "v2",
      enum: ["v1", "v2"],
    }),
    relabel_configs: relabelSteps("Relabelling of Alertmanagers."),
    alert_relabel_configs: since("2.51", relabelSteps("Relabelling of alerts for these Alertmanagers.")),
  },
  "Alertmanagers that are told of alerts.",
  { "x-checked-as": ["http-client", "alertmanager"] },
);

const remoteWrite = object(
  {
    url: url("Where samples are sent."),
    remote_timeout: duration("How long a request may take.", { default: "30s" }),
    headers: map(text("Value of the header."), "Headers of every request.", { "x-checked-as": ["remote-headers"] }),
    write_relabel_configs: relabelSteps("Relabelling of samples before they are sent."),
    name: text("Name in metrics and logs."),
    send_exemplars: boolean("Send exemplars too.", { default: false }),
    send_native_histograms: boolean("Send native histograms too.", { default: false }),
    round_robin_dns: since("3.1", boolean("Spread requests over all addresses of the name.", { default: false })),
    protobuf_message: since(
      "2.54",
      choice(["prometheus.WriteRequest", "io.prometheus.write.v2.Request"], "Message of the protocol.", {
        default: "prometheus.WriteRequest",
      }),
    ),
    failed_request_logging: since("3.15", boolean("Log requests that failed.", { default: false })),
    ...httpClient,
    queue_config: object(
      {
        capacity: integer("Samples that a shard holds before reading stops.", { default: 10000 }),
        max_shards: integer("Most parallel senders.", { default: 50 }),
        min_shards: integer("Fewest parallel senders.", { default: 1 }),
        max_samples_per_send: integer("Samples in one request.", { default: 2000 }),
        batch_send_deadline: duration("How long a sample waits for company.", { default: "5s" }),
        min_backoff: duration("First pause after a failure.", { default: "30ms" }),
        max_backoff: duration("Longest pause after failures.", { default: "5s" }),
        retry_on_http_429: boolean("Try again when the other side is busy.", { default: false }),
        sample_age_limit: since("2.50", duration("Drop older samples. 0: none.")),
      },
      "How samples wait and are sent.",
      { "x-checked-as": ["queue"] },
    ),
    metadata_config: object(
      {
        send: boolean("Send metadata.", { default: true }),
        send_interval: duration("How often.", { default: "1m" }),
        max_samples_per_send: integer("Entries in one request.", { default: 2000 }),
      },
      "How metadata is sent.",
    ),
    sigv4: ref("sigv4"),
    azuread: since("2.45", ref("azuread")),
    google_iam: since("2.55", ref("google_iam")),
  },
  "Where samples are sent to.",
  { required: ["url"], "x-checked-as": ["http-client", "remote-write"] },
);

const remoteRead = object(
  {
    url: url("Where samples are read."),
    remote_timeout: duration("How long a request may take.", { default: "1m" }),
    chunked_read_limit: since("2.55", count("Largest frame to accept, in bytes.")),
    headers: map(text("Value of the header."), "Headers of every request.", { "x-checked-as": ["remote-headers"] }),
    read_recent: boolean("Ask also for what is stored locally.", { default: false }),
    name: text("Name in metrics and logs."),
    ...httpClient,
    required_matchers: map(text("Value of the label."), "Only ask when a selector has these labels.", {
      propertyNames: { format: "label-name" },
    }),
    filter_external_labels: boolean("Add external labels to selectors.", { default: true }),
  },
  "Where samples are read from.",
  { required: ["url"], "x-checked-as": ["http-client"] },
);

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** prometheus.yml. Source: Config in config/config.go, Prometheus 2.42 to 3.15. */
export const prometheusSchema: JsonSchema = {
  $schema: DRAFT,
  title: "Prometheus configuration",
  ...object(
    {
      global: ref("global"),
      runtime: since(
        "2.53",
        object(
          {
            gogc: integer("Go's garbage collection target, in per cent.", { default: 75 }),
            log_level: since(
              "3.15",
              choice(["", "debug", "info", "warn", "error"], "Least severe level that is logged.", { default: "info" }),
            ),
          },
          "The process itself.",
        ),
      ),
      alerting: object(
        {
          alert_relabel_configs: relabelSteps("Relabelling of alerts."),
          alertmanagers: list(ref("alertmanager_config"), "Who is told of alerts."),
        },
        "Alerting.",
      ),
      rule_files: list(text("A path; `*` may stand in its last part.", { format: "rule-path" }), "Files with rules."),
      scrape_config_files: since(
        "2.43",
        list(text("A path; `*` may stand in its last part.", { format: "rule-path" }), "Files with scrape jobs."),
      ),
      scrape_configs: list(ref("scrape_config"), "Scrape jobs."),
      storage,
      tracing,
      remote_write: list(ref("remote_write"), "Where samples are sent to."),
      remote_read: list(ref("remote_read"), "Where samples are read from."),
      otlp: since("2.55", otlp),
    },
    "The configuration file of Prometheus.",
    { "x-checked-as": ["prometheus"] },
  ),
  $defs: {
    global,
    scrape_config: scrape,
    alertmanager_config: alertmanager,
    remote_write: remoteWrite,
    remote_read: remoteRead,
    relabel_config: relabel,
    target_group: targetGroup,
    sigv4,
    azuread,
    google_iam: googleIam,
    ...httpClientDefinitions,
    ...discoveryDefinitions,
  },
};
