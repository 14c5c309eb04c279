import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { NEWEST_PROMETHEUS } from "../prometheus/schema/index.ts";
import { ruleRules } from "./rules.ts";
import validator from "./rules.validator.ts";
import { rulesSchema } from "./schema.ts";

export const rulesStandard: Standard = {
  kind: "rules",
  schema: rulesSchema,
  validator,
  dialect: 3,
  rules: ruleRules,
  newest: NEWEST_PROMETHEUS,
};

export const rules: Kind = {
  name: "rules",
  title: "a rule file",
  keys: Object.keys(rulesSchema.properties ?? {}),
  detects: (keys) => keys.has("groups"),
  check: (source, options) => judge(source, rulesStandard, options).findings,
};
