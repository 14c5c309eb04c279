import { describe, expect, test } from "vitest";
import { changed, GOOD, loadOne, said } from "./shop.ts";

test("a good environment, with its defaults", () => {
  const { environment, findings } = loadOne(GOOD);
  expect(findings).toEqual([]);
  expect(environment).toMatchObject({
    name: "shop",
    stack: "shop",
    folder: "configs/shop",
    target: { kind: "auto" },
    paging: "sandbox",
    data: "keep",
    portOffset: 0,
    images: "undecided",
    limits: { maxTimeToPage: "5m" },
  });
  expect(environment?.components.map(({ component, name, pointer }) => [component, name, pointer])).toEqual([
    ["prometheus", "prometheus", "/components/prometheus"],
    ["alertmanager", "alertmanager", "/components/alertmanager"],
    ["pagerduty-sandbox", "pagerduty-sandbox", "/components/pagerduty-sandbox"],
    ["app", "worker", "/apps/0"],
  ]);
  expect(environment?.components[0]?.settings).toMatchObject({ scrape_interval: "15s", retention: { time: "15d" } });
  expect(environment?.place("/apps/0/port")).toMatchObject({
    file: "configs/shop/environment.yml",
    line: 11,
    column: 48,
  });
});

describe("one mistake, one finding", () => {
  test.each([
    [
      "unknown key",
      "paging: sandbox",
      "paging: sandbox\npagign: x",
      ['shop/environment.yml:4:1 unknown key "pagign" in the file; did you mean "paging"?'],
    ],
    [
      "misspelt component",
      "  prometheus:",
      "  prometeus:",
      ['shop/environment.yml:5:3 unknown key "prometeus" in "components"; did you mean "prometheus"?'],
    ],
    [
      "unknown setting",
      "prometheus:\n",
      "prometheus: { scrape_intervall: 15s }\n",
      ['shop/environment.yml:5:17 unknown key "scrape_intervall" in "prometheus"; did you mean "scrape_interval"?'],
    ],
    [
      "wrong type",
      "port: 8100",
      "port: http",
      ['shop/environment.yml:11:48 "port" must be a whole number, but is "http"'],
    ],
    [
      "duration",
      "prometheus:\n",
      "prometheus: { scrape_interval: 1.5h }\n",
      [
        'shop/environment.yml:5:34 "scrape_interval" is "1.5h", but must be a duration of whole numbers with units, such as 30s, 5m or 1h30m (units: y, w, d, h, m, s, ms)',
      ],
    ],
    [
      "paging misspelt",
      "paging: sandbox",
      "paging: sandbx",
      ['shop/environment.yml:3:9 "paging" is "sandbx", but must be sandbox or pagerduty; did you mean "sandbox"?'],
    ],
    [
      "name is not the folder's",
      "name: shop",
      "name: store",
      ['shop/environment.yml:2:7 "name" is "store", but the folder is configs/shop: commands take the folder\'s name'],
    ],
    [
      "name with capitals",
      "name: worker",
      "name: Worker",
      [
        'shop/environment.yml:11:13 "name" is "Worker": use small letters, digits and hyphens, a letter first, at most 40 characters',
      ],
    ],
    [
      "name taken",
      "name: worker",
      "name: prometheus",
      ['shop/environment.yml:11:13 the name "prometheus" is taken by what stands in configs/shop/environment.yml:5'],
    ],
    [
      "port taken by a default",
      "port: 8100",
      "port: 9090",
      [
        'shop/environment.yml:11:48 port 9090 is taken twice: by "prometheus" (configs/shop/environment.yml:5) and by "worker"',
      ],
    ],
    [
      "port taken by what is implied",
      "port: 8100",
      "port: 8099",
      [
        'shop/environment.yml:11:48 port 8099 is taken twice: by "pagerduty-sandbox" (configs/shop/environment.yml:4) and by "worker"',
      ],
    ],
    [
      "no such app",
      "app: task-processor",
      "app: task-procesor",
      ['shop/environment.yml:11:26 there is no app "task-procesor" in apps/; did you mean "task-processor"?'],
    ],
    [
      "two forms of app",
      "port: 8100",
      "targets: [a:1]",
      ['shop/environment.yml:11:42 "worker" says app and targets, of which only one can hold'],
    ],
    [
      "no form of app",
      "app: task-processor, port: 8100",
      "port: 8100",
      ['shop/environment.yml:11:5 "worker" says neither what runs nor where'],
    ],
    [
      "image without port",
      "app: task-processor, port: 8100",
      "image: a/b",
      [
        'shop/environment.yml:11:5 "worker" is an image and lacks the key "port": the port on which it answers metrics_path',
      ],
    ],
    [
      "unknown variable",
      "port: 8100",
      "env: { SUCCES_RATE: 0.9 }",
      [
        expect.stringContaining(
          'shop/environment.yml:11:49 "task-processor" has no variable SUCCES_RATE; did you mean "SUCCESS_RATE"?',
        ),
      ],
    ],
    [
      "bad variable",
      "port: 8100",
      "env: { SUCCESS_RATE: 90% }",
      [expect.stringContaining('shop/environment.yml:11:63 SUCCESS_RATE is "90%", but must be a number from 0 to 1')],
    ],
    [
      "an app called as a property of every object",
      "app: task-processor",
      "app: constructor",
      [expect.stringContaining('shop/environment.yml:11:26 there is no app "constructor" in apps/')],
    ],
    [
      "a variable called so",
      "port: 8100",
      "env: { toString: x }",
      [expect.stringContaining('shop/environment.yml:11:49 "task-processor" has no variable toString')],
    ],
    [
      "the port as a variable",
      "port: 8100",
      "env: { PORT: 8100 }",
      ['shop/environment.yml:11:49 PORT is set by where "task-processor" runs; another port is said by the key "port"'],
    ],
    [
      "drill sets what is fixed at the start",
      "apps:",
      "drills: [{ name: d, break: { set: { app: worker, variables: { WORKERS: 2 } } }, expect: AlertmanagerConfigurationReloadFailed }]\napps:",
      ['shop/environment.yml:10:72 WORKERS of "task-processor" cannot be changed while it runs'],
    ],
    [
      "drill stops what runs elsewhere",
      "apps:\n",
      "drills: [{ name: d, break: { stop: far }, expect: AlertmanagerConfigurationReloadFailed }]\napps:\n  - { name: far, targets: [a:1] }\n",
      ['shop/environment.yml:10:36 "far" runs elsewhere and is only watched, so it cannot be stopped from here'],
    ],
    [
      "a map where a word belongs",
      "paging: sandbox",
      "paging: { toString: 1 }",
      ['shop/environment.yml:3:9 "paging" is a map, but must be sandbox or pagerduty'],
    ],
    [
      "image on a target that runs none",
      "app: task-processor, port: 8100 }\n",
      "image: a/b, port: 8100 }\ntarget: native\n",
      ['shop/environment.yml:11:28 "worker" is an image, which the target native cannot run'],
    ],
    [
      "a component's own limit",
      "prometheus:\n",
      "prometheus: { port: 70000 }\n",
      ['shop/environment.yml:5:23 "port" is the number 70000, but must be at most 65535'],
    ],
    [
      "size",
      "prometheus:\n",
      "prometheus: { retention: { size: 10 GB } }\n",
      [
        expect.stringContaining(
          'shop/environment.yml:5:36 "size" is "10 GB", but must be a size such as 512MB or 10GB',
        ),
      ],
    ],
    [
      "label name",
      "components:",
      "external_labels: { a-b: x }\ncomponents:",
      [
        expect.stringContaining(
          'shop/environment.yml:4:20 a key of "external_labels" is "a-b", but must be a label name',
        ),
      ],
    ],
    [
      "a list where a map belongs",
      "components:\n",
      "components: []\nx:\n",
      expect.arrayContaining(['shop/environment.yml:4:13 "components" must be a map, but is a list']),
    ],
    [
      "a repeated key",
      "paging: sandbox",
      "paging: sandbox\npaging: pagerduty",
      ['shop/environment.yml:4:1 the key "paging" stands here a second time, first in line 3'],
    ],
    [
      "a template without quotes",
      "receiver: default }",
      "receiver: {{ .X }} }",
      [expect.stringContaining("this is not valid YAML")],
    ],
    [
      "tab",
      "  prometheus:",
      "\tprometheus:",
      [expect.stringContaining("shop/environment.yml:5:1 this is not valid YAML: tab characters")],
    ],
    [
      "target",
      "paging:",
      "target: dokcer\npaging:",
      ['shop/environment.yml:3:9 "target" is "dokcer", but must be auto, native or docker; did you mean "docker"?'],
    ],
    [
      "target's host",
      "paging:",
      "target: { docker: { hots: x } }\npaging:",
      ['shop/environment.yml:3:21 unknown key "hots" in "docker"; did you mean "host"?'],
    ],
  ])("%s", (_name, from, to, expected) => {
    expect(changed(from, to)).toEqual(expected);
  });

  test("all of them at once, in order", () => {
    const text = GOOD.replace("paging: sandbox\n", "")
      .replace("prometheus:\n", "prometheus: { x: 1 }\n")
      .replace("port: 8100", "port: 9090");
    expect(said(loadOne(text)).map((line) => line.split(" ")[0])).toEqual([
      "shop/environment.yml:1:1",
      "shop/environment.yml:4:17",
      "shop/environment.yml:10:48",
    ]);
  });
});
