import { enumerate, isSet, type Rule, type Say, type Values } from "../../rule.ts";

/** Secrets and addresses that may be given in the file or by the name of a file that holds them, never by both. */
const TWICE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  global: [
    ["slack_api_url", "slack_api_url_file"],
    ["slack_app_token", "slack_app_token_file"],
    ["opsgenie_api_key", "opsgenie_api_key_file"],
    ["victorops_api_key", "victorops_api_key_file"],
    ["telegram_bot_token", "telegram_bot_token_file"],
    ["smtp_auth_password", "smtp_auth_password_file"],
    ["smtp_auth_secret", "smtp_auth_secret_file"],
    ["rocketchat_token", "rocketchat_token_file"],
    ["rocketchat_token_id", "rocketchat_token_id_file"],
    ["wechat_api_secret", "wechat_api_secret_file"],
    ["mattermost_webhook_url", "mattermost_webhook_url_file"],
  ],
  pagerduty: [
    ["routing_key", "routing_key_file"],
    ["service_key", "service_key_file"],
  ],
  opsgenie: [["api_key", "api_key_file"]],
  victorops: [["api_key", "api_key_file"]],
  pushover: [
    ["user_key", "user_key_file"],
    ["token", "token_file"],
  ],
  incidentio: [
    ["url", "url_file"],
    ["alert_source_token", "alert_source_token_file"],
  ],
  slack: [
    ["api_url", "api_url_file"],
    ["app_token", "app_token_file"],
  ],
  discord: [["webhook_url", "webhook_url_file"]],
  msteams: [["webhook_url", "webhook_url_file"]],
  msteamsv2: [["webhook_url", "webhook_url_file"]],
  mattermost: [["webhook_url", "webhook_url_file"]],
  telegram: [["bot_token", "bot_token_file"]],
  wechat: [["api_secret", "api_secret_file"]],
  rocketchat: [
    ["token", "token_file"],
    ["token_id", "token_id_file"],
  ],
  webhook: [["url", "url_file"]],
};

export const secretRules: readonly Rule[] = Object.entries(TWICE).map(([on, pairs]) => ({
  name: "alertmanager/secret-once",
  on,
  says: `${on}: ${enumerate(pairs.map(([inline, file]) => `${inline} with ${file}`))}.`,
  source: on === "global" ? "Config.UnmarshalYAML, config/config.go" : `UnmarshalYAML of the ${on} receiver`,
  check: (value, say) => {
    for (const pair of pairs) checkOnce(value, pair, say);
  },
}));

function checkOnce(value: Values, [inline, file]: readonly [string, string], say: Say): void {
  if (!isSet(value[inline]) || !isSet(value[file])) return;
  say(
    file,
    `"${file}" stands beside "${inline}", and only one of the two may`,
    `remove "${inline}": files keep secrets out of this one`,
    {
      part: "key",
    },
  );
}
