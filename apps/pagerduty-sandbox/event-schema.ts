import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { ACTIONS, SEVERITIES } from "./terms.ts";

// The documentation's own example has no colon in its offset (+0000), which RFC 3339 would refuse and ISO 8601 allows.
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d|:?60)?(?:[.,]\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function isTimestamp(text: string): boolean {
  const [, year, month, day] = (TIMESTAMP.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const FORMATS: Readonly<Record<string, { readonly must: string; readonly accepts: (text: string) => boolean }>> = {
  timestamp: { must: "must be an ISO 8601 timestamp, for example 2015-07-17T08:42:58.315+0000", accepts: isTimestamp },
  url: { must: "must be a URL", accepts: (text) => URL.canParse(text) },
  httpsUrl: {
    must: "must be a URL that starts with https:",
    accepts: (text) => URL.canParse(text) && new URL(text).protocol === "https:",
  },
  serviceKey: {
    must: "change events cannot be sent to a ruleset's key, which begins with R",
    accepts: (text) => !text.startsWith("R"),
  },
};

const text = { type: "string" };
const routingKey = { type: "string", minLength: 32, maxLength: 32 };
const links = {
  type: "array",
  items: { type: "object", required: ["href"], properties: { href: { type: "string", format: "url" }, text } },
};
const images = {
  type: "array",
  items: {
    type: "object",
    required: ["src"],
    properties: { src: { type: "string", format: "httpsUrl" }, href: { type: "string", format: "url" }, alt: text },
  },
};
const changeFields = {
  summary: { type: "string", maxLength: 1024 },
  source: text,
  timestamp: { type: "string", format: "timestamp" },
  custom_details: { type: "object" },
};
const alertFields = {
  ...changeFields,
  severity: { type: "string", enum: SEVERITIES },
  component: text,
  group: text,
  class: text,
};
const alertCommon = {
  routing_key: routingKey,
  event_action: { type: "string", enum: ACTIONS },
  dedup_key: { type: "string", maxLength: 255 },
  client: text,
  client_url: { type: "string", format: "url" },
  links,
  images,
};

const ajv = new Ajv({ allErrors: true });
for (const [name, { accepts }] of Object.entries(FORMATS)) ajv.addFormat(name, accepts);

export const isTrigger: ValidateFunction = ajv.compile({
  type: "object",
  required: ["routing_key", "event_action", "payload"],
  properties: {
    ...alertCommon,
    payload: { type: "object", required: ["summary", "source", "severity"], properties: alertFields },
  },
});
// The payload of these is neither required nor used, so it is not looked at either.
export const isFollowUp: ValidateFunction = ajv.compile({
  type: "object",
  required: ["routing_key", "event_action", "dedup_key"],
  properties: alertCommon,
});
export const isChange: ValidateFunction = ajv.compile({
  type: "object",
  required: ["routing_key", "payload"],
  properties: {
    routing_key: { ...routingKey, format: "serviceKey" },
    payload: { type: "object", required: ["summary"], properties: changeFields },
    links,
  },
});

const fieldOf = (pointer: string, property = ""): string =>
  `${pointer}/${property}`
    .replace(/\/$/, "")
    .slice(1)
    .replace(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");

const quoted = (values: readonly string[]): string => {
  const all = values.map((value) => `'${value}'`);
  return `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
};

const article = (type: string): string => `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;

/** An error of these schemas in PagerDuty's words. */
export function describe({ keyword, instancePath, params }: ErrorObject): string {
  const field = fieldOf(instancePath, params.missingProperty);
  switch (keyword) {
    case "required":
      return `'${field}' is missing or blank`;
    case "enum":
      return `'${field}' is invalid (must be one of the following: ${quoted(params.allowedValues)})`;
    case "minLength":
    case "maxLength":
      return `Length of '${field}' is incorrect (should be ${field === "routing_key" ? "" : "at most "}${params.limit} characters)`;
    case "format":
      return `'${field}' is invalid (${FORMATS[params.format]?.must})`;
    default:
      return `'${field}' is invalid (must be ${article(params.type)})`;
  }
}
