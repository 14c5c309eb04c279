import type { ValidateFunction } from "ajv";
import { describe, isChange, isFollowUp, isTrigger } from "./event-schema.ts";
import type { Severity } from "./terms.ts";

/*
 * What PagerDuty's Events API v2 takes, and the words in which it refuses. Sources: PagerDuty/developer-docs, folder
 * docs/events-API-v2 (01-Overview, 02-Trigger-Events, 03-Change-Events, 05-Rate-Limits), and PagerDuty/api-schema,
 * reference/events-v2/openapiv3.json. Wording that they do not show follows the pattern of the wording that they do.
 */

/** `payload` size limit of 01-Overview: 512 KB. Alertmanager itself stays below 512,000 bytes. */
export const MAX_BODY_BYTES = 512 * 1024;

export interface Link {
  readonly href: string;
  readonly text?: string;
}
export interface Image {
  readonly src: string;
  readonly href?: string;
  readonly alt?: string;
}

interface ChangePayload {
  readonly summary: string;
  readonly source?: string;
  /** When the sender noticed, as it wrote it; ISO 8601. */
  readonly timestamp?: string;
  readonly custom_details?: Readonly<Record<string, unknown>>;
}
export interface AlertPayload extends ChangePayload {
  readonly source: string;
  readonly severity: Severity;
  readonly component?: string;
  readonly group?: string;
  readonly class?: string;
}

export interface ChangeEvent {
  readonly routing_key: string;
  readonly payload: ChangePayload;
  readonly links?: readonly Link[];
}

interface AlertCommon {
  readonly routing_key: string;
  readonly links?: readonly Link[];
  readonly images?: readonly Image[];
  readonly client?: string;
  readonly client_url?: string;
}
export type AlertEvent = AlertCommon &
  (
    | { readonly event_action: "trigger"; readonly dedup_key?: string; readonly payload: AlertPayload }
    | { readonly event_action: "acknowledge" | "resolve"; readonly dedup_key: string }
  );

/** What the API answers to a request that it does not take. */
export interface Refusal {
  readonly status: string;
  readonly message: string;
  readonly errors: readonly string[];
}
export type Validated<E> = { readonly event: E } | { readonly refusal: Refusal };

export const invalidEvent = (errors: readonly string[]): Refusal => ({
  status: "invalid event",
  message: "Event object is invalid",
  errors,
});

/** A body that is no JSON object; as in the API schema's example. */
const UNRECOGNIZED: Refusal = {
  status: "Unrecognized object",
  message: "Event object format is unrecognized",
  errors: ["JSON parse error"],
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without fields that are null or blank: these are missing, and Alertmanager writes them so (an image's `href: ""`). */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  if (!isObject(value)) return value;
  const given = ([, field]: [string, unknown]) => field !== null && !(typeof field === "string" && field.trim() === "");
  return Object.fromEntries(Object.entries(value).filter(given));
}

/** V8 parses deeper nesting than it can write again, and what cannot be written cannot be kept. */
function isTooDeep(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function validated<E>(body: Record<string, unknown>, validate: ValidateFunction): Validated<E> {
  if (isTooDeep(body)) return { refusal: invalidEvent(["Event is nested too deeply"]) };
  // An absent payload names each field that is missing in it.
  const { payload = {}, links, images } = body;
  const candidate = withoutBlanks({
    ...body,
    payload: withoutBlanks(payload),
    links: withoutBlanks(links ?? null),
    images: withoutBlanks(images ?? null),
  });
  if (validate(candidate)) return { event: candidate as E };
  return { refusal: invalidEvent([...new Set((validate.errors ?? []).map(describe))]) };
}

/** A body of `POST /v2/enqueue`, or all that is wrong with it. `body` is parsed JSON. */
export function validateAlertEvent(body: unknown): Validated<AlertEvent> {
  if (!isObject(body)) return { refusal: UNRECOGNIZED };
  const isKnownFollowUp = body.event_action === "acknowledge" || body.event_action === "resolve";
  return validated(body, isKnownFollowUp ? isFollowUp : isTrigger);
}

/** A body of `POST /v2/change/enqueue`, or all that is wrong with it. `body` is parsed JSON. */
export function validateChangeEvent(body: unknown): Validated<ChangeEvent> {
  return isObject(body) ? validated(body, isChange) : { refusal: UNRECOGNIZED };
}
