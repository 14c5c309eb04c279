import { expect, test } from "vitest";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { queriesOf } from "../../../lib/render/index.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const ENVIRONMENT = "version: 1\nname: lab\npaging: pagerduty\ncomponents: { prometheus: {} }\n";

const load = (queries: string) =>
  loadEnvironment(
    new Map([
      ["configs/lab/environment.yml", ENVIRONMENT],
      ["configs/lab/queries.yml", queries],
    ]),
    "configs/lab",
  );

test("an environment's own questions are asked besides those of its components, on their target alone", () => {
  const { environment, findings } = load(
    "- { name: everywhere, expr: up, expect: some }\n- { name: here, expr: up, expect: any, only: docker }\n",
  );
  expect(findings).toEqual([]);
  if (environment === undefined) throw new Error("the environment is valid");
  const asked = (site: Parameters<typeof queriesOf>[1]) => queriesOf(environment, site).map(({ name }) => name);
  const version = () => "2.42.0";
  expect(asked(dockerSite(environment, version))).toEqual(["Prometheus is up", "everywhere", "here"]);
  expect(asked(nativeSite(environment, "/root", version))).toEqual(["Prometheus is up", "everywhere"]);
});

test.each([
  ["an unknown shape", "- { name: a, expr: up, expect: lots }", "queries.yml:1:32", "lots"],
  ["an unknown key", "- { name: a, expr: up, expects: one }", "queries.yml:1:24", "expects"],
  ["no PromQL", "- { name: a, expr: 'sum(', expect: one }", "queries.yml:1:24", "unclosed left parenthesis"],
])("%s is said at its place", (_what, text, place, words) => {
  const { environment, findings } = load(text);
  expect(environment).toBeUndefined();
  const said = findings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join("\n");
  expect(said).toContain(words);
  expect(said).toContain(place);
});
