import { describe, expect, test } from "vitest";
import { differences, describe as inWords } from "../../../host/verify/differences.ts";
import { readTexts } from "../../../host/verify/rendered.ts";

const between = (rendered: string, running: string) =>
  differences(readTexts(rendered), readTexts(running)).map(inWords);

describe("what Prometheus writes its own way is the same", () => {
  test.each([
    ["a duration", "scrape_interval: 90s", "scrape_interval: 1m30s"],
    ["a size", "body_size_limit: 10MB", "body_size_limit: 10MiB"],
    ["a number", "sample_limit: 1e3", "sample_limit: 1000"],
    ["a quoted text", "labels: { v: '1.10' }", 'labels: { v: "1.10" }'],
    ["a relative path", "rule_files: ['rules/*.yml']", "rule_files: [/etc/x/rules/*.yml]"],
    ["a hidden secret", "password: hunter2", "password: <secret>"],
    ["an empty list", "alertmanagers: []", "{}"],
    ["a default", "job_name: a", "{ job_name: a, scheme: http, honor_timestamps: true }"],
    ["a default list", "job_name: a", "{ job_name: a, scrape_protocols: [PrometheusProto] }"],
  ])("%s", (_, rendered, running) => {
    expect(between(rendered, running)).toEqual([]);
  });
});

describe("what differs is named by its path", () => {
  test.each([
    ["a value", "global: { a: 15s }", "global: { a: 30s }", "global.a is 30s and was rendered as 15s"],
    ["a label of digits", "v: '1.10'", "v: '1.1x'", "v is 1.1x and was rendered as 1.10"],
    [
      "a path of another file",
      "f: rules/a.yml",
      "f: /x/rules/b.yml",
      "f is /x/rules/b.yml and was rendered as rules/a.yml",
    ],
    ["what does not run", "a: { b: c }", "a: {}", "a.b was rendered and does not run: c"],
    [
      "a list that was added",
      "job_name: a",
      "{ job_name: a, metric_relabel_configs: [{ action: drop }] }",
      'metric_relabel_configs runs and was not rendered: [{"action":"drop"}]',
    ],
  ])("%s", (_, rendered, running, words) => {
    expect(between(rendered, running)).toEqual([words]);
  });

  test("a job more is one difference, wherever it stands", () => {
    const running = "scrape_configs: [{ job_name: new }, { job_name: a }, { job_name: b }]";
    expect(between("scrape_configs: [{ job_name: a }, { job_name: b }]", running)).toEqual([
      'scrape_configs[new] runs and was not rendered: {"job_name":"new"}',
    ]);
  });

  test("a target less is found by its position", () => {
    expect(between("targets: [a:1, b:1]", "targets: [a:1]")).toEqual(["targets[1] was rendered and does not run: b:1"]);
  });
});
