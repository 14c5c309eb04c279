import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  list,
  map,
  object,
  type Properties,
  path,
  ref,
  secret,
  since,
  text,
  url,
} from "../../schema-words.ts";

const TLS_VERSIONS = ["TLS10", "TLS11", "TLS12", "TLS13"];

const proxyConnectHeader: JsonSchema = map(
  list(secret("A value of the header."), "Values of the header."),
  "Headers sent to the proxy with CONNECT.",
);

const proxy: Properties = {
  proxy_url: url("Proxy to go through."),
  no_proxy: since("2.43", text("Comma-separated addresses, names and domains that are reached without the proxy.")),
  proxy_from_environment: since(
    "2.43",
    boolean("Take the proxy from HTTP_PROXY, HTTPS_PROXY and NO_PROXY.", { default: false }),
  ),
  proxy_connect_header: proxyConnectHeader,
};

/** Options of every HTTP client of Prometheus, spread into whatever has one. Source: HTTPClientConfig in prometheus/common, config/http_config.go. */
export const httpClient: Properties = {
  basic_auth: ref("basic_auth", "User name and password for every request."),
  authorization: ref("authorization", "The Authorization header of every request."),
  oauth2: ref("oauth2", "Fetch tokens by OAuth 2.0."),
  bearer_token: secret("Older form of `authorization`: the token itself."),
  bearer_token_file: path("Older form of `authorization`: file that holds the token."),
  tls_config: ref("tls_config", "How to speak TLS."),
  follow_redirects: boolean("Follow HTTP redirects.", { default: true }),
  enable_http2: boolean("Speak HTTP/2 where the server does."),
  ...proxy,
  http_headers: since("2.53", ref("http_headers", "Further headers of every request.")),
};

/** Definitions that `httpClient` refers to. */
export const httpClientDefinitions: Readonly<Record<string, JsonSchema>> = {
  basic_auth: object(
    {
      username: text("User name."),
      username_file: since("2.49", path("File that holds the user name.")),
      username_ref: since(
        "2.53",
        text("Name of a secret manager's secret with the user name; Prometheus itself has no such manager."),
      ),
      password: secret("Password."),
      password_file: path("File that holds the password."),
      password_ref: since(
        "2.53",
        text("Name of a secret manager's secret with the password; Prometheus itself has no such manager."),
      ),
    },
    "HTTP basic authentication.",
  ),
  authorization: object(
    {
      type: text("First word of the header.", { default: "Bearer" }),
      credentials: secret("What follows the type."),
      credentials_file: path("File that holds what follows the type."),
      credentials_ref: since("2.53", text("Name of a secret manager's secret; Prometheus itself has no such manager.")),
    },
    "The Authorization header.",
  ),
  oauth2: object(
    {
      client_id: text("Client identifier."),
      client_secret: secret("Client secret."),
      client_secret_file: path("File that holds the client secret."),
      client_secret_ref: since(
        "2.53",
        text("Name of a secret manager's secret; Prometheus itself has no such manager."),
      ),
      client_certificate_key_id: since("3.8", text("Key identifier for the header of the signed token.")),
      client_certificate_key: since("3.8", secret("Private key, PEM, that signs the token.")),
      client_certificate_key_file: since("3.8", path("File that holds the private key.")),
      client_certificate_key_ref: since(
        "3.8",
        text("Name of a secret manager's secret; Prometheus itself has no such manager."),
      ),
      grant_type: since("3.8", text("`client_credentials`, or the JWT bearer grant of RFC 7523.")),
      signature_algorithm: since("3.8", text("RS256, RS384 or RS512, for the JWT bearer grant.")),
      iss: since("3.8", text("Issuer of the signed token; the client id when absent.")),
      audience: since("3.8", text("Audience of the signed token.")),
      claims: since("3.8", map({}, "Further claims of the signed token.")),
      scopes: list(text("A scope."), "Scopes to ask for."),
      token_url: text("Where tokens are fetched."),
      endpoint_params: map(text("Value of the parameter."), "Parameters added to the token URL."),
      tls_config: ref("tls_config", "How to speak TLS with the token server."),
      ...proxy,
      proxy_connect_header: since("2.43", proxyConnectHeader),
    },
    "OAuth 2.0 client credentials.",
    { "x-checked-as": ["proxy"] },
  ),
  tls_config: object(
    {
      ca: since("2.45", text("Certificates of authorities, PEM.")),
      cert: since("2.45", text("Client certificate, PEM.")),
      key: since("2.45", secret("Key of the client certificate, PEM.")),
      ca_file: path("File with the certificates of authorities."),
      cert_file: path("File with the client certificate."),
      key_file: path("File with the key of the client certificate."),
      ca_ref: since("2.53", text("Name of a secret manager's secret; Prometheus itself has no such manager.")),
      cert_ref: since("2.53", text("Name of a secret manager's secret; Prometheus itself has no such manager.")),
      key_ref: since("2.53", text("Name of a secret manager's secret; Prometheus itself has no such manager.")),
      server_name: text("Name that the server's certificate must carry."),
      insecure_skip_verify: boolean("Accept any certificate: whoever sits in between reads along.", { default: false }),
      min_version: choice(TLS_VERSIONS, "Oldest TLS version to accept.", { default: "TLS12" }),
      max_version: choice(TLS_VERSIONS, "Newest TLS version to offer."),
    },
    "TLS of a client.",
    { "x-checked-as": ["tls"] },
  ),
  http_headers: map(
    object(
      {
        values: list(text("A value."), "Values."),
        secrets: list(secret("A value."), "Values that must not be shown."),
        files: list(path("A file."), "Files that hold one value each."),
      },
      "One header.",
    ),
    "Headers by name.",
    { "x-checked-as": ["http-headers"] },
  ),
};
