import type { JsonSchema } from "../json-schema.ts";
import { httpClient, httpClientDefinitions } from "../prometheus/schema/http-client.ts";
import {
  boolean,
  choice,
  integer,
  list,
  map,
  object,
  type Properties,
  path,
  ref,
  size,
  text,
} from "../schema-words.ts";

const address: Properties = {
  preferred_ip_protocol: text("ip4 or ip6.", { default: "ip6" }),
  ip_protocol_fallback: boolean("Take the other protocol where the preferred one has no address.", { default: true }),
};
const source: Properties = { source_ip_address: text("Address to probe from.") };
const regexes = (what: string) => list(text("A regular expression (RE2).", { format: "go-regex" }), what);
const headerMatches = (what: string) =>
  list(
    object(
      {
        header: text("Name of the header.", { minLength: 1 }),
        regexp: text("What its value matches (RE2).", { minLength: 1, format: "go-regex" }),
        allow_missing: boolean("Do not fail where the header is missing.", { default: false }),
      },
      "A header and what it matches.",
      { required: ["header", "regexp"] },
    ),
    what,
  );
const answers = (what: string) =>
  object(
    {
      fail_if_matches_regexp: list(text("A regular expression."), "Fail if a record matches."),
      fail_if_all_match_regexp: list(text("A regular expression."), "Fail if all records match."),
      fail_if_not_matches_regexp: list(text("A regular expression."), "Fail if a record does not match."),
      fail_if_none_matches_regexp: list(text("A regular expression."), "Fail if no record matches."),
    },
    what,
  );

const http = object(
  {
    valid_status_codes: list(integer("A status."), "Statuses that are good; 2xx when absent."),
    valid_http_versions: list(text("HTTP/1.1, HTTP/2.0."), "Versions that are good."),
    ...address,
    skip_resolve_phase_with_proxy: boolean("Leave name resolution to the proxy.", { default: false }),
    no_follow_redirects: boolean("Older form of `follow_redirects: false`."),
    fail_if_ssl: boolean("Fail if there is TLS.", { default: false }),
    fail_if_not_ssl: boolean("Fail if there is no TLS.", { default: false }),
    method: text("HTTP method.", { default: "GET" }),
    headers: map(text("Value of the header."), "Headers of the request."),
    fail_if_body_matches_regexp: regexes("Fail if the body matches."),
    fail_if_body_not_matches_regexp: regexes("Fail if the body does not match."),
    fail_if_body_json_matches_cel: text("CEL expression on the JSON body; fail if it is true."),
    fail_if_body_json_not_matches_cel: text("CEL expression on the JSON body; fail if it is not true."),
    fail_if_header_matches: headerMatches("Fail if a header matches."),
    fail_if_header_not_matches: headerMatches("Fail if a header does not match."),
    body: text("Body of the request."),
    body_file: path("File with the body of the request."),
    compression: text("Compression that the answer must have: gzip, br, deflate or identity."),
    body_size_limit: size("Longest body to read. 0: no limit."),
    ...httpClient,
  },
  "An HTTP probe.",
  { "x-checked-as": ["http-client", "http-probe"] },
);

const tcp = object(
  {
    ...address,
    ...source,
    query_response: list(
      object(
        {
          expect: text("What a line must match (RE2).", { format: "go-regex" }),
          labels: list(
            object({ name: text("Name."), value: text("Value, with $1 for the first group.") }, "A label."),
            "Labels of the probe's metric.",
          ),
          send: text("What to send."),
          starttls: boolean("Start TLS here.", { default: false }),
        },
        "A step.",
      ),
      "What is expected and sent, in order.",
    ),
    tls: boolean("Speak TLS.", { default: false }),
    tls_config: ref("tls_config"),
  },
  "A TCP probe.",
);

const dns = object(
  {
    ...address,
    ...source,
    dns_over_tls: boolean("Ask over TLS.", { default: false }),
    tls_config: ref("tls_config"),
    transport_protocol: text("udp or tcp.", { default: "udp" }),
    query_class: text("Class of the question.", { default: "IN" }),
    query_name: text("Name to ask for.", { minLength: 1 }),
    query_type: text("Type of the question: A, AAAA, MX, SOA, …", { default: "ANY" }),
    recursion_desired: boolean("Ask the server to recurse.", { default: true }),
    valid_rcodes: list(text("NOERROR, NXDOMAIN, …"), "Codes that are good; NOERROR when absent."),
    validate_answer_rrs: answers("What the answer section must be."),
    validate_authority_rrs: answers("What the authority section must be."),
    validate_additional_rrs: answers("What the additional section must be."),
  },
  "A DNS probe.",
  { required: ["query_name"], "x-checked-as": ["dns-probe"] },
);

const icmp = object(
  {
    ...address,
    ...source,
    payload_size: integer("Size of the payload, in bytes."),
    dont_fragment: boolean("Set the flag that forbids fragments.", { default: false }),
    ttl: integer("Time to live.", { minimum: 0, maximum: 255, default: 64 }),
  },
  "An ICMP probe.",
);

const grpc = object(
  {
    service: text("Service to ask the health of."),
    tls: boolean("Speak TLS.", { default: false }),
    tls_config: ref("tls_config"),
    ...address,
  },
  "A gRPC health probe.",
);

const probes = { http, tcp, icmp, dns, grpc };

/** blackbox.yml. Source: Config in prometheus/blackbox_exporter, config/config.go, 0.23 to 0.26. */
export const blackboxSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Blackbox exporter configuration",
  ...object({ modules: map(ref("module"), "Modules by name.") }, "The configuration file of the blackbox exporter."),
  $defs: {
    module: object(
      {
        prober: choice(Object.keys(probes), "How to probe."),
        timeout: {
          type: "string",
          format: "go-duration",
          description: "How long a probe may take; Prometheus's scrape timeout when absent.",
        },
        ...probes,
      },
      "A module.",
      { "x-checked-as": ["module"] },
    ),
    ...httpClientDefinitions,
  },
};
