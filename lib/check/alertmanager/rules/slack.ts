import { isSet, objectOf, type Rule, type Say, setKeys, type Values } from "../../rule.ts";
import { isSince } from "../../version.ts";
import { isAuthorized } from "./receivers.ts";

const URLS = ["api_url", "api_url_file"];
const TOKENS = ["app_token", "app_token_file"];
/** Where bots post. */
const POST_MESSAGE = "https://slack.com/api/chat.postMessage";
const global = (keys: readonly string[]): string[] => keys.map((key) => `slack_${key}`);

/** Slack is told by an incoming webhook or by an app's token, since 0.30. */
export const slackRules: readonly Rule[] = [
  {
    name: "alertmanager/slack-way",
    on: "global",
    says: "slack_app_token beside a slack_api_url that is not slack_app_url.",
    source: "Config.UnmarshalYAML, config/config.go (0.30)",
    check: (value, say) => {
      const [token] = setKeys(value, global(TOKENS));
      const [url] = setKeys(value, global(URLS));
      if (token === undefined || url === undefined) return;
      const appUrl = value.slack_app_url ?? POST_MESSAGE;
      if (value.slack_api_url !== appUrl) clash(token, url, say);
    },
  },
  {
    name: "alertmanager/slack-way",
    on: "slack",
    says: "Neither a webhook nor a token, here or in `global`; both of them here; a token beside http_config.authorization.",
    source: "SlackConfig.UnmarshalYAML, and Config.UnmarshalYAML in config/config.go",
    check: (value, say, { file, versions }) =>
      checkSlack(value, objectOf(file.global) ?? {}, isSince(versions.alertmanager, "0.30") !== false, say),
  },
  {
    name: "alertmanager/slack-update",
    on: "slack",
    says: "update_message with an api_url other than that of Slack's bots.",
    source: "SlackConfig.UnmarshalYAML (0.32)",
    check: ({ update_message, api_url }, say) => {
      if (update_message === true && api_url !== POST_MESSAGE)
        say("update_message", `only a bot can change its messages: update_message needs api_url: ${POST_MESSAGE}`);
    },
  },
];

const clash = (token: string, url: string, say: Say): void =>
  say(token, `"${token}" stands beside "${url}", and only one of the two ways may`, "remove one of the two", {
    part: "key",
  });

function checkSlack(value: Values, defaults: Values, knowsApps: boolean, say: Say): void {
  const [ownUrl] = setKeys(value, URLS);
  const [ownToken] = setKeys(value, TOKENS);
  if (ownUrl !== undefined && ownToken !== undefined) clash(ownToken, ownUrl, say);
  const hasUrl = ownUrl !== undefined || setKeys(defaults, global(URLS)).length > 0;
  const inherits =
    !isSet(value.api_url) && !isAuthorized(value.http_config) && setKeys(defaults, global(TOKENS)).length > 0;
  const hasToken = knowsApps && (ownToken !== undefined || inherits);
  if (!hasUrl && !hasToken) {
    say(
      undefined,
      `slack needs api_url or api_url_file${knowsApps ? ", app_token or app_token_file" : ""}`,
      "or set slack_api_url or slack_api_url_file in global",
    );
  }
  if (hasToken && isAuthorized(value.http_config ?? defaults.http_config)) {
    say(
      "http_config",
      "http_config.authorization stands beside an app's token, which is one itself",
      "remove one of the two",
    );
  }
}
