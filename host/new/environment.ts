import type { Start } from "./start.ts";

const environment = (name: string) => `# yaml-language-server: $schema=../../schemas/environment.schema.json
# Says only what it has besides ../_base. docs/environment.md explains every key, docs/apps.md how your app is added.
version: 1
name: ${name}
extends: ../_base
data: keep # destroy leaves metrics, silences and notification log; \`disposable\`, as ../_base has it, takes them along
external_labels: { cluster: lab, environment: ${name} }
`;

const queries = `# yaml-language-server: $schema=../../schemas/queries.schema.json
# What you ask Prometheus; \`verify\` asks it live.
- { name: services that answer, expr: "job:up:min == 1", expect: some }
`;

const rules = (name: string) => `# yaml-language-server: $schema=../../../schemas/rules.schema.json
# Alerts stand here too; each has a section in docs/runbooks.md, to which its runbook_url leads.
groups:
  - name: ${name}
    rules:
      - record: job:up:min # 1 while every instance of a job answers Prometheus
        expr: min by (job) (up)
`;

const tests = (name: string) => `# yaml-language-server: $schema=../../../schemas/tests.schema.json
# promtool test rules configs/${name}/tests/*.yml
rule_files: [../rules/${name}.yml]
evaluation_interval: 15s
tests:
  - name: one of two instances does not answer
    interval: 15s
    input_series:
      - { series: 'up{job="shop", instance="a"}', values: 1x8 }
      - { series: 'up{job="shop", instance="b"}', values: 1x4 0x4 }
    promql_expr_test:
      - { expr: "job:up:min", eval_time: 1m, exp_samples: [{ labels: 'job:up:min{job="shop"}', value: 1 }] }
      - { expr: "job:up:min", eval_time: 2m, exp_samples: [{ labels: 'job:up:min{job="shop"}', value: 0 }] }
`;

/** An environment that extends what all have in common, with a rule and the rule's test. */
export const newEnvironment = (name: string): Start => ({
  folder: `configs/${name}`,
  files: [
    { path: "environment.yml", text: environment(name) },
    { path: "queries.yml", text: queries },
    { path: `rules/${name}.yml`, text: rules(name) },
    { path: `tests/${name}.yml`, text: tests(name) },
  ],
  next: [`npx zx scripts/check.mjs`, `npm run up -- ${name}`],
});
