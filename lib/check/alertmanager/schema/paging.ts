import { boolean, list, map, object, type Properties, path, secret, since, text } from "../../schema-words.ts";
import { entry, goDuration, httpUrl, integration, template } from "./words.ts";

/** Integrations that wake people. Source: config/notifiers.go and notify/NAME/config.go, Alertmanager 0.25 to 0.34. */

const pagerduty = integration(
  "pagerduty",
  "PagerDuty.",
  {},
  {
    routing_key: secret("Integration key of an Events API v2 integration."),
    routing_key_file: path("File that holds the routing key."),
    service_key: secret("Integration key of the Events API v1."),
    service_key_file: path("File that holds the service key."),
    url: httpUrl("Where events are sent; the global one when absent."),
    client: template("Who sends it."),
    client_url: template("Link back to the sender."),
    description: template("Title of the incident: PagerDuty's `summary`, cut at 1024 characters."),
    severity: template("critical, error, warning or info; PagerDuty's own default is error."),
    source: template("What is affected; the client when absent."),
    class: template("Kind of the event."),
    component: template("Part of the source that is affected."),
    group: template("Group that the source belongs to."),
    details: map(
      { type: ["string", "number", "boolean", "array", "object", "null"], format: "template" },
      "Further details, by name.",
    ),
    images: list(
      entry(
        { src: template("Address of the picture."), alt: template("Text for it."), href: template("Link of it.") },
        "A picture.",
      ),
      "Pictures.",
    ),
    links: list(entry({ href: template("Address."), text: template("Text.") }, "A link."), "Links."),
    timeout: since("0.30", goDuration("How long a request may take. 0: no limit.")),
  },
);

const opsgenie = integration(
  "opsgenie",
  "Opsgenie.",
  {},
  {
    api_key: secret("API key; the global one when absent."),
    api_key_file: path("File that holds the API key."),
    api_url: httpUrl("Opsgenie's API; the global one when absent."),
    message: template("Title of the alert."),
    description: template("Description of the alert."),
    source: template("Where it comes from."),
    details: map(template("Value."), "Further details, by name."),
    entity: template("What it is about."),
    actions: template("Comma-separated actions."),
    tags: template("Comma-separated tags."),
    note: template("A note."),
    priority: template("P1, P2, P3, P4 or P5."),
    update_alerts: boolean("Update message and description of alerts that exist.", { default: false }),
    responders: list(
      object(
        {
          id: template("Identifier."),
          name: template("Name."),
          username: template("User name."),
          type: text("team, teams, user, escalation or schedule. A template."),
        },
        "Somebody who is told.",
        { "x-checked-as": ["opsgenie-responder"] },
      ),
      "Who is told.",
    ),
  },
);

const victorops = integration(
  "victorops",
  "Splunk On-Call, formerly VictorOps.",
  { required: ["routing_key"] },
  {
    api_key: secret("API key; the global one when absent."),
    api_key_file: path("File that holds the API key."),
    api_url: httpUrl("Splunk On-Call's API; the global one when absent."),
    routing_key: template("Which team is told.", { minLength: 1 }),
    message_type: template("CRITICAL, WARNING or INFO.", { default: "CRITICAL" }),
    entity_display_name: template("Title."),
    state_message: template("Text."),
    monitoring_tool: template("Who sends it."),
    custom_fields: map(template("Value."), "Further fields, by name."),
  },
);

const pushover = integration(
  "pushover",
  "Pushover.",
  {},
  {
    user_key: secret("Key of the user or group."),
    user_key_file: since("0.26", path("File that holds the key of the user or group.")),
    token: secret("Token of the application."),
    token_file: since("0.26", path("File that holds the token of the application.")),
    title: template("Title."),
    message: template("Text."),
    url: template("Link."),
    url_title: template("Text of the link."),
    device: since("0.26", template("Device that is told; all of them when absent.")),
    sound: template("Sound."),
    priority: template("From -2 to 2; 2 must be acknowledged."),
    retry: text("How often somebody is told again until acknowledged; 30s at least.", {
      format: "go-duration",
      default: "1m",
    }),
    expire: text("How long that goes on.", { format: "go-duration", default: "1h" }),
    ttl: since("0.27", text("When the message vanishes.", { format: "go-duration" })),
    html: boolean("The text is HTML.", { default: false }),
    monospace: since("0.29", boolean("Show the text in a monospaced font.", { default: false })),
  },
);

const incidentio = integration(
  "incidentio",
  "incident.io.",
  {},
  {
    url: httpUrl("Address of the alert source."),
    url_file: path("File that holds the address of the alert source."),
    alert_source_token: secret("Token of the alert source."),
    alert_source_token_file: path("File that holds the token of the alert source."),
    max_alerts: { type: "integer", minimum: 0, description: "Alerts in one message. 0: all.", default: 0 },
    timeout: goDuration("How long a request may take. 0: no limit."),
  },
);

const SIGV4: Properties = {
  region: text("AWS region."),
  access_key: text("Access key."),
  secret_key: secret("Secret key."),
  profile: text("Named profile."),
  role_arn: text("Role to assume."),
  external_id: since("0.31", text("External identifier for the role to assume.")),
  use_fips_sts_endpoint: since("0.28", boolean("Use the FIPS end point of AWS's token service.")),
  service_name: since("0.29", text("Name of the AWS service.")),
};

const sns = integration(
  "sns",
  "Amazon SNS.",
  {},
  {
    api_url: template("SNS's address; by the region when absent."),
    sigv4: object(SIGV4, "AWS's signature.", { "x-checked-as": ["sigv4"] }),
    topic_arn: template("Topic."),
    phone_number: template("Phone number, for SMS."),
    target_arn: template("Mobile platform's end point."),
    subject: template("Subject line."),
    message: template("Text."),
    attributes: map(template("Value."), "Attributes, by name."),
    use_aws_http_client: since("0.33", boolean("Use the AWS SDK's own HTTP client.")),
  },
);

export const pagingReceivers: Properties = {
  pagerduty_configs: list(pagerduty, "PagerDuty."),
  opsgenie_configs: list(opsgenie, "Opsgenie."),
  victorops_configs: list(victorops, "Splunk On-Call, formerly VictorOps."),
  pushover_configs: list(pushover, "Pushover."),
  incidentio_configs: since("0.29", list(incidentio, "incident.io.")),
  sns_configs: list(sns, "Amazon SNS."),
};
