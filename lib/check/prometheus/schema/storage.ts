import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  duration,
  integer,
  list,
  map,
  number,
  object,
  path,
  ref,
  secret,
  since,
  size,
  text,
} from "../../schema-words.ts";

/** Source: StorageConfig, TSDBConfig, ExemplarsConfig in config/config.go. */
export const storage = object(
  {
    tsdb: object(
      {
        out_of_order_time_window: duration("How old a sample may be when it arrives late. 0 refuses late samples.", {
          default: "0s",
        }),
        stale_series_compaction_threshold: since(
          "3.10",
          number("Share of stale series in the head, 0 to 1, that starts an early compaction."),
        ),
        chunk_encoding: since(
          "3.13",
          object({ floats: choice(["", "xor", "xor2"], "Encoding of float samples.") }, "Encoding by kind of sample.", {
            "x-checked-as": [],
          }),
        ),
        retention: since(
          "3.8",
          object(
            {
              time: duration("How long samples are kept."),
              size: size("How many bytes of blocks are kept."),
              percentage: since(
                "3.11",
                number("How much of the disk blocks may fill, in per cent.", { minimum: 0, maximum: 100 }),
              ),
            },
            "What is kept; flags say the same.",
            { "x-checked-as": ["retention"] },
          ),
        ),
      },
      "Time series database.",
    ),
    exemplars: object(
      { max_exemplars: integer("How many exemplars are kept in memory; 0 or less: none.", { default: 100000 }) },
      "Exemplar storage.",
    ),
  },
  "Storage settings that a reload applies.",
);

/** Source: TracingConfig in config/config.go. */
export const tracing = object(
  {
    client_type: choice(["http", "grpc"], "Protocol of the collector.", { default: "grpc" }),
    endpoint: text("Collector to send to, host:port.", { minLength: 1 }),
    sampling_fraction: number("Share of traces to send, 0 to 1.", { default: 0 }),
    insecure: boolean("Speak without TLS.", { default: false }),
    tls_config: ref("tls_config", "How to speak TLS."),
    headers: map(text("Value of the header."), "Headers of every export.", { "x-checked-as": ["tracing-headers"] }),
    compression: choice(["", "gzip"], "Compression of exports."),
    timeout: duration("How long an export may take.", { default: "10s" }),
  },
  "Where Prometheus sends traces of itself.",
  { required: ["endpoint"] },
);

/** Source: OTLPConfig in config/config.go. */
export const otlp = object(
  {
    promote_resource_attributes: list(text("An attribute."), "Resource attributes that become labels."),
    promote_all_resource_attributes: since(
      "3.5",
      boolean("Make labels of all resource attributes.", { default: false }),
    ),
    ignore_resource_attributes: since("3.5", list(text("An attribute."), "Attributes left out when all are promoted.")),
    translation_strategy: since(
      "3.0",
      choice(
        [
          "",
          "UnderscoreEscapingWithSuffixes",
          "UnderscoreEscapingWithoutSuffixes",
          "NoUTF8EscapingWithSuffixes",
          "NoTranslation",
        ],
        "How names of OpenTelemetry become names of Prometheus.",
        {
          default: "UnderscoreEscapingWithSuffixes",
          "x-enum-since": { NoTranslation: "3.4", UnderscoreEscapingWithoutSuffixes: "3.6" },
        },
      ),
    ),
    keep_identifying_resource_attributes: since(
      "3.1",
      boolean("Keep service.name and the like in target_info.", { default: false }),
    ),
    convert_histograms_to_nhcb: since(
      "3.4",
      boolean("Store explicit-bucket histograms as native ones with custom buckets.", { default: false }),
    ),
    promote_scope_metadata: since("3.6", boolean("Make labels of the instrumentation scope.", { default: false })),
    label_name_underscore_sanitization: since(
      "3.8",
      boolean("Put `key_` before labels that start with an underscore.", { default: true }),
    ),
    label_name_preserve_multiple_underscores: since(
      "3.8",
      boolean("Keep several underscores in a row.", { default: true }),
    ),
  },
  "The OTLP receiver.",
  { "x-checked-as": ["otlp"] },
);

/** Source: SigV4Config in prometheus/sigv4. */
export const sigv4: JsonSchema = object(
  {
    region: text("AWS region."),
    access_key: text("Access key; AWS's own chain of credentials when absent."),
    secret_key: secret("Secret key."),
    profile: text("Named profile."),
    role_arn: text("Role to assume."),
    external_id: since("3.10", text("External id for the role.")),
    session_name: since("3.15", text("Session name for the role.")),
    tags: since("3.15", map(text("Value of the tag."), "Session tags for the role.")),
    use_fips_sts_endpoint: since("3.1", boolean("Use STS end points that follow FIPS 140.")),
    service_name: since("3.5", text("AWS service to sign for.")),
  },
  "Sign requests with AWS Signature Version 4.",
  { "x-checked-as": ["sigv4"] },
);

/** Source: AzureADConfig in storage/remote/azuread. */
export const azuread: JsonSchema = object(
  {
    cloud: choice(["", "AzurePublic", "AzureGovernment", "AzureChina"], "Azure cloud.", { default: "AzurePublic" }),
    managed_identity: object(
      { client_id: text("Client id of the identity.", { format: "uuid-or-empty" }) },
      "Managed identity.",
    ),
    workload_identity: since(
      "3.7",
      object(
        {
          client_id: text("Client id.", { format: "uuid" }),
          tenant_id: text("Tenant id.", { format: "uuid" }),
          token_file_path: path("File with the federated token."),
        },
        "Workload identity.",
        { required: ["client_id", "tenant_id"] },
      ),
    ),
    oauth: since(
      "2.48",
      object(
        {
          client_id: text("Client id.", { format: "uuid" }),
          client_secret: secret("Client secret.", { minLength: 1 }),
          tenant_id: text("Tenant id.", { minLength: 1 }),
        },
        "OAuth with a client secret.",
        { required: ["client_id", "client_secret", "tenant_id"] },
      ),
    ),
    sdk: since("2.52", object({ tenant_id: text("Tenant id.") }, "What the Azure SDK finds by itself.")),
    certificate: since(
      "3.13",
      object(
        {
          client_id: text("Client id.", { format: "uuid" }),
          tenant_id: text("Tenant id.", { minLength: 1 }),
          certificate_path: path("File with the certificate.", { minLength: 1 }),
          certificate_key_path: path("File with its key."),
          certificate_password: secret("Password of the certificate."),
          send_certificate_chain: boolean("Send the whole chain."),
        },
        "OAuth with a certificate.",
        { required: ["client_id", "tenant_id", "certificate_path"] },
      ),
    ),
    scope: since("3.9", text("Scope to ask for.", { pattern: "^$|^[\\w\\s:/.\\-]+$" })),
  },
  "Azure Active Directory.",
  { "x-checked-as": ["azuread"] },
);

export const googleIam: JsonSchema = object(
  { credentials_file: path("File with the credentials.") },
  "Google Cloud IAM.",
);
