import type { Finding } from "../../finding.ts";
import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import type { Source } from "../source.ts";
import validator from "./alertmanager.validator.ts";
import { alertmanagerRules } from "./rules/index.ts";
import { alertmanagerSchema, NEWEST_ALERTMANAGER } from "./schema/index.ts";
import { ALERTMANAGER_FORMATS } from "./texts.ts";

export const alertmanagerStandard: Standard = {
  kind: "alertmanager",
  program: "alertmanager",
  formats: ALERTMANAGER_FORMATS,
  schema: alertmanagerSchema,
  validator,
  dialect: 2,
  rules: alertmanagerRules,
  newest: NEWEST_ALERTMANAGER,
};

/** Alertmanager loads a file with these, but pages would not arrive: what an environment deploys must not have them. */
const NO_PAGE = new Set([
  "alertmanager/undefined-template",
  "alertmanager/template",
  "alertmanager/template-field",
  "alertmanager/placeholder",
  "alertmanager/pagerduty-key",
]);

const refusePagelessness = (finding: Finding): Finding =>
  NO_PAGE.has(finding.check) ? { ...finding, severity: "error" } : finding;

const emptyFile = (source: Source): Finding => ({
  ...source.place(source.documents[0] ?? 0),
  severity: "error",
  check: "alertmanager/structure",
  message: "there is nothing here, and Alertmanager needs a route",
  help: "route: { receiver: nobody } and receivers: [{ name: nobody }] are the least",
});

/** Keys at the top of alertmanager.yml that no other kind has. */
const OWN_KEYS = ["route", "receivers", "inhibit_rules", "time_intervals", "mute_time_intervals"];

export const alertmanager: Kind = {
  name: "alertmanager",
  title: "an Alertmanager configuration",
  keys: Object.keys(alertmanagerSchema.properties ?? {}),
  detects: (keys) => OWN_KEYS.some((key) => keys.has(key)),
  check: (source, options) => {
    const { value, findings } = judge(source, alertmanagerStandard, options);
    if (value === undefined) return [...findings, emptyFile(source)];
    return options.environment === undefined ? findings : findings.map(refusePagelessness);
  },
};
