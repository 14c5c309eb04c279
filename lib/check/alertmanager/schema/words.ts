import type { JsonSchema } from "../../json-schema.ts";
import { boolean, object, type Properties, text } from "../../schema-words.ts";
import { httpConfig } from "./http-client.ts";

/** Words that only Alertmanager's schema needs, beside those of schema-words.ts. */

type More = Partial<JsonSchema>;

/** A text that Alertmanager expands for each notification. */
export const template = (description: string, more: More = {}): JsonSchema =>
  text(`${description} A template.`, { format: "template", ...more });

export const httpUrl = (description: string, more: More = {}): JsonSchema =>
  text(description, { format: "http-url", ...more });

/** A URL that is itself a secret. `<secret>`, as Alertmanager prints it, is accepted too. */
export const secretUrl = (description: string, more: More = {}): JsonSchema =>
  text(`${description} A secret.`, { format: "secret-url", ...more });

/** A number is taken for nanoseconds, as Go's time.Duration is. */
export const goDuration = (description: string, more: More = {}): JsonSchema => ({
  type: ["integer", "string"],
  format: "go-duration",
  description,
  ...more,
});

/** A receiver's integration: whether it tells of resolved alerts, too, and how its requests are made. */
export const integration = (
  name: string,
  description: string,
  {
    sendsResolved = true,
    overHttp = true,
    required = [],
  }: { sendsResolved?: boolean; overHttp?: boolean; required?: readonly string[] },
  properties: Properties,
): JsonSchema =>
  object(
    {
      send_resolved: boolean("Tell also when alerts are resolved.", { default: sendsResolved }),
      ...(overHttp && { http_config: httpConfig }),
      ...properties,
    },
    description,
    { required, "x-checked-as": ["integration", name] },
  );

/** An item that may stand empty, as Go takes it: `- ` alone. */
export const orNothing = (schema: JsonSchema): JsonSchema => ({ ...schema, type: ["object", "null"] });

/** An entry of a list, which may stand empty. */
export const entry = (properties: Properties, description: string, more: More = {}): JsonSchema =>
  orNothing(object(properties, description, more));
