import { describe, expect, test } from "vitest";
import { changed, GOOD, loadOne } from "./shop.ts";

describe("what is named must be there", () => {
  test.each([
    [
      "unknown address",
      "receiver: default }",
      'receiver: default, x: "http://$(address:prometeus)/" }',
      [
        'shop/environment.yml:7:44 $(address:prometeus): nothing here has the name "prometeus"; did you mean "prometheus"?',
      ],
    ],
    [
      "unknown port of an address",
      "receiver: default }",
      "receiver: default, x: $(address:prometheus:web) }",
      ['shop/environment.yml:7:36 $(address:prometheus:web): "prometheus" has no port "web", but http'],
    ],
    [
      "misspelt placeholder",
      "receiver: default }",
      "receiver: default, x: $(adress:prometheus) }",
      ["shop/environment.yml:7:36 $(adress:prometheus): write $(address:NAME)"],
    ],
    [
      "unknown secret",
      "receiver: default }",
      "receiver: default, x: $(secret:pagerduty) }",
      ['shop/environment.yml:7:36 $(secret:pagerduty): no secret "pagerduty" is declared under `secrets:`'],
    ],
    [
      "secret outside of the folder",
      "apps:",
      "secrets: { a: { file: ../x } }\napps:",
      ['shop/environment.yml:10:23 "file" is "../x": give a path inside of the environment\'s folder'],
    ],
    [
      "secret of two sources",
      "apps:",
      "secrets: { a: { file: x, env: Y } }\napps:",
      ['shop/environment.yml:10:15 "a" is a map: say where it comes from by one of file, env and command'],
    ],
    [
      "drill stops nothing",
      "apps:",
      "drills: [{ name: d, break: { stop: wrker }, expect: AlertmanagerConfigurationReloadFailed }]\napps:",
      ['shop/environment.yml:10:36 there is nothing here to stop with the name "wrker"; did you mean "worker"?'],
    ],
    [
      "drill expects what no rule raises",
      "apps:",
      "drills: [{ name: d, break: { stop: worker }, expect: WorkerDown }]\napps:",
      [expect.stringContaining('shop/environment.yml:10:54 no rule raises the alert "WorkerDown"')],
    ],
    [
      "drill sets no app",
      "apps:",
      "drills: [{ name: d, break: { set: { app: prometheus, variables: { A: b } } }, expect: AlertmanagerConfigurationReloadFailed }]\napps:",
      [expect.stringContaining('shop/environment.yml:10:42 "prometheus" is none of our apps here')],
    ],
    [
      "an app that there is not, told once although a drill sets it",
      "apps:\n  - { name: worker, app: task-processor",
      "drills: [{ name: d, break: { set: { app: worker, variables: { A: b } } }, expect: AlertmanagerConfigurationReloadFailed }]\napps:\n  - { name: worker, app: task-procesor",
      ['shop/environment.yml:12:26 there is no app "task-procesor" in apps/; did you mean "task-processor"?'],
    ],
    [
      "extends nothing",
      "paging:",
      "extends: ../base\npaging:",
      ["shop/environment.yml:3:10 there is no configs/base/environment.yml to extend"],
    ],
  ])("%s", (_name, from, to, expected) => {
    expect(changed(from, to)).toEqual(expected);
  });

  test("a secret that nothing reads is worth a warning, Grafana's password is read without being told to", () => {
    const secrets = "secrets: { pagerdty: { file: a }, grafana-admin: { file: b } }\n";
    const text = GOOD.replace("receiver: default }", "receiver: default, x: $(secret:pagerduty) }").replace(
      "  prometheus:\n",
      "  prometheus:\n  grafana:\n",
    );
    const { environment, findings } = loadOne(
      text.replace("apps:", `${secrets.replace("{ p", "{ pagerduty: { env: K }, p")}apps:`),
    );
    expect(environment).toBeDefined();
    expect(findings).toMatchObject([
      {
        severity: "warning",
        line: 11,
        column: 35,
        message: 'nothing uses the secret "pagerdty"; did you mean "pagerduty"?',
      },
    ]);
  });
});
