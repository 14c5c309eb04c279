import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { environmentNames } from "../../../host/read-environment.ts";
import type { RuleGroup } from "../../../lib/components/component.ts";
import { COMPONENTS } from "../../../lib/components/index.ts";
import type { Environment } from "../../../lib/environment/environment.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { environmentAt, renderFixed } from "../../support/golden.ts";

const page = readFileSync(join(CHECKOUT, "docs/runbooks.md"), "utf8");
const sections = [...page.matchAll(/^### (.+)$/gm)].map(([, title = ""]) => title);

/** Settings of those that have no defaults for everything. */
const NEEDED: Readonly<Record<string, object>> = {
  alertmanager: { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] },
};

/** Every component there is, in one environment that is otherwise left to its defaults. */
function everything(): Environment {
  const kinds = COMPONENTS.map(({ name }) => name).filter((name) => name !== "app");
  const environmentYml = JSON.stringify({
    version: 1,
    name: "all",
    target: "docker",
    paging: "sandbox",
    components: Object.fromEntries(kinds.map((name) => [name, NEEDED[name] ?? {}])),
    apps: [{ name: "shop", http_sd_configs: [{ url: "http://discovery.example/" }] }],
  });
  const { environment, findings } = loadEnvironment(
    new Map([["configs/all/environment.yml", environmentYml]]),
    "configs/all",
  );
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  return environment;
}

const alertsOf = (environment: Environment) =>
  renderFixed(environment)
    .files.filter(({ path }) => /\/rules\/.*\.yml$/.test(path))
    .flatMap(({ text }) => (load(text) as { readonly groups: readonly RuleGroup[] }).groups)
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert !== undefined);

const environments = [
  everything(),
  ...(await Promise.all(
    (await environmentNames(CHECKOUT)).map((name) => environmentAt(join(CHECKOUT, "configs", name))),
  )),
];
const alerts = environments.flatMap(alertsOf);

describe("docs/runbooks.md", () => {
  test.each([...new Set(alerts.map(({ alert = "" }) => alert))])("has a section for %s", (name) => {
    expect(sections).toContain(name);
  });

  test("is where each alert's runbook_url leads: to the section of its own name", () => {
    const urls = alerts.filter(({ alert }) => alert !== "Watchdog");
    for (const { alert = "", annotations } of urls) {
      expect(annotations?.runbook_url, alert).toMatch(new RegExp(`/docs/runbooks\\.md#${alert.toLowerCase()}$`));
    }
    expect(urls.length).toBeGreaterThan(10);
  });

  test("has no section of an alert that is gone", () => {
    const names = alerts.map(({ alert }) => alert);
    expect(sections.filter((name) => !names.includes(name))).toEqual([]);
  });
});
