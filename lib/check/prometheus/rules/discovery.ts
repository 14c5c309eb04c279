import { isSet, objectOf, objectsOf, type Rule, type Say, setKeys, textOf, type Values } from "../../rule.ts";
import { isSince } from "../../version.ts";
import { httpClient } from "../schema/http-client.ts";
import { millisecondsOf } from "./scrape.ts";

/** The selectors that a role may have. Source: allowedSelectors in discovery/kubernetes/kubernetes.go. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  pod: ["pod", "node"],
  service: ["service"],
  endpointslice: ["pod", "service", "endpointslice"],
  endpoints: ["pod", "service", "endpoints"],
  node: ["node"],
  ingress: ["ingress"],
};

export const discoveryRules: readonly Rule[] = [
  {
    name: "prometheus/azure-sd",
    on: "azure-sd",
    says: "OAuth, Azure's default, without tenant_id, client_id and client_secret; no way to authenticate.",
    source: "SDConfig.UnmarshalYAML, discovery/azure",
    check: (value, say, { isNull }) => {
      if (isNull(value, "authentication_method"))
        return say("authentication_method", "authentication_method is empty", "remove the line: OAuth is the default");
      if (value.authentication_method !== undefined && value.authentication_method !== "OAuth") return;
      for (const key of ["tenant_id", "client_id", "client_secret"]) {
        if (!isSet(value[key]))
          say(
            key,
            `OAuth, the default, needs a "${key}"`,
            "or set authentication_method to ManagedIdentity, SDK or WorkloadIdentity",
          );
      }
    },
  },
  {
    name: "prometheus/consul-sd",
    on: "consul-sd",
    says: "An empty server; username or password beside basic_auth; token beside authorization or oauth2.",
    source: "SDConfig.UnmarshalYAML, discovery/consul",
    check: checkConsul,
  },
  {
    name: "prometheus/dns-sd",
    on: "dns-sd",
    says: "An unknown type of record; a type other than SRV without a port.",
    source: "SDConfig.UnmarshalYAML, discovery/dns",
    check: (value, say, { versions }) => {
      const type = value.type === undefined ? "SRV" : textOf(value.type).toUpperCase();
      if (type === "NS" && isSince(versions.prometheus, "2.49") === false)
        say("type", "records of type NS need Prometheus 2.49");
      if (!["SRV", "A", "AAAA", "MX", "NS"].includes(type))
        say("type", `"${textOf(value.type)}" is no type of record: SRV, A, AAAA, MX and NS are`);
      else if (type !== "SRV" && !value.port)
        say("type", `records of type ${type} hold no port, so "port" must be given`);
    },
  },
  {
    name: "prometheus/kubernetes-sd",
    on: "kubernetes-sd",
    says: "kubeconfig_file, api_server, own_namespace and HTTP options that exclude each other; selectors that the role does not take, or twice.",
    source: "SDConfig.UnmarshalYAML, discovery/kubernetes",
    check: checkKubernetes,
  },
  {
    name: "prometheus/marathon-sd",
    on: "marathon-sd",
    says: "auth_token beside auth_token_file, or either beside basic_auth, bearer tokens or authorization.",
    source: "SDConfig.UnmarshalYAML, discovery/marathon",
    check: (value, say) => {
      const [token, second] = setKeys(value, ["auth_token", "auth_token_file"]);
      if (second !== undefined)
        say(second, "auth_token and auth_token_file exclude each other", "remove one of the two", { part: "key" });
      const others = ["basic_auth", "authorization", "bearer_token", "bearer_token_file"].filter(
        (key) => objectOf(value[key]) ?? isSet(value[key]),
      );
      if (token !== undefined)
        for (const key of others)
          say(key, `"${key}" stands beside "${token}"`, "remove one of the two", { part: "key" });
    },
  },
  {
    name: "prometheus/secret-key",
    on: "secret-key",
    says: "Scaleway or Outscale with neither or both of secret_key and secret_key_file.",
    source: "SDConfig.UnmarshalYAML, discovery/scaleway and discovery/outscale",
    check: (value, say) => {
      const keys = setKeys(value, ["secret_key", "secret_key_file"]);
      if (keys.length === 0) say(undefined, "one of secret_key and secret_key_file must be given");
      if (keys.length === 2)
        say("secret_key", "secret_key and secret_key_file exclude each other", "remove one of the two", {
          part: "key",
        });
    },
  },
  {
    name: "prometheus/oci-sd",
    on: "oci-sd",
    says: "api_key without tenancy, user, fingerprint and key_file, or with two passphrases; instance_principal with any of them.",
    source: "SDConfig.validate, discovery/oci",
    check: checkOci,
  },
  {
    name: "prometheus/refresh-interval",
    on: "positive-refresh",
    says: "Triton or OCI with a refresh_interval of 0.",
    source: "SDConfig.UnmarshalYAML, discovery/triton; SDConfig.validate, discovery/oci",
    check: (value, say, { isNull }) => {
      const isZero = value.refresh_interval !== undefined && millisecondsOf(value.refresh_interval) === undefined;
      if (isZero || isNull(value, "refresh_interval")) say("refresh_interval", "refresh_interval must be more than 0");
    },
  },
  {
    name: "prometheus/aws-region",
    on: "aws-access",
    says: "EC2 or Lightsail without a region, before Prometheus 3.8 (which asks the machine itself).",
    source: "UnmarshalYAML of EC2SDConfig and LightsailSDConfig, discovery/aws",
    check: (value, say, { versions }) => {
      if (!isSet(value.region) && isSince(versions.prometheus, "3.8") === false)
        say("region", "a region must be given: before 3.8, Prometheus asks only a machine of AWS itself for it");
    },
  },
  {
    name: "prometheus/aws-concurrency",
    on: "aws-clusters",
    since: "3.15",
    says: "ECS, ElastiCache, MSK or RDS with a request_concurrency under 1: older versions hang in the discovery.",
    source: "UnmarshalYAML of ECSSDConfig and its siblings, discovery/aws",
    check: ({ request_concurrency: concurrency }, say) => {
      if (typeof concurrency === "number" && concurrency < 1)
        say("request_concurrency", "request_concurrency must be at least 1");
    },
  },
];

function checkConsul(value: Values, say: Say): void {
  if (value.server !== undefined && textOf(value.server).trim() === "")
    say("server", "consul_sd_configs needs a server");
  const [account] = setKeys(value, ["username", "password"]);
  if (account !== undefined && objectOf(value.basic_auth))
    say(account, `"${account}" stands beside basic_auth`, "remove one of the two", { part: "key" });
  const other = ["authorization", "oauth2"].find((key) => objectOf(value[key]));
  if (isSet(value.token) && other !== undefined)
    say("token", `"token" stands beside ${other}`, "remove one of the two", { part: "key" });
}

const HTTP_DEFAULTS: Readonly<Record<string, unknown>> = {
  follow_redirects: true,
  enable_http2: true,
  proxy_from_environment: false,
};

/** HTTP options that differ from the defaults. */
const ownHttpOptions = (value: Values): string[] =>
  Object.keys(httpClient).filter((key) => {
    const option = value[key];
    const isEmpty =
      option === undefined ||
      option === "" ||
      (key === "tls_config" && Object.keys(objectOf(option) ?? {}).length === 0);
    return !isEmpty && option !== HTTP_DEFAULTS[key];
  });

function checkKubernetes(value: Values, say: Say): void {
  const hasServer = value.api_server !== undefined;
  const hasFile = isSet(value.kubeconfig_file);
  const ownNamespace = objectOf(value.namespaces)?.own_namespace === true;
  const [option] = ownHttpOptions(value);
  if (hasServer && hasFile)
    say("kubeconfig_file", "kubeconfig_file and api_server exclude each other", "remove one of the two", {
      part: "key",
    });
  if (hasFile && option !== undefined)
    say(option, `"${option}" stands beside kubeconfig_file, which brings its own`, "remove one of the two", {
      part: "key",
    });
  if (!hasServer && !hasFile && option !== undefined)
    say(
      option,
      `"${option}" needs an api_server beside it`,
      "inside of a cluster the service account is used by itself",
      { part: "key" },
    );
  if (ownNamespace && (hasServer || hasFile))
    say(
      "namespaces",
      "own_namespace is only known inside of a cluster, without api_server and kubeconfig_file",
      "name the namespaces: namespaces: { names: […] }",
    );
  const allowed = SELECTORS[textOf(value.role)] ?? [];
  const seen = new Set<string>();
  for (const selector of objectsOf(value.selectors)) {
    const role = textOf(selector.role);
    if (seen.has(role))
      say("role", `there is a selector for ${role} already`, "join the two: label: a=b,c=d", { of: selector });
    else if (!allowed.includes(role))
      say(
        "role",
        `the role ${textOf(value.role)} takes selectors for ${allowed.join(", ")} only`,
        "take this one out",
        {
          of: selector,
        },
      );
    seen.add(role);
  }
}

function checkOci(value: Values, say: Say): void {
  const keys = ["tenancy", "user", "fingerprint", "key_file", "key_passphrase", "key_passphrase_file"];
  if (value.auth === "instance_principal") {
    for (const key of setKeys(value, keys))
      say(key, `instance_principal takes no "${key}"`, "remove it, or use auth: api_key", { part: "key" });
    return;
  }
  for (const key of keys.slice(0, 4)) if (!isSet(value[key])) say(key, `api_key, the default, needs a "${key}"`);
  const [, second] = setKeys(value, ["key_passphrase", "key_passphrase_file"]);
  if (second !== undefined)
    say(second, "key_passphrase and key_passphrase_file exclude each other", "remove one of the two", { part: "key" });
}
