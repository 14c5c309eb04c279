import { describe, expect, test } from "vitest";
import { check } from "../../../lib/check/index.ts";

/** Every finding of a file, with its mend. */
const said = (text: string, path = "a.yml") =>
  check([{ path, text }]).map(
    ({ line, column, severity, message, help }) =>
      `${line}:${column} ${severity}: ${message}${help ? ` (${help})` : ""}`,
  );

describe("a key in the wrong place is sent to the right one", () => {
  test.each([
    [
      "scrape_interval: 15s\nrule_files: []",
      '1:1 error: unknown key "scrape_interval" in the file (it belongs below "global" or below "scrape_configs")',
    ],
    [
      "scrape_configs: [{ job_name: a, targets: [b] }]",
      'in item 1 of "scrape_configs" (it belongs below "static_configs")',
    ],
    [
      "scrape_configs: [{ job_name: a, rule_files: [b] }]",
      'in item 1 of "scrape_configs" (it belongs at the top of the file)',
    ],
    [
      "scrape_configs: [{ job_name: a, static_configs: [{ targets: [b], scrape_timeout: 5s }] }]",
      'in item 1 of "static_configs" (it belongs below "scrape_configs")',
    ],
    [
      "groups: [{ name: a, rules: [{ record: b, expr: c, interval: 5s }] }]",
      'in item 1 of "rules" (it belongs below "groups")',
    ],
    [
      "scrape_configs: []\ngroups: [{ name: a, rules: [] }]",
      '2:1 error: unknown key "groups" in the file (rules stand in files of their own, which this one names: rule_files',
    ],
  ])("%s", (text, expected) => {
    expect(said(text)).toEqual([expect.stringContaining(expected)]);
  });
});

describe("a part of a key's name stands for the key", () => {
  test.each([
    ["scrape_configs: [{ job: a }]", 'unknown key "job" in item 1 of "scrape_configs"; did you mean "job_name"?'],
    ["scrape_configs: [{ job_name: a, path: /m }]", 'did you mean "metrics_path"?'],
    ["scrape_configs: [{ job_name: a, basic_auth: { user: b } }]", 'did you mean "username"?'],
    [
      "scrape_configs: [{ job_name: a, relabel_configs: [{ target: b, action: drop }] }]",
      'did you mean "target_label"?',
    ],
  ])("%s", (text, expected) => {
    expect(said(text)).toEqual([expect.stringContaining(expected)]);
  });
});

describe("the wrong form is shown in the right one", () => {
  test.each([
    ["scrape_configs: { job_name: a }", "a list has a dash and a space before each of its items"],
    ["scrape_configs: []\nglobal: [scrape_interval]", "a map has keys without dashes before them"],
    ["scrape_configs: []\nglobal: scrape_interval:15s", "write a space behind the colon: `key: value`"],
    ["rule_files: a.yml, b's.yml", "write a list: ['a.yml', 'b''s.yml']"],
    ["scrape_configs: [{ job_name: [a] }]", "write one value, without brackets and dashes"],
    ["scrape_configs: [{ job_name: a, honor_labels: 'true' }]", "write it without quotes"],
  ])("%s", (text, mend) => {
    expect(said(text).filter((line) => line.includes("error"))).toEqual([expect.stringContaining(`(${mend})`)]);
  });
});

describe("one mistake, one finding", () => {
  test.each([
    ["misspelt labels and annotations", "alert: A, expr: up, label: {}, annotation: {}", 2],
    ["labels as a list", "alert: A, expr: up, labels: [{ severity: critical }]", 1],
  ])("%s: no habit is missed besides", (_name, rule, count) => {
    expect(said(`groups: [{ name: a, rules: [{ ${rule} }] }]`)).toHaveLength(count);
  });
});

describe("what follows from a mistake is not told besides", () => {
  const lines = (text: string) => said(text).map((line) => line.replace(/ \(.*/, ""));
  const route = "route: { receiver: defualt, group_by: [job], group_wait: 1s, group_interval: 1m";

  test("a receiver that a misspelt name meant is not unused", () => {
    expect(lines(`${route} }\nreceivers: [{ name: default }, { name: other }]`)).toEqual([
      '1:20 error: the receiver "defualt" is not defined; did you mean "default"?',
      '2:40 info: no route leads to the receiver "other"',
    ]);
  });
  test("without a route no receiver is unused", () => {
    expect(lines("receivers: [{ name: a }]")).toEqual(['1:1 error: the file lacks the key "route"']);
  });
  test("receivers that are no list define none", () => {
    expect(lines(`${route} }\nreceivers: { name: default }`)).toEqual([
      '2:12 error: "receivers" must be a list, but is a map',
    ]);
  });
  test("a matcher that does not parse has no form, and == is one mistake", () => {
    const matchers = "routes: [{ matchers: ['a=\"b', 'a == b'] }]";
    expect(lines(`${route}, ${matchers} }\nreceivers: [{ name: defualt }]`)).toEqual([
      '1:107 error: "a="b" is not a matcher: a double quote is not closed',
      '1:112 warning: this asks for the value "= b": a matcher has one =',
    ]);
  });
});

describe("a variable that nobody fills in is one finding, told at its text", () => {
  test.each([
    [
      "global: { scrape_interval: '${X}' }\nscrape_configs: []",
      "1:28 error",
      "is not a duration: Prometheus fills in no",
    ],
    [
      "route: { receiver: a }\nreceivers: []\nglobal: { slack_api_url: $URL }",
      "3:26 error",
      "is not a URL: Alertmanager",
    ],
    ["remote_write: [{ url: '${URL}' }]", "1:23 warning", "Prometheus does not fill in ${URL}"],
  ])("%s", (text, place, words) => {
    const found = said(text).filter((line) => line.includes("fill"));
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${place}: .*\\(write the value`))]);
    expect(found[0]).toContain(words);
  });
});

describe("what YAML takes for something else than it shows", () => {
  test("a text behind a comment sign", () => {
    const text =
      "rule_files: #rules/*.yml\nglobal: # all\n  scrape_interval: 5s #fast\nalerting: #below\n  alertmanagers: []\n";
    expect(said(text)).toEqual([
      "1:13 warning: #rules/*.yml is a comment, and the key has no value (put it in quotes: '#rules/*.yml')",
    ]);
  });
  test("quotes of books, around a whole text", () => {
    expect(said("scrape_configs: [{ job_name: “a”, metrics_path: /“b” }, { job_name: '“c”' }]")).toEqual([
      `1:30 warning: these quotes are part of the text: “a” (YAML knows plain quotes alone: " or ')`,
    ]);
  });
  test("a template without quotes", () => {
    const text = "groups: [{ name: a, rules: [{ alert: B, expr: c, for: {{ $d }}, labels: {{ $e }} }] }]";
    expect(said(text).filter((line) => line.includes("error"))).toEqual([
      "1:55 error: a text that begins with `{{`, as templates do, must stand in quotes",
      "1:73 error: a text that begins with `{{`, as templates do, must stand in quotes",
    ]);
  });
});

describe("a duration is shown as Prometheus writes it", () => {
  test.each([
    ["10sec", "write 10s"],
    ["5 Minutes", "write 5m"],
    ["4hours", "write 4h"],
    ["250 millis", "write 250ms"],
    ["1fortnight", "write whole numbers with the units"],
  ])("%s", (text, mend) => {
    expect(said(`global: { scrape_interval: ${text} }\nscrape_configs: []`)).toEqual([
      expect.stringContaining(`"${text}" is not a duration: ${mend}`),
    ]);
  });
});

describe("a file that is none of ours", () => {
  const rules = "  groups: []";
  test.each([
    ["", "a.yml", "what kind of file this is cannot be told: it is empty"],
    ["- alert: A\n  expr: up", "a.yml", "it is a list, and has no keys (rules stand in a group: groups:"],
    ["- job_name: a", "a.yml", "(scrape jobs stand below `scrape_configs:`)"],
    [
      "apiVersion: v1\nkind: ConfigMap\ndata: {}",
      "a.yml",
      'an object of Kubernetes (ConfigMap), which Prometheus and Alertmanager do not read (put what they read into a file of its own: what stands below "data")',
    ],
    [`apiVersion: a/v1\nkind: PrometheusRule\nspec:\n${rules}`, "rules/a.yml", 'what stands below "spec"'],
    ["apiVersion: v1\nkind: Pod", "a.yml", "(put what they read into a file of its own)"],
  ])("%s", (text, path, expected) => {
    expect(said(text, path)).toEqual([expect.stringContaining(expected)]);
  });
});
