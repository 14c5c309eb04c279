import {
  type Context,
  isSet,
  listOf,
  objectOf,
  objectsOf,
  type Rule,
  type Say,
  sayMissing,
  setKeys,
  textOf,
  type Values,
} from "../../rule.ts";
import { isSince } from "../../version.ts";
import { checkPair } from "./http-client.ts";

const SOURCE = "checkConfig, cmd/promtool/main.go";
const isPattern = (path: string): boolean => /[*?[]/.test(path);

function missingTls(value: Values, say: Say, context: Context): void {
  const tls = objectOf(value.tls_config) ?? {};
  const sayPair: Say = (key, message, help, more) =>
    say(key, message, help, { ...more, of: tls, name: "prometheus/tls" });
  if (isSince(context.versions.prometheus, "2.45") === false) checkPair(tls, sayPair, "error");
  const [file, other] = setKeys(tls, ["cert_file", "key_file", "cert", "key", "cert_ref", "key_ref"]);
  if (file?.endsWith("_file") === true && other !== undefined && !other.endsWith("_file"))
    sayPair(file, `promtool refuses "${file}" beside "${other}"`, "write both as files, or both in place", {
      part: "key",
    });
  for (const key of ["cert_file", "key_file"])
    sayMissing(tls, key, (name, message, help) => say(name, message, help, { of: tls }), context);
}

function unmatched(value: Values, key: string, say: Say, { glob }: Context): void {
  for (const [index, item] of listOf(value[key]).entries()) {
    const path = textOf(item);
    if (glob === undefined || path === "" || glob(path).length > 0) continue;
    const message = isPattern(path) ? `no file matches "${path}"` : `the file "${path}" does not exist`;
    say(index, message, "Prometheus starts without it; relative paths start at the folder of this file", {
      of: listOf(value[key]),
    });
  }
}

function missingItems(files: readonly unknown[], say: Say, context: Context): void {
  for (const [index, file] of files.entries())
    sayMissing(
      { [index]: file },
      String(index),
      (_, message, help, more) => say(index, message, help, { ...more, of: files }),
      context,
    );
}

export const fileRules: readonly Rule[] = [
  {
    name: "prometheus/rule-files",
    on: "prometheus",
    severity: "warning",
    says: "rule_files or scrape_config_files that match nothing.",
    source: SOURCE,
    check: (value, say, context) => {
      unmatched(value, "rule_files", say, context);
      unmatched(value, "scrape_config_files", say, context);
    },
  },
  {
    name: "prometheus/file-missing",
    on: "scrape",
    says: "A credentials_file, bearer_token_file, cert_file or key_file that does not exist (when the disk can be asked); a warning for an absolute path, which may exist where Prometheus runs.",
    source: SOURCE,
    check: (value, say, context) => {
      const authorization = objectOf(value.authorization);
      if (authorization)
        sayMissing(
          authorization,
          "credentials_file",
          (key, message, help) => say(key, message, help, { of: authorization }),
          context,
        );
      sayMissing(value, "bearer_token_file", say, context);
      missingTls(value, say, context);
      for (const sd of objectsOf(value.kubernetes_sd_configs)) missingTls(sd, say, context);
    },
  },
  {
    name: "prometheus/file-missing",
    on: "http-headers",
    says: "A file of http_headers that does not exist, where Prometheus 2.53 or 2.54 reads it together with the configuration.",
    source: "Headers.Validate, prometheus/common config/headers.go",
    check: (value, say, context) => {
      const { prometheus } = context.versions;
      if (isSince(prometheus, "2.53") !== true || isSince(prometheus, "2.55") === true) return;
      for (const header of Object.values(value)) missingItems(listOf(objectOf(header)?.files), say, context);
    },
  },
  {
    name: "prometheus/file-sd",
    on: "file-sd",
    severity: "warning",
    says: "A file for discovery that does not exist (when the disk can be asked).",
    source: SOURCE,
    check: (value, say, context) => unmatched(value, "files", say, context),
  },
  {
    name: "prometheus/query-log",
    on: "global",
    severity: "warning",
    says: "A query_log_file in a folder that does not exist: promtool accepts it, Prometheus refuses to load it (T33).",
    source: "reload of the query log, cmd/prometheus/main.go",
    check: (value, say, { glob }) => {
      const folder = textOf(value.query_log_file).replace(/\/?[^/]*$/, "");
      if (glob === undefined || !isSet(value.query_log_file) || folder === "" || glob(folder).length > 0) return;
      say("query_log_file", `the folder "${folder}" does not exist, and Prometheus makes none`);
    },
  },
];
