import {
  alertmanagerDialect,
  type Dialect,
  functionSince,
  goDialect,
  parseTemplate,
  type TemplateFault,
} from "../../gotemplate/index.ts";
import { didYouMean } from "../../schema/index.ts";
import type { TextFault } from "../texts/index.ts";
import type { Versions } from "../version.ts";

const dialects = new Map<string | undefined, Dialect>();

function dialectOf(version: string | undefined): Dialect {
  const known = dialects.get(version);
  if (known !== undefined) return known;
  const dialect = alertmanagerDialect(version);
  dialects.set(version, dialect);
  return dialect;
}

/** Why a template of a receiver does not parse, at the version at hand. */
export function templateFault(text: string, { alertmanager }: Versions): TextFault | undefined {
  const [fault] = text.includes("{{") ? parseTemplate(text, dialectOf(alertmanager)).faults : [];
  return fault === undefined ? undefined : described(fault, alertmanager);
}

/** Webhooks' addresses and responders' types are parsed when the file is loaded, without Alertmanager's own functions. */
export function urlTemplateFault(text: string): TextFault | undefined {
  const [fault] = parseTemplate(text, goDialect).faults;
  return fault === undefined ? undefined : described(fault);
}

function described({ message, start, end, unknown }: TemplateFault, version?: string): TextFault {
  const range = end > start ? { range: [start, end - start] as const } : {};
  if (unknown === undefined) return { reason: message, ...range };
  const first = version === undefined ? undefined : functionSince("alertmanager", unknown.name);
  if (first !== undefined)
    return { reason: `the function \`${unknown.name}\` needs Alertmanager ${first}, and this is ${version}`, ...range };
  return { reason: `${message}${didYouMean(unknown.name, unknown.known)}`, ...range };
}

/** Kinds of messages and their parts, as `NAME.default.PART`. Source: template/default.tmpl and email.tmpl, Alertmanager 0.25 to 0.34. */
const DEFAULT_PARTS: Readonly<Record<string, readonly string[]>> = {
  discord: ["content", "message", "title"],
  email: ["html", "subject"],
  jira: ["description", "priority", "summary"],
  mattermost: ["color", "fallback", "text", "title", "titlelink", "username"],
  msteams: ["summary", "text", "title"],
  msteamsv2: ["text", "title"],
  opsgenie: ["description", "message", "source"],
  pagerduty: ["client", "clientURL", "description", "instances"],
  pushover: ["message", "title", "url"],
  rocketchat: ["alias", "emoji", "iconurl", "text", "title", "titlelink"],
  slack: [
    "callbackid",
    "color",
    "fallback",
    "footer",
    "iconemoji",
    "iconurl",
    "pretext",
    "text",
    "title",
    "titlelink",
    "username",
  ],
  sns: ["message", "subject"],
  telegram: ["message"],
  victorops: ["entity_display_name", "monitoring_tool", "state_message"],
  webex: ["message"],
  wechat: ["agent_id", "message", "to_party", "to_tag", "to_user"],
};

/** Templates that Alertmanager brings, of any version. */
export const DEFAULT_TEMPLATES: ReadonlySet<string> = new Set([
  ...[
    "__alertmanager",
    "__alertmanagerURL",
    "__description",
    "__subject",
    "__text_alert_list",
    "__text_alert_list_markdown",
  ],
  ...Object.entries(DEFAULT_PARTS).flatMap(([name, parts]) => parts.map((part) => `${name}.default.${part}`)),
]);

/** What is wrong with a template file, and which templates it defines. A text without any is what Go names after the file. */
export function readTemplateFile(
  text: string,
  version: string | undefined,
): { faults: readonly TemplateFault[]; names: readonly string[] } {
  const { faults, defines } = parseTemplate(text, dialectOf(version));
  return { faults, names: [...defines.keys()] };
}
