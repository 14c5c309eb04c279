import type { JsonSchema } from "../json-schema.ts";
import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { isSet, listOf, type Rule, type Say, sayMissing, setKeys, textOf, type Values } from "../rule.ts";
import { webSchema } from "./schema.ts";
import validator from "./web.validator.ts";

const SOURCE = "ConfigToTLSConfig, prometheus/exporter-toolkit web/tls_config.go";
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  "Strict-Transport-Security": [],
  "X-Content-Type-Options": ["nosniff"],
  "X-Frame-Options": ["deny", "sameorigin"],
  "X-XSS-Protection": [],
  "Content-Security-Policy": [],
};
/** Version 2 and its minor, cost 04 to 31, 53 characters of salt and hash. Source: golang.org/x/crypto/bcrypt, which reads no more for the cost. */
const BCRYPT = /^\$2[^$]?\$(?:0[4-9]|[12]\d|3[01])\$.{53,}$/s;

const webRules: readonly Rule[] = [
  {
    name: "web/password-hash",
    on: "users",
    says: "A password in basic_auth_users that is no bcrypt hash.",
    source: "validateUsers, prometheus/exporter-toolkit web/handler.go",
    check: (value, say) => {
      for (const [user, hash] of Object.entries(value)) {
        if (!BCRYPT.test(textOf(hash)))
          say(
            user,
            `the password of "${user}" is no bcrypt hash`,
            "make one with `htpasswd -nBC 10 NAME`; the password itself does not belong here",
          );
      }
    },
  },
  {
    name: "web/header",
    on: "headers",
    says: "A header that the web server does not set, or with a value it does not take.",
    source: "validateHeaderConfig, prometheus/exporter-toolkit web/handler.go",
    check: (value, say) => {
      for (const [name, text] of Object.entries(value)) {
        const values = HEADERS[name];
        if (values === undefined)
          say(name, `the header "${name}" cannot be set; ${Object.keys(HEADERS).join(", ")} can`, undefined, {
            part: "key",
          });
        else if (values.length > 0 && !values.includes(textOf(text)))
          say(name, `${name} must be ${values.join(" or ")}`);
      }
    },
  },
  {
    name: "web/tls",
    on: "tls",
    says: "TLS without certificate or key; authorities for clients without client_auth_type.",
    source: SOURCE,
    check: checkTls,
  },
  {
    name: "web/cipher",
    on: "tls",
    since: "3.15",
    says: "A cipher suite that exchanges keys by RSA: what is built with Go 1.26 no longer knows it.",
    source: "cipher.UnmarshalYAML, prometheus/exporter-toolkit web/tls_config.go, which asks Go's tls.CipherSuites",
    check: ({ cipher_suites: suites }, say) => {
      const all = listOf(suites);
      for (const [index, suite] of all.entries())
        if (textOf(suite).startsWith("TLS_RSA_"))
          say(index, `${textOf(suite)} has no forward secrecy, and newer builds refuse it`, "take one of TLS_ECDHE_…", {
            of: all,
          });
    },
  },
  {
    name: "web/pem",
    on: "tls",
    says: "An inline certificate or key that is no PEM.",
    source: "tls.X509KeyPair, Go's crypto/tls",
    check: (value, say) => {
      for (const key of setKeys(value, ["cert", "key"])) {
        if (!textOf(value[key]).includes("-----BEGIN "))
          say(key, `"${key}" holds no PEM block`, "write it as a block: `key: |`, or use the _file form");
      }
    },
  },
  {
    name: "web/file-missing",
    on: "tls",
    says: "A cert_file, key_file or client_ca_file that does not exist (when the disk can be asked); a warning for an absolute path.",
    source: SOURCE,
    check: (value, say, context) => {
      for (const key of ["cert_file", "key_file", "client_ca_file"]) sayMissing(value, key, say, context);
    },
  },
];

function checkTls(value: Values, say: Say): void {
  const used = setKeys(value, [
    "cert",
    "cert_file",
    "key",
    "key_file",
    "client_ca",
    "client_ca_file",
    "client_auth_type",
  ]);
  if (used.length === 0) return;
  if (!isSet(value.cert) && !isSet(value.cert_file)) say("cert_file", "TLS needs a certificate: cert_file or cert");
  if (!isSet(value.key) && !isSet(value.key_file)) say("key_file", "TLS needs the certificate's key: key_file or key");
  const type = textOf(value.client_auth_type);
  const [authority] = setKeys(value, ["client_ca", "client_ca_file"]);
  if (authority !== undefined && (type === "" || type === "NoClientCert")) {
    say(
      authority,
      `"${authority}" has no effect without client_auth_type`,
      "client_auth_type: RequireAndVerifyClientCert",
      { part: "key" },
    );
  }
}

export const webStandard: Standard = { kind: "web", schema: webSchema, validator, dialect: 2, rules: webRules };
const KEYS: readonly string[] = Object.keys((webSchema as JsonSchema).properties ?? {});

export const web: Kind = {
  name: "web",
  title: "a web configuration",
  keys: KEYS,
  detects: (keys) => KEYS.some((key) => keys.has(key)),
  check: (source, options) => judge(source, webStandard, options).findings,
};
