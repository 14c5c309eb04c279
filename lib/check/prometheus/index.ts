import { judge } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { objectOf } from "../rule.ts";
import { referredFindings } from "./referred.ts";
import { prometheusSchema } from "./schema/index.ts";
import { prometheusStandard } from "./standard.ts";

export { prometheusStandard } from "./standard.ts";

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
  check: (source, options) => {
    const { value, findings } = judge(source, prometheusStandard, options);
    return [...findings, ...referredFindings(objectOf(value) ?? {}, options)];
  },
};
