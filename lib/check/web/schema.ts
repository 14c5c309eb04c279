import type { JsonSchema } from "../json-schema.ts";
import { boolean, choice, integer, list, map, object, path, secret, since, text } from "../schema-words.ts";

const VERSIONS = ["TLS10", "TLS11", "TLS12", "TLS13"];
/** Source: crypto/tls of Go, CipherSuites(). */
const CIPHERS = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
  "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  // Go 1.22 and later call these insecure; programs built before take them.
  "TLS_RSA_WITH_AES_128_CBC_SHA",
  "TLS_RSA_WITH_AES_256_CBC_SHA",
  "TLS_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_RSA_WITH_AES_256_GCM_SHA384",
];
const CLIENT_AUTH = [
  "",
  "NoClientCert",
  "RequestClientCert",
  "RequireClientCert",
  "RequireAnyClientCert",
  "VerifyClientCertIfGiven",
  "RequireAndVerifyClientCert",
];

/** `--web.config.file` of Prometheus, Alertmanager and the exporters. Source: Config in prometheus/exporter-toolkit, web/tls_config.go; versions are those of Prometheus whose go.mod first asks for a toolkit with the key. */
export const webSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Web configuration",
  ...object(
    {
      tls_server_config: object(
        {
          cert: since("2.50", text("Certificate, PEM.")),
          key: since("2.50", secret("Its key, PEM.")),
          client_ca: since("2.50", text("Certificates of the authorities of clients, PEM.")),
          cert_file: path("File with the certificate."),
          key_file: path("File with its key."),
          client_auth_type: choice(CLIENT_AUTH, "Which certificates clients must show."),
          client_ca_file: path("File with the certificates of the authorities of clients."),
          cipher_suites: list(choice(CIPHERS, "A cipher suite."), "Cipher suites up to TLS 1.2; Go's own when absent."),
          curve_preferences: list(
            choice(["CurveP256", "CurveP384", "CurveP521", "X25519"], "A curve."),
            "Curves, the best first.",
          ),
          min_version: choice(VERSIONS, "Oldest version.", { default: "TLS12" }),
          max_version: choice(VERSIONS, "Newest version.", { default: "TLS13" }),
          prefer_server_cipher_suites: boolean("Choose by the server's order.", { default: true }),
          client_allowed_sans: since(
            "2.45",
            list(text("A name."), "Names, one of which a client's certificate must carry."),
          ),
        },
        "TLS of the server.",
        { "x-checked-as": ["tls"] },
      ),
      http_server_config: object(
        {
          http2: boolean("Offer HTTP/2, with TLS only.", { default: true }),
          headers: map(text("Value of the header."), "Headers of every answer.", { "x-checked-as": ["headers"] }),
        },
        "HTTP of the server.",
      ),
      rate_limit: since(
        "3.8",
        object(
          {
            burst: integer("Requests at once."),
            interval: { type: ["integer", "string"], format: "go-duration", description: "Time for one more request." },
          },
          "Limit of requests.",
        ),
      ),
      basic_auth_users: map(text("bcrypt hash of the password."), "Users who may ask.", { "x-checked-as": ["users"] }),
    },
    "TLS and authentication of a Prometheus server or exporter.",
  ),
};
