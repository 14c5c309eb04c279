import { keyFault } from "../../../alertmanager/pagerduty-key.ts";
import { isSet, objectOf, type Rule, setKeys, textOf } from "../../rule.ts";
import { isSince } from "../../version.ts";

const EVENTS_API = "https://developer.pagerduty.com/docs/events-api-v2/trigger-events/";
const SEVERITIES = ["critical", "error", "warning", "info"];
export const pagerdutyRules: readonly Rule[] = [
  {
    name: "alertmanager/placeholder",
    on: "pagerduty",
    severity: "warning",
    says: "A key of PagerDuty that stands for one still to be written.",
    source: `PagerDuty's Events API refuses it: ${EVENTS_API}`,
    check: (value, say) => {
      for (const key of setKeys(value, ["routing_key", "service_key"])) {
        const text = textOf(value[key]).trim();
        if (!text.includes("{{") && keyFault(text) === "placeholder")
          say(key, `"${text}" is no key but a place for one: PagerDuty would refuse every page`, MEND);
      }
    },
  },
  {
    name: "alertmanager/pagerduty-key",
    on: "pagerduty",
    severity: "warning",
    says: "A key of PagerDuty that is not 32 letters and digits, or that Ansible Vault encrypted.",
    source: EVENTS_API,
    check: (value, say) => {
      for (const key of setKeys(value, ["routing_key", "service_key"])) {
        const text = textOf(value[key]);
        const fault = keyFault(text);
        // Keys are templates: only PagerDuty and the alert know what becomes of one.
        if (text.includes("{{") || fault === undefined || fault === "placeholder") continue;
        const said =
          fault === "encrypted"
            ? "this is encrypted by Ansible Vault, and Alertmanager decrypts nothing"
            : `a key of PagerDuty has 32 letters and digits, and this is ${described(text)}`;
        say(key, `${said}: PagerDuty would refuse every page`, MEND);
      }
    },
  },
  {
    name: "alertmanager/deprecated",
    on: "pagerduty",
    severity: "warning",
    says: "service_key, which speaks PagerDuty's Events API v1.",
    source: "https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config",
    check: (value, say) => {
      for (const key of setKeys(value, ["service_key", "service_key_file"]))
        say(
          key,
          `${key} speaks PagerDuty's Events API v1, which knows no severity`,
          `use ${key.replace("service", "routing")} with the key of an Events API v2 integration`,
          { part: "key" },
        );
    },
  },
  {
    name: "alertmanager/pagerduty-severity",
    on: "pagerduty",
    severity: "info",
    says: "No severity, or one that PagerDuty does not know.",
    source: EVENTS_API,
    check: (value, say) => {
      const severity = textOf(value.severity);
      if (setKeys(value, ["routing_key", "routing_key_file"]).length === 0) return;
      if (severity === "")
        say(
          undefined,
          "without a severity, PagerDuty takes every incident for an error",
          "severity: '{{ .CommonLabels.severity }}'",
        );
      else if (!severity.includes("{{") && !SEVERITIES.includes(severity))
        say(
          "severity",
          `"${severity}" is no severity of PagerDuty, which refuses such a page`,
          `use one of ${SEVERITIES.join(", ")}`,
          { severity: "warning" },
        );
    },
  },
  {
    name: "alertmanager/version",
    on: "pagerduty",
    says: "details with lists or maps before 0.30.",
    source: "PagerdutyConfig, config/notifiers.go",
    check: ({ details }, say, { versions }) => {
      if (isSince(versions.alertmanager, "0.30") !== false) return;
      for (const [name, value] of Object.entries(objectOf(details) ?? {})) {
        if (typeof value === "object" && value !== null)
          say(
            name,
            `a list or map in details needs Alertmanager 0.30, and this is ${versions.alertmanager}`,
            undefined,
            { of: objectOf(details) ?? {} },
          );
      }
    },
  },
];

const MEND = "put the key into a file and name it: routing_key_file";

/** Without the key itself: findings are shown and logged. */
function described(text: string): string {
  if (text.length !== 32) return `${text.length} characters long`;
  return isSet(text.trim()) ? "of other characters" : "blank";
}
