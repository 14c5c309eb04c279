import type { Standard } from "../judge.ts";
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
  elsewhere: { groups: "rules stand in files of their own, which this one names: rule_files: [rules.yml]" },
};
