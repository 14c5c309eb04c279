import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  count,
  duration,
  integer,
  list,
  number,
  object,
  path,
  ref,
  since,
  text,
} from "../../schema-words.ts";
import { entry, secretUrl } from "./words.ts";

/** Source: TracingConfig in tracing/config.go, Alertmanager 0.30 to 0.34. */
export const tracing: JsonSchema = object(
  {
    client_type: choice(["http", "grpc"], "Protocol.", { default: "grpc" }),
    endpoint: text("Where traces are sent.", { minLength: 1 }),
    sampling_fraction: number("Share of requests that are traced."),
    insecure: boolean("Speak no TLS.", { default: false }),
    tls_config: ref("tls_config", "How to speak TLS."),
    headers: ref("trace_headers", "Further headers."),
    compression: choice(["", "gzip"], "Compression."),
    timeout: duration("How long an export may take.", { default: "10s" }),
  },
  "Traces of Alertmanager's own work.",
  { required: ["endpoint"] },
);

const fileOutput = entry({ path: text("The file, one JSON object a line.", { minLength: 1 }) }, "A file.", {
  required: ["path"],
});

const webhookOutput = entry(
  {
    url: secretUrl("Where events are sent."),
    http_config: ref("http_config", "How requests are made."),
    timeout: duration("How long a request may take.", { default: "10s" }),
    workers: integer("Requests at a time.", { default: 4 }),
    max_retries: integer("Attempts for an event.", { default: 3 }),
    retry_backoff: duration("First pause between attempts.", { default: "500ms" }),
    batch: since("0.34", boolean("Send several events in one request.", { default: false })),
    batch_max_events: since("0.34", count("Events in one request.", { default: 100 })),
    batch_max_bytes: since("0.34", count("Bytes in one request.", { default: 1_048_576 })),
    batch_flush_interval: since("0.34", duration("How long an event waits for company.", { default: "100ms" })),
  },
  "A webhook.",
  { required: ["url"], "x-checked-as": ["event-webhook"] },
);

const kafkaOutput = entry(
  {
    brokers: list(text("`host:port`", { minLength: 1 }), "Brokers to start from.", { minItems: 1 }),
    topic: text("Topic.", { minLength: 1 }),
    client_id: text("Name for the brokers.", { default: "alertmanager" }),
    format: choice(["", "json", "protobuf"], "How events are written.", { default: "json" }),
    acks: choice(["", "none", "leader", "all"], "Who must have an event before it counts as sent.", {
      default: "leader",
    }),
    compression: choice(["", "none", "gzip", "snappy", "lz4", "zstd"], "Compression."),
    buffer_size: integer("Events that wait.", { default: 1024 }),
    tls_config: ref("tls_config", "How to speak TLS."),
  },
  "Kafka.",
  { required: ["brokers", "topic"] },
);

/** Source: eventrecorder/config.go, file.go, kafka.go, webhook.go and stdout.go, Alertmanager 0.33 and 0.34. */
export const eventRecorder: JsonSchema = object(
  {
    file_outputs: list(fileOutput, "Files."),
    webhook_outputs: list(webhookOutput, "Webhooks."),
    kafka_outputs: list(kafkaOutput, "Kafka."),
    stdout_outputs: since("0.34", list(entry({}, "Standard output."), "Standard output.")),
  },
  "Where a record of all that Alertmanager decides is written.",
);

/** As http_headers, but any header may be set. */
export const traceHeaders: JsonSchema = {
  type: "object",
  description: "Headers by name.",
  additionalProperties: object(
    {
      values: list(text("A value."), "Values."),
      secrets: list(text("A value. A secret."), "Values that must not be shown."),
      files: list(path("A file."), "Files that hold one value each."),
    },
    "One header.",
  ),
};
