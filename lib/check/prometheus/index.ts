import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import validator from "./prometheus.validator.ts";
import { prometheusRules } from "./rules/index.ts";
import { NEWEST_PROMETHEUS, prometheusSchema } from "./schema/index.ts";

export const prometheusStandard: Standard = {
  kind: "prometheus",
  schema: prometheusSchema,
  validator,
  dialect: 2,
  rules: prometheusRules,
  newest: NEWEST_PROMETHEUS,
};

/** Keys at the top of prometheus.yml that no other kind has; `global` stands in alertmanager.yml too. */
const OWN_KEYS = [
  "scrape_configs",
  "scrape_config_files",
  "rule_files",
  "alerting",
  "remote_write",
  "remote_read",
  "storage",
  "otlp",
  "tracing",
];

export const prometheus: Kind = {
  name: "prometheus",
  title: "a Prometheus configuration",
  keys: Object.keys(prometheusSchema.properties ?? {}),
  detects: (keys) => OWN_KEYS.some((key) => keys.has(key)),
  check: (source, options) => judge(source, prometheusStandard, options).findings,
};
