import type { JsonSchema } from "../../json-schema.ts";
import { boolean, duration, object, type Properties, path, ref, secret, since, text } from "../../schema-words.ts";
import { httpUrl, secretUrl } from "./words.ts";

const mail: Properties = {
  smtp_from: text("Sender of mails."),
  smtp_smarthost: text("Mail server, `host:port`.", { format: "host-port" }),
  smtp_hello: text("Name to greet the mail server with.", { default: "localhost" }),
  smtp_auth_username: text("User name at the mail server."),
  smtp_auth_password: secret("Password at the mail server."),
  smtp_auth_password_file: path("File that holds the password."),
  smtp_auth_secret: secret("Secret for CRAM-MD5."),
  smtp_auth_secret_file: since("0.31", path("File that holds the secret for CRAM-MD5.")),
  smtp_auth_identity: text("Identity for PLAIN."),
  smtp_require_tls: boolean("Refuse servers that speak no STARTTLS.", { default: true }),
  smtp_tls_config: since("0.28", ref("tls_config", "How to speak TLS with the mail server.")),
  smtp_force_implicit_tls: since("0.31", boolean("TLS from the first byte; by the port (465) when absent.")),
};

/** Source: GlobalConfig in config/config.go, Alertmanager 0.25 to 0.34. */
export const global: JsonSchema = object(
  {
    resolve_timeout: duration("When an alert without an end counts as resolved after its last word.", {
      default: "5m",
    }),
    http_config: ref("http_config", "How requests are made where a receiver does not say it."),
    ...mail,
    slack_api_url: secretUrl("Slack's incoming webhook."),
    slack_api_url_file: path("File that holds Slack's incoming webhook."),
    slack_app_token: since("0.30", secret("Token of a Slack app.")),
    slack_app_token_file: since("0.30", path("File that holds the token of a Slack app.")),
    slack_app_url: since(
      "0.30",
      httpUrl("Where a Slack app posts.", { default: "https://slack.com/api/chat.postMessage" }),
    ),
    pagerduty_url: httpUrl("PagerDuty's Events API v2.", { default: "https://events.pagerduty.com/v2/enqueue" }),
    opsgenie_api_url: httpUrl("Opsgenie's API.", { default: "https://api.opsgenie.com/" }),
    opsgenie_api_key: secret("Opsgenie's API key."),
    opsgenie_api_key_file: path("File that holds Opsgenie's API key."),
    wechat_api_url: httpUrl("WeChat's API.", { default: "https://qyapi.weixin.qq.com/cgi-bin/" }),
    wechat_api_secret: secret("WeChat's secret."),
    wechat_api_secret_file: since("0.31", path("File that holds WeChat's secret.")),
    wechat_api_corp_id: text("WeChat's corporation."),
    victorops_api_url: httpUrl("Splunk On-Call's API.", {
      default: "https://alert.victorops.com/integrations/generic/20131114/alert/",
    }),
    victorops_api_key: secret("Splunk On-Call's API key."),
    victorops_api_key_file: path("File that holds Splunk On-Call's API key."),
    telegram_api_url: httpUrl("Telegram's API.", { default: "https://api.telegram.org" }),
    telegram_bot_token: since("0.31", secret("Token of the Telegram bot.")),
    telegram_bot_token_file: since("0.31", path("File that holds the token of the Telegram bot.")),
    webex_api_url: httpUrl("Webex's API.", { default: "https://webexapis.com/v1/messages" }),
    jira_api_url: since("0.28", httpUrl("Jira's API, with its version: https://example.atlassian.net/rest/api/3/.")),
    rocketchat_api_url: since("0.28", httpUrl("Rocket.Chat's API.", { default: "https://open.rocket.chat/" })),
    rocketchat_token: since("0.28", secret("Rocket.Chat's token.")),
    rocketchat_token_file: since("0.28", path("File that holds Rocket.Chat's token.")),
    rocketchat_token_id: since("0.28", secret("Identifier of Rocket.Chat's token.")),
    rocketchat_token_id_file: since("0.28", path("File that holds the identifier of Rocket.Chat's token.")),
    mattermost_webhook_url: since("0.32", secretUrl("Mattermost's incoming webhook.")),
    mattermost_webhook_url_file: since("0.32", path("File that holds Mattermost's incoming webhook.")),
  },
  "Defaults of everything else.",
  { "x-checked-as": ["global"] },
);
