import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { httpClientRules } from "../prometheus/rules/http-client.ts";
import { isSet, objectOf, type Rule, textOf } from "../rule.ts";
import validator from "./blackbox.validator.ts";
import { blackboxSchema } from "./schema.ts";

const SOURCE = "UnmarshalYAML, prometheus/blackbox_exporter config/config.go";

const blackboxRules: readonly Rule[] = [
  ...httpClientRules.map((rule) => ({ ...rule, name: rule.name.replace("prometheus/", "blackbox/") })),
  {
    name: "blackbox/body-once",
    on: "http-probe",
    says: "body with body_file.",
    source: SOURCE,
    check: (value, say) => {
      if (isSet(value.body) && isSet(value.body_file))
        say("body_file", "body and body_file exclude each other", "remove one of the two", { part: "key" });
    },
  },
  {
    name: "blackbox/compression",
    on: "http-probe",
    says: "A compression that an Accept-Encoding header of the probe does not ask for.",
    source: "isCompressionAcceptEncodingValid, prometheus/blackbox_exporter config/config.go",
    check: (value, say) => {
      const headers = objectOf(value.headers) ?? {};
      const name = Object.keys(headers).find((header) => header.toLowerCase() === "accept-encoding");
      if (name === undefined || accepts(textOf(value.compression), textOf(headers[name]))) return;
      say(name, `this does not ask for the compression ${textOf(value.compression)}`, undefined, { of: headers });
    },
  },
  {
    name: "blackbox/prober",
    on: "module",
    severity: "warning",
    says: "A module without prober, or with options of a prober other than its own.",
    source: "the probers' table in prober/handler.go: the exporter starts, and every probe of the module fails",
    check: (value, say) => {
      if (!isSet(value.prober)) say("prober", "a module needs a prober: http, tcp, icmp, dns or grpc");
      for (const other of ["http", "tcp", "icmp", "dns", "grpc"]) {
        if (isSet(value.prober) && other !== value.prober && value[other] !== undefined) {
          say(other, `the options of "${other}" have no effect: the prober is ${textOf(value.prober)}`, undefined, {
            part: "key",
          });
        }
      }
    },
  },
];

/** Whether the first of the encodings, by quality, that names the compression has a quality above 0. */
function accepts(compression: string, header: string): boolean {
  if (compression === "" || header === "") return true;
  const encodings = header
    .split(",")
    .map((part) => part.split(";"))
    .map(([encoding = "", quality]) => ({
      encoding: encoding.trim(),
      quality: quality === undefined ? 1 : Number(quality.trim().replace(/^q=/, "")) || 0,
    }))
    .sort((a, b) => b.quality - a.quality);
  const first = encodings.find(({ encoding }) => encoding === compression || encoding === "*");
  return first !== undefined && first.quality > 0;
}

export const blackboxStandard: Standard = {
  kind: "blackbox",
  schema: blackboxSchema,
  validator,
  dialect: 3,
  rules: blackboxRules,
};

export const blackbox: Kind = {
  name: "blackbox",
  title: "a configuration of the blackbox exporter",
  keys: Object.keys(blackboxSchema.properties ?? {}),
  detects: (keys) => keys.has("modules"),
  check: (source, options) => judge(source, blackboxStandard, options).findings,
};
