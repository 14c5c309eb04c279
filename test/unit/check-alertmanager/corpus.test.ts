import { describe, expect, test } from "vitest";
import { check } from "../../../lib/check/index.ts";
import { isError } from "../../../lib/finding.ts";
import { casesOf } from "../check/corpus.ts";

const kind = "alertmanager";
const versions = { alertmanager: "0.31.1" };
const asText = ({ path }: { path: string }) => `../../../${path.replace(/\.yml$/, ".txt")}`;

test.each(casesOf(kind, "valid"))("accepts $path", (file) => {
  expect(check([file], { kind, versions }).filter(isError)).toEqual([]);
  expect(check([file])).toEqual(check([file], { kind }));
});

// Each case has its findings beside it, so that a mistake is found for its own reason and at its own place.
test.each(casesOf(kind, "invalid"))("refuses $path", async (file) => {
  const errors = check([file], { kind, versions }).filter(isError);
  expect(errors).not.toEqual([]);
  const lines = errors.map(({ line, column, check, message }) => `${line}:${column} ${check}: ${message}\n`);
  await expect(lines.join("")).toMatchFileSnapshot(asText(file));
});

test.each(casesOf(kind, "warned"))("warns of $path", async (file) => {
  const findings = check([file], { kind, versions });
  expect(findings.filter(isError)).toEqual([]);
  expect(findings).not.toEqual([]);
  const lines = findings.map(
    ({ line, column, severity, check, message }) => `${line}:${column} ${severity} ${check}: ${message}\n`,
  );
  await expect(lines.join("")).toMatchFileSnapshot(asText(file));
});

describe("versions", () => {
  const found = (text: string, alertmanager: string) =>
    check([{ path: "a.yml", text }], { kind, versions: { alertmanager } })
      .filter(isError)
      .map(({ check, message }) => `${check}: ${message}`);
  const receiver = (text: string, global = "") =>
    `${global}route: { receiver: a }\nreceivers: [{ name: a, ${text} }]\n`;
  const matcher = (line: string) =>
    `route: { receiver: a, routes: [{ matchers: ['${line}'] }] }\nreceivers: [{ name: a }]\n`;

  test.each([
    [
      "a receiver",
      receiver("msteams_configs: [{ webhook_url: http://a }]"),
      "0.25.0",
      "0.26.0",
      /needs Alertmanager 0.26/,
    ],
    [
      "a key",
      receiver("webhook_configs: [{ url: http://a, timeout: 5s }]"),
      "0.27.0",
      "0.28.0",
      /needs Alertmanager 0.28/,
    ],
    [
      "a key of the HTTP client",
      receiver("webhook_configs: [{ url: http://a, http_config: { http_headers: {} } }]"),
      "0.27.0",
      "0.28.1",
      /needs Alertmanager 0.28/,
    ],
    [
      "a user name in a file",
      receiver("webhook_configs: [{ url: http://a, http_config: { basic_auth: { username_file: f } } }]"),
      "0.26.0",
      "0.27.0",
      /needs Alertmanager 0.27/,
    ],
    [
      "a Discord webhook in a file",
      receiver("discord_configs: [{ webhook_url_file: f }]"),
      "0.27.0",
      "0.28.0",
      /needs Alertmanager 0.28/,
    ],
    [
      "OAuth without a secret",
      receiver("webhook_configs: [{ url: http://a, http_config: { oauth2: { client_id: a, token_url: http://a } } }]"),
      "0.27.0",
      "0.28.0",
      /client_secret/,
    ],
    ["a group named without P", matcher('a=~"(?<n>b)"'), "0.27.0", "0.28.0", /needs Alertmanager 0.28/],
    ["a UTF-8 matcher", matcher("a-b=c"), "0.26.0", "0.27.0", /is no matcher/],
    [
      "a templated address",
      receiver("webhook_configs: [{ url: 'http://{{ .Status }}/' }]"),
      "0.30.0",
      "0.31.0",
      /is not a URL/,
    ],
    [
      "a token in global",
      receiver("telegram_configs: [{ chat_id: 1 }]", "global: { telegram_bot_token: t }\n"),
      "0.30.0",
      "0.31.0",
      /telegram/,
    ],
    [
      "lists in details",
      receiver("pagerduty_configs: [{ routing_key_file: /k, details: { a: [b] } }]"),
      "0.29.0",
      "0.30.0",
      /needs Alertmanager 0.30/,
    ],
    [
      "a UTF-8 label in equal",
      `${receiver("")}inhibit_rules: [{ source_matchers: [a=b], target_matchers: [a=c], equal: ["d.e"] }]\n`,
      "0.27.0",
      "0.28.0",
      /label name/,
    ],
  ])("%s", (_, text, older, newer, reason) => {
    expect(found(text, older)[0]).toMatch(reason);
    expect(found(text, newer)).toEqual([]);
  });

  test.each([
    ["alertmanager/receiver-label", receiver("labels: { name: b }"), "0.34.2"],
    [
      "alertmanager/event-recorder",
      `${receiver("")}event_recorder: { webhook_outputs: [{ url: http://a, batch_max_events: 5 }] }\n`,
      "0.34.2",
    ],
    ["alertmanager/slack-update", receiver("slack_configs: [{ api_url: http://a, update_message: true }]"), "0.32.0"],
  ])("%s came later", (name, text, version) => {
    expect(found(text, version)).toEqual([expect.stringContaining(`${name}: `)]);
  });

  test("a second colon in a host is no URL since 0.34.2, which is built with Go 1.26", () => {
    const text = receiver("webhook_configs: [{ url: 'http://a:1:2' }]");
    expect(found(text, "0.34.0")).toEqual([]);
    expect(found(text, "0.34.2")).toEqual([expect.stringContaining("alertmanager/url: ")]);
  });

  test("what `alertmanager/version` says", () => {
    const text = receiver("pagerduty_configs: [{ routing_key_file: /k, details: { a: [b] } }]");
    expect(found(text, "0.29.0")).toEqual([
      "alertmanager/version: a list or map in details needs Alertmanager 0.30, and this is 0.29.0",
    ]);
  });

  test("an unknown key is a warning for an Alertmanager that is newer than we are", () => {
    const text = receiver("teletype_configs: []");
    expect(found(text, "0.34.2")[0]).toMatch(/unknown key "teletype_configs"/);
    expect(found(text, "0.99.0")).toEqual([]);
  });

  test("a function of templates says which version brought it", () => {
    const text = receiver("slack_configs: [{ api_url: http://a, text: '{{ .Alerts | toJson }}' }]");
    const [finding] = check([{ path: "a.yml", text }], { kind, versions: { alertmanager: "0.28.0" } });
    expect(finding?.message).toContain("needs Alertmanager 0.30, and this is 0.28.0");
  });
});

test("a finding in a template points at the part that is wrong", () => {
  const text =
    "route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ api_url: http://a, text: '{{ nope }}' }] }]\n";
  const [finding] = check([{ path: "a.yml", text }], { kind });
  expect(finding).toMatchObject({
    line: 2,
    column: (text.split("\n")[1] ?? "").indexOf("nope") + 1,
    check: "alertmanager/template",
  });
});
