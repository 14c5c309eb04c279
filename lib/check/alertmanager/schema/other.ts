import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  count,
  list,
  map,
  object,
  type Properties,
  path,
  ref,
  secret,
  since,
  text,
} from "../../schema-words.ts";
import { goDuration, httpUrl, integration, template } from "./words.ts";

/** Mail, tickets and everything else. Source: config/notifiers.go and notify/NAME/config.go, Alertmanager 0.25 to 0.34. */

const email = integration(
  "email",
  "Mail.",
  { sendsResolved: false, overHttp: false, required: ["to"] },
  {
    to: template("Receivers, separated by commas.", { minLength: 1 }),
    from: template("Sender; the global one when absent."),
    hello: text("Name to greet the mail server with."),
    smarthost: text("Mail server, `host:port`; the global one when absent.", { format: "host-port" }),
    auth_username: text("User name at the mail server."),
    auth_password: secret("Password at the mail server."),
    auth_password_file: path("File that holds the password."),
    auth_secret: secret("Secret for CRAM-MD5."),
    auth_secret_file: since("0.31", path("File that holds the secret for CRAM-MD5.")),
    auth_identity: text("Identity for PLAIN."),
    headers: map(template("Value."), "Further headers, by name."),
    html: template("Text as HTML."),
    text: template("Text without markup."),
    require_tls: boolean("Refuse servers that speak no STARTTLS; the global choice when absent."),
    tls_config: ref("tls_config", "How to speak TLS with the mail server."),
    force_implicit_tls: since("0.31", boolean("TLS from the first byte; by the port (465) when absent.")),
    threading: since(
      "0.30",
      object(
        {
          enabled: boolean("Let mails of one group form a thread.", { default: false }),
          thread_by_date: text("`daily`: a new thread each day; `none`: one for ever."),
        },
        "Threads.",
      ),
    ),
  },
);

const webhook = integration(
  "webhook",
  "A webhook: alerts as JSON to an address of your own.",
  {},
  {
    url: text("Where alerts are sent. A secret; since 0.31 a template.", { format: "template-url" }),
    url_file: since("0.26", path("File that holds the address.")),
    max_alerts: count("Alerts in one message. 0: all.", { default: 0 }),
    timeout: since("0.28", goDuration("How long a request may take. 0: no limit.")),
    payload: since("0.32", { description: "What is sent instead of Alertmanager's own JSON." }),
  },
);

const jiraField = (description: string): JsonSchema => ({
  type: ["string", "object"],
  format: "template",
  properties: {
    template: since("0.30", template(description)),
    enable_update: since("0.30", boolean("Write it again when the issue exists.", { default: true })),
  },
  additionalProperties: false,
  description: `${description} A template, or since 0.30 an object.`,
});

const jira = integration(
  "jira",
  "Jira.",
  { required: ["project", "issue_type"] },
  {
    api_url: httpUrl("Jira's API; the global one when absent."),
    api_type: since("0.29", choice(["auto", "cloud", "datacenter"], "Which kind of Jira it is.", { default: "auto" })),
    project: template("Key of the project.", { minLength: 1 }),
    issue_type: template("Type of the issue.", { minLength: 1 }),
    summary: jiraField("Title of the issue."),
    description: jiraField("Text of the issue."),
    labels: list(template("A label."), "Labels."),
    priority: template("Priority."),
    reopen_transition: text("Transition that opens an issue again."),
    resolve_transition: text("Transition that resolves an issue."),
    wont_fix_resolution: text("Issues with this resolution stay closed."),
    reopen_duration: text("How long after it was resolved an issue is opened again.", {
      format: "prometheus-duration",
    }),
    fields: map({}, "Further fields, by name."),
  },
);

export const otherReceivers: Properties = {
  email_configs: list(email, "Mail."),
  webhook_configs: list(webhook, "Webhooks."),
  jira_configs: since("0.28", list(jira, "Jira.")),
};
