import { type Context, enumerate, isSet, objectOf, type Rule, type Say, type Values } from "../../rule.ts";
import { isSince } from "../../version.ts";

/** One of `keys` must be given; else one of the keys of `global`, from the version on that has them. */
interface Need {
  readonly keys: readonly string[];
  readonly global?: readonly string[];
  readonly globalSince?: string;
  /** Go can tell an empty secret from none, and takes it; not so an empty path of a file. */
  readonly mayBeEmpty?: true;
}

const WEBHOOK: readonly Need[] = [{ keys: ["webhook_url", "webhook_url_file"] }];
const need = (keys: readonly string[], global: readonly string[] = []): Need => ({ keys, global });

/** What an integration cannot do without. Of slack, telegram and mattermost it depends on the version. */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  pagerduty: [need(["routing_key_file", "routing_key", "service_key_file", "service_key"])],
  opsgenie: [need(["api_key_file", "api_key"], ["opsgenie_api_key_file", "opsgenie_api_key"])],
  victorops: [need(["api_key_file", "api_key"], ["victorops_api_key_file", "victorops_api_key"])],
  pushover: [need(["user_key_file", "user_key"]), need(["token_file", "token"])],
  incidentio: [need(["url", "url_file"])],
  discord: WEBHOOK,
  msteams: WEBHOOK,
  msteamsv2: WEBHOOK,
  mattermost: [
    {
      keys: ["webhook_url_file", "webhook_url"],
      global: ["mattermost_webhook_url_file", "mattermost_webhook_url"],
      globalSince: "0.32",
    },
  ],
  telegram: [
    {
      keys: ["bot_token_file", "bot_token"],
      global: ["telegram_bot_token_file", "telegram_bot_token"],
      globalSince: "0.31",
    },
  ],
  wechat: [
    need(["api_secret_file", "api_secret"], ["wechat_api_secret_file", "wechat_api_secret"]),
    need(["corp_id"], ["wechat_api_corp_id"]),
  ],
  rocketchat: [
    {
      ...need(["token_id_file", "token_id"], ["rocketchat_token_id_file", "rocketchat_token_id"]),
      mayBeEmpty: true,
    },
    { ...need(["token_file", "token"], ["rocketchat_token_file", "rocketchat_token"]), mayBeEmpty: true },
  ],
  jira: [need(["api_url"], ["jira_api_url"])],
  email: [need(["smarthost"], ["smtp_smarthost"]), need(["from"], ["smtp_from"])],
  webhook: [need(["url", "url_file"])],
};

/** Addresses that have a default in `global`, which a key without a value takes away. */
const ADDRESSES: Readonly<Record<string, { readonly own: string; readonly global: string }>> = {
  pagerduty: { own: "url", global: "pagerduty_url" },
  opsgenie: { own: "api_url", global: "opsgenie_api_url" },
  wechat: { own: "api_url", global: "wechat_api_url" },
  victorops: { own: "api_url", global: "victorops_api_url" },
  webex: { own: "api_url", global: "webex_api_url" },
  slack: { own: "app_url", global: "slack_app_url" },
};

const addressRules: readonly Rule[] = Object.entries(ADDRESSES).map(([on, { own, global }]) => ({
  name: "alertmanager/missing",
  on,
  says: `${on} without ${own}, where ${global} stands in \`global\` without a value.`,
  source: "Config.UnmarshalYAML, config/config.go",
  check: (value, say, { file, isNull }) => {
    if (!isSet(value[own]) && isNull(objectOf(file.global) ?? {}, global))
      say(
        undefined,
        `${on} needs ${own}, for ${global} in global has no value`,
        `remove ${global}: then it has its default`,
      );
  },
}));

export const needRules: readonly Rule[] = [
  ...addressRules,
  ...Object.entries(NEEDS).map(
    ([on, needs]): Rule => ({
      name: "alertmanager/missing",
      on,
      says: `${on} without ${enumerate(needs.map(({ keys }) => keys.join(" or ")))}, here or where it has one in \`global\`.`,
      source: `UnmarshalYAML of the ${on} receiver, and Config.UnmarshalYAML in config/config.go`,
      check: (value, say, context) => {
        for (const one of needs) checkNeed(on, one, value, say, context);
      },
    }),
  ),
];

function checkNeed(
  on: string,
  { keys, global = [], globalSince, mayBeEmpty }: Need,
  value: Values,
  say: Say,
  context: Context,
): void {
  const knowsGlobal = globalSince === undefined || isSince(context.versions.alertmanager, globalSince) !== false;
  const defaults = knowsGlobal ? global : [];
  const written = objectOf(context.file.global) ?? {};
  if (keys.some((key) => isSet(value[key])) || defaults.some((key) => isSet(written[key]))) return;
  const help = defaults.length === 0 ? undefined : `or set ${defaults.join(" or ")} in global`;
  const isEmpty = (object: Values, key: string) =>
    object[key] === "" && !key.endsWith("_file") && !context.isNull(object, key);
  const isTaken =
    mayBeEmpty && (keys.some((key) => isEmpty(value, key)) || defaults.some((key) => isEmpty(written, key)));
  const message = `${on} needs ${keys.length > 2 ? "one of " : ""}${keys.join(keys.length > 2 ? ", " : " or ")}`;
  say(undefined, message, help, isTaken ? { severity: "warning" } : {});
}
