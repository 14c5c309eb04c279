import { type FieldUse, fieldsOf, goDialect, parseTemplate } from "../../../gotemplate/index.ts";
import { nearest } from "../../../schema/index.ts";
import type { Rule, Say, Values } from "../../rule.ts";
import { templatesIn } from "./templates.ts";

/** What a template is given. Source: Data in template/template.go. */
const NOTIFICATION = [
  "Receiver",
  "Status",
  "Alerts",
  "GroupLabels",
  "CommonLabels",
  "CommonAnnotations",
  "ExternalURL",
] as const;
/** What a single alert has instead, and where a notification has it. Source: Alert in template/template.go. */
const ALERT: Readonly<Record<string, string | undefined>> = {
  Labels: ".CommonLabels",
  Annotations: ".CommonAnnotations",
  StartsAt: undefined,
  EndsAt: undefined,
  GeneratorURL: undefined,
  Fingerprint: undefined,
};

export const templateFieldRule: Rule = {
  name: "alertmanager/template-field",
  on: "integration",
  severity: "warning",
  says: "A field that a notification does not have: one of a single alert outside of `range .Alerts`, or a misspelt one.",
  source: "text/template, at each notification, of Data in template/template.go",
  check: (integration: Values, say: Say) => {
    for (const { of, key, text } of templatesIn(integration, /\{\{/)) {
      const template = parseTemplate(text, goDialect);
      const isWhole = template.defines.size === 0;
      for (const use of fieldsOf(template)) {
        const mend = isOfNotification(use, isWhole) ? mendOf(use) : undefined;
        if (mend === undefined) continue;
        const message = `a notification has no field .${use.fields[0]}, so it fails each time this is needed`;
        say(key, message, mend, { of, range: [use.start, use.end - use.start] });
      }
    }
  },
};

/** Whether it is read from what the program gave; within `define` that is whatever its caller gives. */
const isOfNotification = ({ base, isOuterDot }: FieldUse, isWhole: boolean): boolean =>
  base === "." ? isOuterDot : base === "$" && isWhole;

/** How a field is meant that is none for certain; undefined for those that are some, or that a newer version may bring. */
function mendOf({ fields: [field = "", ...rest] }: FieldUse): string | undefined {
  if (NOTIFICATION.some((known) => known === field)) return undefined;
  if (!Object.hasOwn(ALERT, field)) {
    const meant = nearest(field, NOTIFICATION);
    return meant && `did you mean .${meant}?`;
  }
  const path = [field, ...rest].join(".");
  const ofEach = `{{ range .Alerts }}{{ .${path} }}{{ end }}`;
  const common = ALERT[field];
  return common === undefined ? `write ${ofEach}` : `write ${[common, ...rest].join(".")}, or ${ofEach}`;
}
