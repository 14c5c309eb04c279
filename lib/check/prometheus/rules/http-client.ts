import type { Severity } from "../../../finding.ts";
import {
  type Context,
  enumerate,
  isSet,
  objectOf,
  type Rule,
  type Say,
  setKeys,
  textOf,
  type Values,
} from "../../rule.ts";
import { isOlder } from "../../version.ts";

const SOURCE = "HTTPClientConfig.Validate, prometheus/common config/http_config.go";

/** At most one of `keys` may be set; reported at each further one. */
function atMostOne(value: Values, keys: readonly string[], say: Say): void {
  const [first, ...others] = keys.filter((key) => objectOf(value[key]) !== undefined || isSet(value[key]));
  for (const key of others)
    say(key, `"${key}" stands beside "${first}", and only one of ${enumerate(keys)} may`, "remove one of the two", {
      part: "key",
    });
}

/** Looks at the object under a key, if there is one. */
function inside(value: Values, key: string, say: Say, look: (inner: Values, say: Say) => void): void {
  const inner = objectOf(value[key]);
  if (inner) look(inner, (name, message, help, more) => say(name, message, help, { of: inner, ...more }));
}

const ways = ["basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file"];

/** What Prometheus refuses of an HTTP client where it calls Validate. */
const validated: readonly Rule[] = [
  {
    name: "prometheus/auth-once",
    on: "http-client",
    says: "More than one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file.",
    source: SOURCE,
    check: (value, say) => atMostOne(value, ways, say),
  },
  {
    name: "prometheus/secret-once",
    on: "http-client",
    says: "username, password or credentials with their _file or _ref.",
    source: SOURCE,
    check: (value, say) => {
      inside(value, "basic_auth", say, (auth, sayInside) => {
        atMostOne(auth, ["username", "username_file", "username_ref"], sayInside);
        atMostOne(auth, ["password", "password_file", "password_ref"], sayInside);
      });
      inside(value, "authorization", say, (auth, sayInside) =>
        atMostOne(auth, ["credentials", "credentials_file", "credentials_ref"], sayInside),
      );
    },
  },
  {
    name: "prometheus/authorization-type",
    on: "http-client",
    says: "authorization of type Basic.",
    source: SOURCE,
    check: (value, say) =>
      inside(value, "authorization", say, ({ type }, sayInside) => {
        if (textOf(type).trim().toLowerCase() !== "basic") return;
        sayInside("type", "authorization cannot be of type Basic", "use basic_auth with username and password_file");
      }),
  },
  {
    name: "prometheus/oauth2",
    on: "http-client",
    says: "oauth2 without client_id or token_url, or before Prometheus 2.51 and Alertmanager 0.28 without a client secret; client secret or key given twice; an unknown signature algorithm.",
    source: SOURCE,
    check: (value, say, { versions }) =>
      inside(value, "oauth2", say, (oauth2, sayInside) => {
        checkOauth2(oauth2, sayInside);
        const needsSecret = isOlder(versions, { prometheus: "2.51", alertmanager: "0.28" });
        if (needsSecret && setKeys(oauth2, ["client_secret", "client_secret_file"]).length === 0)
          sayInside(undefined, 'oauth2 needs a "client_secret" or a "client_secret_file"');
      }),
  },
  {
    name: "prometheus/proxy",
    on: "http-client",
    says: "no_proxy without proxy_url; proxy_from_environment with proxy_url or no_proxy; proxy_connect_header without a proxy.",
    source: "ProxyConfig.Validate, prometheus/common config/http_config.go",
    check: checkProxy,
  },
];

export const httpClientRules: readonly Rule[] = [
  ...validated,
  {
    name: "prometheus/proxy",
    on: "proxy",
    says: "The same inside of oauth2.",
    source: "ProxyConfig.Validate, prometheus/common config/http_config.go",
    check: checkProxy,
  },
  {
    name: "prometheus/tls",
    on: "tls",
    says: "ca, cert or key given twice; a certificate without its key, or a key without its certificate.",
    source: "TLSConfig.Validate, prometheus/common config/http_config.go",
    check: checkTls,
  },
  {
    name: "prometheus/reserved-header",
    on: "http-headers",
    says: "http_headers with a header that Prometheus itself sets.",
    source: "Headers.Validate, prometheus/common config/headers.go",
    check: (value, say) => {
      for (const name of Object.keys(value)) {
        if (RESERVED.has(name.toLowerCase()))
          say(name, `the header "${name}" is set by Prometheus itself`, undefined, { part: "key" });
      }
    },
  },
];

/** 2.48 added the call to SDConfig.UnmarshalYAML of some discoveries; before, their options were only read. */
export const lateHttpClientRules: readonly Rule[] = validated.map((rule) => ({
  ...rule,
  on: "late-http-client",
  since: "2.48",
  says: "The same in discovery of Azure, EC2, HTTP, Lightsail, PuppetDB and Uyuni.",
}));

/** Source: ReservedHeaders, prometheus/common config/headers.go. */
export const RESERVED: ReadonlySet<string> = new Set([
  "authorization",
  "host",
  "content-encoding",
  "content-length",
  "content-type",
  "user-agent",
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "www-authenticate",
  "accept-encoding",
  "x-prometheus-remote-write-version",
  "x-prometheus-remote-read-version",
  "x-prometheus-scrape-timeout-seconds",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-content-sha256",
]);

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

function checkOauth2(value: Values, say: Say): void {
  for (const key of ["client_id", "token_url"]) {
    if (!isSet(value[key])) say(key, `oauth2 needs a "${key}"`);
  }
  if (value.grant_type !== JWT_BEARER) {
    atMostOne(value, ["client_secret", "client_secret_file", "client_secret_ref"], say);
    return;
  }
  atMostOne(value, ["client_certificate_key", "client_certificate_key_file", "client_certificate_key_ref"], say);
  if (isSet(value.signature_algorithm) && !/^RS(?:256|384|512)$/.test(textOf(value.signature_algorithm))) {
    say("signature_algorithm", `"${value.signature_algorithm}" is no signature algorithm: RS256, RS384 and RS512 are`);
  }
}

function checkProxy(value: Values, say: Say): void {
  const fromEnvironment = value.proxy_from_environment === true;
  if (fromEnvironment) {
    for (const key of setKeys(value, ["proxy_url", "no_proxy"])) {
      say(key, `"${key}" stands beside proxy_from_environment, which brings its own`, "remove one of the two", {
        part: "key",
      });
    }
    return;
  }
  if (isSet(value.no_proxy) && value.proxy_url === undefined)
    say("no_proxy", "no_proxy needs a proxy_url beside it", undefined, { part: "key" });
  const headers = objectOf(value.proxy_connect_header) ?? {};
  if (Object.keys(headers).length > 0 && !isSet(value.proxy_url)) {
    say(
      "proxy_connect_header",
      "proxy_connect_header needs a proxy_url or proxy_from_environment beside it",
      undefined,
      { part: "key" },
    );
  }
}

function checkTls(value: Values, say: Say, { versions }: Context): void {
  for (const what of ["ca", "cert", "key"]) atMostOne(value, [what, `${what}_file`, `${what}_ref`], say);
  const isSaidAtStart = isOlder(versions, { prometheus: "2.45", alertmanager: "0.26" });
  checkPair(value, say, isSaidAtStart ? "warning" : "error");
}

/** A certificate and its key belong together. Before 2.45 and 0.26 only the program itself says so, when it starts. */
export function checkPair(value: Values, say: Say, severity: Severity): void {
  const [cert] = setKeys(value, ["cert", "cert_file", "cert_ref"]);
  const [key] = setKeys(value, ["key", "key_file", "key_ref"]);
  if (cert !== undefined && key === undefined)
    say(cert, `"${cert}" stands without its key`, "add key_file", { part: "key", severity });
  if (key !== undefined && cert === undefined)
    say(key, `"${key}" stands without its certificate`, "add cert_file", { part: "key", severity });
}
