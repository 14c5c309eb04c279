import { didYouMean } from "../../../schema/index.ts";
import { actionOf } from "../../relabel.ts";
import { isSet, listOf, objectOf, objectsOf, type Rule, type Say, textOf, type Values } from "../../rule.ts";
import { isLabelName } from "../../texts/index.ts";
import { isSince, type Versions } from "../../version.ts";
import { RELABEL_ACTIONS } from "../schema/relabel.ts";

const SOURCE = "Config.Validate, model/relabel/relabel.go";
/** A classic label name in which `$1` and `${1}` may stand. Source: relabelTarget there. */
const LEGACY_TEMPLATE = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w))(?:\w|\$(?:\{\w+\}|\w))*$/;
const NEEDS_TARGET = /^(?:replace|hashmod|lowercase|uppercase|keepequal|dropequal)$/;
const PLAIN_TARGET = /^(?:hashmod|lowercase|uppercase|keepequal|dropequal)$/;

/** Actions that look at few fields, and refuse what they would not look at. */
const ONLY: Readonly<Record<string, { readonly fields: string; readonly refused: readonly string[] }>> = {
  labeldrop: { fields: "regex", refused: ["source_labels", "target_label", "modulus", "separator", "replacement"] },
  labelkeep: { fields: "regex", refused: ["source_labels", "target_label", "modulus", "separator", "replacement"] },
  keepequal: { fields: "source_labels and target_label", refused: ["regex", "modulus", "separator", "replacement"] },
  dropequal: { fields: "source_labels and target_label", refused: ["regex", "modulus", "separator", "replacement"] },
  lowercase: { fields: "source_labels and target_label", refused: ["replacement"] },
  uppercase: { fields: "source_labels and target_label", refused: ["replacement"] },
};
const DEFAULTS: Readonly<Record<string, unknown>> = { target_label: "", modulus: 0, separator: ";", replacement: "$1" };

const isDefault = (value: Values, key: string): boolean => value[key] === undefined || value[key] === DEFAULTS[key];

export const relabelRules: readonly Rule[] = [
  {
    name: "prometheus/relabel-action",
    on: "relabel",
    says: "An action that does not exist; they may be written in any case.",
    source: "Action.UnmarshalYAML, model/relabel/relabel.go",
    check: (value, say) => {
      const action = actionOf(value);
      if (RELABEL_ACTIONS.some((known) => known === action)) return;
      say(
        "action",
        `"${action}" is no action of relabelling${didYouMean(action, RELABEL_ACTIONS)}`,
        RELABEL_ACTIONS.join(", "),
      );
    },
  },
  {
    name: "prometheus/relabel-modulus",
    on: "relabel",
    says: "hashmod without a modulus.",
    source: SOURCE,
    check: (value, say) => {
      if (actionOf(value) === "hashmod" && !value.modulus)
        say("modulus", "hashmod needs a modulus: the number of parts", "modulus: 2 for two servers");
    },
  },
  {
    name: "prometheus/relabel-target",
    on: "relabel",
    says: "replace, hashmod, lowercase, uppercase, keepequal or dropequal without target_label.",
    source: SOURCE,
    check: (value, say) => {
      const action = actionOf(value);
      if (NEEDS_TARGET.test(action) && !isSet(value.target_label)) {
        const help =
          value.action === undefined
            ? "the action is `replace` where none is given; was `action: keep` or `drop` meant?"
            : undefined;
        say("target_label", `the action ${action} needs a target_label`, help);
      }
    },
  },
  {
    name: "prometheus/relabel-label-name",
    on: "relabel",
    says: "target_label, or labelmap's replacement, that is no label name.",
    source: SOURCE,
    check: (value, say, { versions }) => {
      const { key, name } = writtenBy(value);
      if (isLabelTemplate(actionOf(value), name, versions.prometheus)) return;
      if (name !== "" || key === "replacement") say(key, `"${name}" is not a label name`);
    },
  },
  {
    name: "prometheus/relabel-label-name",
    on: "scrape",
    since: "3.7",
    says: "The same of a name that is no classic one, in a job whose metric_name_validation_scheme is legacy.",
    source: SOURCE,
    check: (value, say, { file, versions }) => {
      const scheme = textOf(value.metric_name_validation_scheme) || schemeOf(file);
      if (scheme === "legacy") noNewNames([value.relabel_configs, value.metric_relabel_configs], say, versions);
    },
  },
  {
    name: "prometheus/relabel-label-name",
    on: "prometheus",
    since: "3.7",
    says: "The same in relabelling of alerts, Alertmanagers and remote_write, where the global scheme is legacy.",
    source: SOURCE,
    check: (value, say, { versions }) => {
      if (schemeOf(value) !== "legacy") return;
      const alerting = objectOf(value.alerting) ?? {};
      const owners = [alerting, ...objectsOf(alerting.alertmanagers), ...objectsOf(value.remote_write)];
      const keys = ["relabel_configs", "alert_relabel_configs", "write_relabel_configs"];
      noNewNames(
        owners.flatMap((owner) => keys.map((key) => owner[key])),
        say,
        versions,
      );
    },
  },
  {
    name: "prometheus/relabel-fields",
    on: "relabel",
    says: "labeldrop or labelkeep with more than regex; keepequal or dropequal with more than source_labels and target_label; lowercase or uppercase with replacement.",
    source: SOURCE,
    check: (value, say) => {
      const action = actionOf(value);
      const { fields, refused } = ONLY[action] ?? { fields: "", refused: [] };
      for (const key of refused) {
        const isEmptyList = key === "source_labels" && value[key] !== undefined && listOf(value[key]).length === 0;
        if (!isDefault(value, key) || isEmptyList)
          say(key, `${action} takes only ${fields}, not "${key}"`, "remove it, or use another action", { part: "key" });
      }
    },
  },
];

/** The label that a step writes, and the key that says it. */
function writtenBy(step: Values): { readonly key: string; readonly name: string } {
  const key = actionOf(step) === "labelmap" ? "replacement" : "target_label";
  return { key, name: textOf(step[key] ?? (key === "replacement" ? "$1" : "")) };
}

const schemeOf = (file: Values): string => textOf(objectOf(file.global)?.metric_name_validation_scheme);

/** Says each step that writes a label whose name only the scheme utf8 allows. In 3.7 alone that is also any name with a `$`. */
function noNewNames(lists: readonly unknown[], say: Say, { prometheus }: Versions): void {
  const isWithoutTemplates = isSince(prometheus, "3.8") === false;
  for (const step of lists.flatMap(objectsOf)) {
    const { key, name } = writtenBy(step);
    const isTemplate = isLabelTemplate(actionOf(step), name, LAST_OF_LEGACY);
    if (name === "" || (isTemplate && !(isWithoutTemplates && name.includes("$")))) continue;
    const message = `"${name}" is not a label name where metric_name_validation_scheme is legacy`;
    say(key, message, "use letters, digits and underscores, or the scheme utf8", { of: step });
  }
}

/** The version before UTF-8 names. */
const LAST_OF_LEGACY = "2.55";

/**
 * Since 3.2 a target may hold any text; before that, classic names with `$1` in them (since 3.0 only for labelmap and where
 * there is a `$`), and before 2.50 for every action but hashmod. Source: the changelog of 3.2.0, and the function in each release.
 */
function isLabelTemplate(action: string, name: string, version: string | undefined): boolean {
  const isOldPlain = action !== "hashmod" && isSince(version, "2.50") === false;
  if (PLAIN_TARGET.test(action)) return isOldPlain ? LEGACY_TEMPLATE.test(name) : isLabelName(name, version);
  if (action !== "replace" && action !== "labelmap") return true;
  const isOldTemplate = isSince(version, "3.2") === false && (action === "labelmap" || name.includes("$"));
  return isOldTemplate ? LEGACY_TEMPLATE.test(name) : isLabelName(name, version);
}
