import {
  type Context,
  isSet,
  listOf,
  objectOf,
  objectsOf,
  type Rule,
  type Say,
  setKeys,
  textOf,
  type Values,
} from "../../rule.ts";
import { isSince } from "../../version.ts";
import { urlTemplateFault } from "../templates.ts";

/** What is refused of single receivers, beyond missing and repeated secrets. */

/** Whether requests carry an Authorization header: the older keys become one. Source: HTTPClientConfig.Validate. */
export const isAuthorized = (http: unknown): boolean => {
  const config = objectOf(http) ?? {};
  return (
    objectOf(config.authorization) !== undefined || setKeys(config, ["bearer_token", "bearer_token_file"]).length > 0
  );
};

const SNS_TARGETS = ["topic_arn", "target_arn", "phone_number"];
const RESPONDER_TYPES = /^(?:team|teams|user|escalation|schedule)$/;
/** Source: VictorOpsConfig.UnmarshalYAML. */
const VICTOROPS_OWN = [
  ...["routing_key", "message_type", "state_message", "entity_display_name", "monitoring_tool"],
  ...["entity_id", "entity_state"],
];

export const receiverRules: readonly Rule[] = [
  {
    name: "alertmanager/empty-receiver",
    on: "alertmanager",
    says: "An entry of receivers without anything in it, of which Alertmanager 0.25 crashes.",
    source: "Config.UnmarshalYAML, config/config.go",
    check: ({ receivers }, say, { versions }) => {
      const severity = isSince(versions.alertmanager, "0.26") === false ? "error" : "warning";
      for (const index of listOf(receivers).keys())
        if (listOf(receivers)[index] === null)
          say(index, "a receiver without a name, which no route can name", "remove the line, or give it a name", {
            of: receivers as object,
            severity,
          });
    },
  },
  {
    name: "alertmanager/empty-http-config",
    on: "alertmanager",
    since: "0.30",
    says: "A global http_config without a value beside Slack, of which Alertmanager crashes; from 0.34 on beside Teams too.",
    source: "Config.UnmarshalYAML, config/config.go",
    check: ({ global, receivers }, say, { versions, isNull }) => {
      const kinds = isSince(versions.alertmanager, "0.34") === false ? ["slack"] : ["slack", "msteamsv2"];
      const isUsed = objectsOf(receivers).some((receiver) =>
        kinds.some((kind) => objectsOf(receiver[`${kind}_configs`]).length > 0),
      );
      const of = objectOf(global);
      if (of !== undefined && isUsed && isNull(of, "http_config"))
        say("http_config", "http_config is empty, and Alertmanager crashes of that", "remove the line", { of });
    },
  },
  {
    name: "alertmanager/receiver-label",
    on: "receiver",
    says: "A label `name` of a receiver that is not the receiver's name.",
    source: "Receiver.UnmarshalYAML, config/config.go (0.33)",
    check: ({ name, labels }, say) => {
      const written = objectOf(labels);
      if (written?.name !== undefined && written.name !== name)
        say(
          "name",
          `the label "name" must be the receiver's name, "${textOf(name)}"`,
          "leave it out: it is set by itself",
          { of: written },
        );
    },
  },
  {
    name: "alertmanager/opsgenie-responder",
    on: "opsgenie-responder",
    says: "A responder without id, name and username, or of an unknown type.",
    source: "OpsGenieConfig.UnmarshalYAML",
    check: checkResponder,
  },
  {
    name: "alertmanager/victorops-field",
    on: "victorops",
    says: "A custom field with the name of one that Alertmanager fills itself.",
    source: "VictorOpsConfig.UnmarshalYAML",
    check: ({ custom_fields }, say) => {
      const fields = objectOf(custom_fields) ?? {};
      for (const name of VICTOROPS_OWN.filter((own) => Object.hasOwn(fields, own)))
        say(name, `"${name}" is a field that Alertmanager fills itself`, "give the custom field another name", {
          of: fields,
          part: "key",
        });
    },
  },
  {
    name: "alertmanager/pushover-format",
    on: "pushover",
    says: "html together with monospace.",
    source: "PushoverConfig.UnmarshalYAML (0.29)",
    check: ({ html, monospace }, say) => {
      if (html === true && monospace === true)
        say("monospace", "a message is either html or monospace", undefined, { part: "key" });
    },
  },
  {
    name: "alertmanager/sns-target",
    on: "sns",
    says: "None or two of topic_arn, target_arn and phone_number.",
    source: "SNSConfig.UnmarshalYAML",
    check: (value, say) => {
      const given = setKeys(value, SNS_TARGETS);
      if (given.length === 0 || given.length === 2)
        say(
          given[1],
          `sns needs one of ${SNS_TARGETS.join(", ")}, and this has ${given.length === 0 ? "none" : "two"}`,
          undefined,
          { part: "key" },
        );
    },
  },
  {
    name: "alertmanager/sigv4",
    on: "sigv4",
    says: "access_key without secret_key, or the other way round; external_id without role_arn.",
    source: "SigV4Config.Validate, prometheus/sigv4",
    check: (value, say) => {
      const given = setKeys(value, ["access_key", "secret_key"]);
      if (given.length === 1)
        say(given[0], "access_key and secret_key stand together or not at all", undefined, { part: "key" });
      if (isSet(value.external_id) && !isSet(value.role_arn))
        say("external_id", "external_id needs a role_arn beside it", undefined, { part: "key" });
    },
  },
  {
    name: "alertmanager/telegram-chat",
    on: "telegram",
    says: "No chat_id and no chat_id_file, or both.",
    source: "TelegramConfig.UnmarshalYAML",
    check: ({ chat_id, chat_id_file }, say) => {
      const hasNumber = typeof chat_id === "number" && chat_id !== 0;
      if (!hasNumber && !isSet(chat_id_file))
        say("chat_id", "telegram needs a chat_id other than 0, or a chat_id_file");
      if (hasNumber && isSet(chat_id_file))
        say("chat_id_file", '"chat_id_file" stands beside "chat_id", and only one of the two may', undefined, {
          part: "key",
        });
    },
  },
  {
    name: "alertmanager/webex-authorization",
    on: "webex",
    says: "Webex without http_config.authorization.",
    source: "WebexConfig.UnmarshalYAML",
    check: ({ http_config }, say) => {
      if (!isAuthorized(http_config))
        say(
          "http_config",
          "webex needs http_config.authorization with the token of a bot",
          "the global http_config does not count here",
        );
    },
  },
  {
    name: "alertmanager/incidentio-authorization",
    on: "incidentio",
    says: "A token beside http_config.authorization, or http_config with neither.",
    source: "IncidentioConfig.UnmarshalYAML",
    check: checkIncidentio,
  },
  {
    name: "alertmanager/missing",
    on: "jira",
    says: "api_type without a value.",
    source: "JiraConfig.UnmarshalYAML (0.29)",
    check: (value, say, { isNull }) => {
      if (isNull(value, "api_type"))
        say("api_type", "api_type needs a value: auto, cloud or datacenter", undefined, { part: "key" });
    },
  },
  {
    name: "alertmanager/slack-action",
    on: "slack-action",
    says: "A Slack action without url and name.",
    source: "SlackAction.UnmarshalYAML",
    check: ({ url, name }, say) => {
      if (!isSet(url) && !isSet(name)) say(undefined, "a Slack action needs a url or a name");
    },
  },
  {
    name: "alertmanager/email-header",
    on: "email",
    says: "A header given twice, in different capitals.",
    source: "EmailConfig.UnmarshalYAML",
    check: checkHeaders,
  },
  {
    name: "alertmanager/email-threading",
    on: "email",
    says: "threading together with the headers References or In-Reply-To, or (0.31) without thread_by_date.",
    source: "EmailConfig.UnmarshalYAML (0.30)",
    check: checkThreading,
  },
  {
    name: "alertmanager/event-recorder",
    on: "event-webhook",
    says: "A webhook of the event recorder with batch settings but without batch, or with a printed secret as its address.",
    source: "WebhookOutputConfig.UnmarshalYAML, eventrecorder/webhook.go (0.33)",
    check: (value, say) => {
      if (value.url === "<secret>") say("url", "`<secret>` is no address");
      const settings = ["batch_max_events", "batch_max_bytes", "batch_flush_interval"];
      const given =
        value.batch === true
          ? []
          : settings.filter((key) => !["0", 0, "", "0s", undefined].includes(value[key] as string));
      for (const key of given) say(key, `"${key}" needs batch: true`, undefined, { part: "key" });
    },
  },
];

function checkResponder(value: Values, say: Say): void {
  if (setKeys(value, ["id", "name", "username"]).length === 0)
    say(undefined, "a responder needs an id, a name or a username");
  const type = textOf(value.type);
  if (type.includes("{{")) {
    const fault = urlTemplateFault(type);
    if (fault !== undefined) say("type", `"${type}" is not a template: ${fault.reason}`);
  } else if (!RESPONDER_TYPES.test(type.toLowerCase())) {
    say("type", `"${type}" is no type of a responder: team, teams, user, escalation and schedule are`);
  }
}

function checkIncidentio(value: Values, say: Say): void {
  const [token] = setKeys(value, ["alert_source_token", "alert_source_token_file"]);
  const authorized = isAuthorized(value.http_config);
  if (token !== undefined && authorized)
    say(token, `"${token}" stands beside http_config.authorization, and only one of the two may`, undefined, {
      part: "key",
    });
  if (token === undefined && objectOf(value.http_config) !== undefined && !authorized)
    say(
      "http_config",
      "incidentio needs alert_source_token, alert_source_token_file or http_config.authorization",
      undefined,
      { part: "key" },
    );
}

/** As textproto.CanonicalMIMEHeaderKey: names that are no tokens stay as they are. */
const canonical = (name: string): string => (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) ? name.toLowerCase() : name);

function checkHeaders({ headers }: Values, say: Say): void {
  const written = objectOf(headers) ?? {};
  const seen = new Map<string, string>();
  for (const name of Object.keys(written)) {
    const first = seen.get(canonical(name));
    if (first === undefined) seen.set(canonical(name), name);
    else say(name, `the header "${name}" is the same as "${first}" above`, undefined, { of: written, part: "key" });
  }
}

function checkThreading({ threading, headers }: Values, say: Say, { versions }: Context): void {
  const written = objectOf(threading);
  if (written?.enabled !== true) return;
  const own = objectOf(headers) ?? {};
  for (const name of Object.keys(own).filter((header) => /^(?:references|in-reply-to)$/i.test(header)))
    say(name, `the header "${name}" is set by threading`, "remove it, or switch threading off", {
      of: own,
      part: "key",
    });
  if (isSince(versions.alertmanager, "0.31") !== false && !/^(?:none|daily)$/.test(textOf(written.thread_by_date)))
    say("thread_by_date", 'threading needs thread_by_date, "daily" or "none"', undefined, { of: written });
}

/** All integrations of a receiver with their kinds: `pagerduty`, … */
export const integrationsOf = (receiver: Values): { kind: string; value: Values }[] =>
  Object.entries(receiver)
    .filter(([key]) => key.endsWith("_configs"))
    .flatMap(([key, list]) =>
      objectsOf(listOf(list)).map((value) => ({ kind: key.slice(0, -"_configs".length), value })),
    );
