import { boolean, choice, list, object, type Properties, path, secret, since, text } from "../../schema-words.ts";
import { entry, goDuration, httpUrl, integration, secretUrl, template } from "./words.ts";

/** Integrations of chats. Source: config/notifiers.go and notify/NAME/config.go, Alertmanager 0.25 to 0.34. */

const webhookUrl: Properties = {
  webhook_url: secretUrl("The incoming webhook."),
  // 0.27 knows the key too, and then refuses the receiver for the lack of a webhook_url.
  webhook_url_file: since("0.28", path("File that holds the incoming webhook.")),
};

const field = (short: string) => ({
  title: template("Title.", { minLength: 1 }),
  value: template("Value.", { minLength: 1 }),
  short: boolean(short),
});

const slack = integration(
  "slack",
  "Slack.",
  { sendsResolved: false },
  {
    api_url: secretUrl("Incoming webhook; the global one when absent."),
    api_url_file: path("File that holds the incoming webhook."),
    app_token: since("0.30", secret("Token of a Slack app.")),
    app_token_file: since("0.30", path("File that holds the token of a Slack app.")),
    app_url: since("0.30", httpUrl("Where a Slack app posts.")),
    channel: template("Channel or user; the webhook's own when absent."),
    username: template("Name of the sender."),
    color: template("good, warning, danger or #rrggbb."),
    title: template("Title."),
    title_link: template("Link of the title."),
    pretext: template("Text before the attachment."),
    text: template("Text."),
    message_text: since("0.31", template("Text of the message itself.")),
    fields: list(entry(field("Show it beside others."), "A field.", { required: ["title", "value"] }), "Fields."),
    short_fields: boolean("Show fields beside each other.", { default: false }),
    footer: template("Text at the foot."),
    fallback: template("Text for clients that show no attachments."),
    callback_id: template("Identifier of the attachment."),
    icon_emoji: template("Emoji of the sender."),
    icon_url: template("Picture of the sender."),
    image_url: template("Picture."),
    thumb_url: template("Small picture."),
    link_names: boolean("Turn @names into mentions.", { default: false }),
    mrkdwn_in: list(text("Name of a field."), "Fields in which Slack's markup counts."),
    actions: list(
      entry(
        {
          type: template("Type: button.", { minLength: 1 }),
          text: template("Text on it.", { minLength: 1 }),
          url: template("Link."),
          style: template("default, primary or danger."),
          name: template("Name that is sent."),
          value: template("Value that is sent."),
          confirm: object(
            {
              text: template("Question.", { minLength: 1 }),
              title: template("Title."),
              ok_text: template("Text of yes."),
              dismiss_text: template("Text of no."),
            },
            "Ask before it is done.",
            { required: ["text"] },
          ),
        },
        "A button.",
        { required: ["type", "text"], "x-checked-as": ["slack-action"] },
      ),
      "Buttons.",
    ),
    timeout: since("0.30", goDuration("How long a request may take. 0: no limit.")),
    update_message: since("0.32", boolean("Change the first message instead of sending another.", { default: false })),
  },
);

const attachment: Properties = {
  fallback: template("Text for clients that show no attachments."),
  color: template("#rrggbb."),
  pretext: template("Text before it."),
  author_name: template("Author."),
  author_link: template("Link of the author."),
  author_icon: template("Picture of the author."),
  title: template("Title."),
  title_link: template("Link of the title."),
  fields: list(entry(field("Show it beside others."), "A field.", { required: ["title", "value"] }), "Fields."),
  thumb_url: template("Small picture."),
  footer: template("Text at the foot."),
  footer_icon: template("Picture at the foot."),
  image_url: template("Picture."),
};

const mattermost = integration(
  "mattermost",
  "Mattermost.",
  {},
  {
    webhook_url: secretUrl("Incoming webhook; since 0.32 the global one when absent."),
    webhook_url_file: path("File that holds the incoming webhook."),
    channel: template("Channel; the webhook's own when absent."),
    username: template("Name of the sender."),
    text: template("Text."),
    icon_url: template("Picture of the sender."),
    icon_emoji: template("Emoji of the sender."),
    attachments: list(entry({ ...attachment, text: template("Text.") }, "An attachment."), "Attachments."),
    type: template("Type of the post."),
    props: object({ card: template("Text in the side bar.") }, "Properties of the post."),
    priority: object(
      {
        priority: template("important, urgent or standard."),
        requested_ack: boolean("Ask for an acknowledgement."),
        persistent_notifications: boolean("Notify until it is acknowledged."),
      },
      "Priority of the post.",
    ),
    ...Object.fromEntries(Object.entries(attachment).map(([name, schema]) => [name, since("0.32", schema)])),
  },
);

const rocketchat = integration(
  "rocketchat",
  "Rocket.Chat.",
  { sendsResolved: false },
  {
    api_url: httpUrl("Rocket.Chat's API; the global one when absent."),
    token: secret("Token; the global one when absent."),
    token_file: path("File that holds the token."),
    token_id: secret("Identifier of the token; the global one when absent."),
    token_id_file: path("File that holds the identifier of the token."),
    channel: template("Channel or user."),
    color: template("Colour."),
    title: template("Title."),
    title_link: template("Link of the title."),
    text: template("Text."),
    fields: list(
      entry(
        { title: template("Title."), value: template("Value."), short: boolean("Show it beside others.") },
        "A field.",
      ),
      "Fields.",
    ),
    short_fields: boolean("Show fields beside each other.", { default: false }),
    emoji: template("Emoji of the sender."),
    icon_url: template("Picture of the sender."),
    image_url: template("Picture."),
    thumb_url: template("Small picture."),
    link_names: boolean("Turn @names into mentions.", { default: false }),
    // Alertmanager gives these no names of their own, so they are Go's in small letters.
    actions: list(
      entry(
        {
          type: text("Type: button."),
          text: template("Text on it."),
          url: template("Link."),
          imageurl: text("Picture."),
          iswebview: boolean("Open the link inside of the client."),
          webviewheightratio: text("Height of that view: compact, tall or full."),
          msg: template("Message that is sent."),
          msginchatwindow: boolean("Send it to the room."),
          msgprocessingtype: text("sendMessage or respondWithMessage."),
        },
        "A button.",
      ),
      "Buttons.",
    ),
  },
);

const discord = integration(
  "discord",
  "Discord.",
  {},
  {
    ...webhookUrl,
    content: since("0.28", template("Text before the embed.")),
    title: template("Title."),
    message: template("Text."),
    username: since("0.28", text("Name of the sender.")),
    avatar_url: since("0.28", text("Picture of the sender.")),
  },
);

const msteams = integration(
  "msteams",
  "Microsoft Teams, by connectors, which Microsoft has retired.",
  {},
  {
    ...webhookUrl,
    title: template("Title."),
    summary: since("0.27", template("Summary.")),
    text: template("Text."),
  },
);

const msteamsv2 = integration(
  "msteamsv2",
  "Microsoft Teams, by workflows.",
  {},
  {
    webhook_url: secretUrl("The workflow's address."),
    webhook_url_file: path("File that holds the workflow's address."),
    title: template("Title."),
    text: template("Text."),
  },
);

const telegram = integration(
  "telegram",
  "Telegram.",
  {},
  {
    api_url: httpUrl("Telegram's API; the global one when absent."),
    bot_token: secret("Token of the bot."),
    bot_token_file: since("0.26", path("File that holds the token of the bot.")),
    chat_id: { type: "integer", description: "Identifier of the chat." },
    chat_id_file: since("0.31", path("File that holds the identifier of the chat.")),
    message_thread_id: since("0.28", { type: "integer", description: "Topic inside of the chat." }),
    message: template("Text."),
    disable_notifications: boolean("Make no sound.", { default: false }),
    parse_mode: choice(["", "Markdown", "MarkdownV2", "HTML"], "Markup of the text.", { default: "HTML" }),
  },
);

const webex = integration(
  "webex",
  "Webex.",
  { required: ["room_id"] },
  {
    api_url: httpUrl("Webex's API; the global one when absent."),
    room_id: template("Room.", { minLength: 1 }),
    message: template("Text."),
  },
);

const wechat = integration(
  "wechat",
  "WeChat.",
  { sendsResolved: false },
  {
    api_url: httpUrl("WeChat's API; the global one when absent."),
    api_secret: secret("Secret; the global one when absent."),
    api_secret_file: since("0.31", path("File that holds the secret.")),
    corp_id: text("Corporation; the global one when absent."),
    agent_id: template("Agent."),
    to_user: template("Users."),
    to_party: template("Parties."),
    to_tag: template("Tags."),
    message: template("Text."),
    message_type: choice(["", "text", "markdown"], "Kind of the text.", { default: "text" }),
  },
);

export const chatReceivers: Properties = {
  slack_configs: list(slack, "Slack."),
  discord_configs: list(discord, "Discord."),
  telegram_configs: list(telegram, "Telegram."),
  webex_configs: list(webex, "Webex."),
  wechat_configs: list(wechat, "WeChat."),
  msteams_configs: since("0.26", list(msteams, "Microsoft Teams, by connectors, which Microsoft has retired.")),
  msteamsv2_configs: since("0.28", list(msteamsv2, "Microsoft Teams, by workflows.")),
  rocketchat_configs: since("0.28", list(rocketchat, "Rocket.Chat.")),
  mattermost_configs: since("0.30", list(mattermost, "Mattermost.")),
};
