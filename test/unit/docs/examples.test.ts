import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load, mergeTag } from "js-yaml";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { readEnvironments } from "../../../host/read-environment.ts";
import { checkEnvironment } from "../../../lib/check/across/environment.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { toYaml } from "../../../lib/render/yaml.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";

type Fields = Readonly<Record<string, unknown>>;

const CHECKOUT_APP = { name: "checkout", image: "registry.example/checkout:1.4", port: 8080 };
const RECEIVERS = [
  { name: "default" },
  { name: "pagerduty", pagerduty_configs: [{ routing_key_file: "$(secret:key)", severity: "critical" }] },
];
const ROUTE = {
  receiver: "default",
  group_by: ["alertname", "job"],
  group_interval: "1m",
  routes: [{ matchers: ['severity="critical"'], receiver: "pagerduty" }],
};

/** What examples leave out, since they show one thing. */
const AROUND = {
  version: 1,
  name: "shop",
  target: "docker",
  paging: "sandbox",
  limits: { max_time_to_page: "20m" },
  components: { prometheus: {}, alertmanager: { route: ROUTE, receivers: RECEIVERS } },
  apps: [CHECKOUT_APP, { name: "task-processor", app: "task-processor" }],
};
const SECRETS = { key: { file: "secrets/key" }, database: { file: "secrets/database" } };

/** An environment with the example where it belongs: a whole one, keys of it, of its components or of an app, or a list of apps. */
function around(example: unknown): Fields {
  if (Array.isArray(example)) return { ...AROUND, apps: example };
  const fields = example as Fields;
  if ("version" in fields) return fields;
  if ("prometheus" in fields) return { ...AROUND, components: { ...AROUND.components, ...fields } };
  if ("alerts" in fields || "request_metrics" in fields) return { ...AROUND, apps: [{ ...CHECKOUT_APP, ...fields }] };
  return { ...AROUND, ...fields, components: { ...AROUND.components, ...(fields.components as object) } };
}

/** The secrets that it reads, and does not declare. */
function withSecrets(environment: Fields): Fields {
  const read = Object.entries(SECRETS).filter(([name]) => JSON.stringify(environment).includes(`$(secret:${name})`));
  return { ...environment, secrets: { ...Object.fromEntries(read), ...(environment.secrets as object) } };
}

const examples = ["docs/environment.md", "docs/apps.md", "docs/targets.md"].flatMap((page) =>
  [...readFileSync(join(CHECKOUT, page), "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => [page, text.replace(/^#.*\n/, "").split("\n")[0], text] as const,
  ),
);
const taskProcessor = (await readEnvironments(CHECKOUT)).get("task-processor")?.environment;

describe("examples of the documentation", () => {
  test("are found", () => expect(examples.length).toBeGreaterThan(12));

  test.each(examples)("%s: %s", (_, __, text) => {
    const sources = new Map([
      [
        "configs/shop/environment.yml",
        toYaml(withSecrets(around(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) })))),
      ],
      // Drills expect one of its alerts.
      ...(text.includes("HighTaskFailureRate") ? (taskProcessor?.rules ?? []) : []).map(
        (rules) => [rules.path.replace("task-processor", "shop"), rules.text] as const,
      ),
    ]);
    const { environment, findings } = loadEnvironment(sources, "configs/shop");
    expect(findings).toEqual([]);
    if (environment === undefined) throw new Error("it is valid");
    const site = dockerSite(environment, () => "3.0.0");
    expect(checkEnvironment(environment, site).filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});
