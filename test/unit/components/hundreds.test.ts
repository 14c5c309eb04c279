import { expect, test } from "vitest";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { render } from "../../../lib/render/index.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";

const TEAMS = 30;
const APPS_OF_A_TEAM = 10;
const ENVIRONMENT = "version: 1\nname: shop\npaging: pagerduty\ncomponents: { prometheus: {}, grafana: {} }\n";

const appsOf = (team: number): string =>
  Array.from(
    { length: APPS_OF_A_TEAM },
    (_, number) =>
      `- { name: team-${team}-app-${number}, targets: ["team-${team}-${number}.internal:8080"], alerts: { Latency: { above: 1 } } }\n`,
  ).join("");

const files = (): Map<string, string> =>
  new Map([
    ["configs/shop/environment.yml", ENVIRONMENT],
    ...Array.from({ length: TEAMS }, (_, team) => [`configs/shop/apps/team-${team}.yml`, appsOf(team)] as const),
  ]);

/** What lands, as lines that tell their file. */
function linesOf(sources: ReadonlyMap<string, string>): ReadonlySet<string> {
  const { environment, findings } = loadEnvironment(new Map(sources), "configs/shop");
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  expect(environment.components.filter(({ component }) => component === "app")).toHaveLength(TEAMS * APPS_OF_A_TEAM);
  const rendered = render(
    environment,
    dockerSite(environment, () => "2.42.0"),
  );
  return new Set(
    rendered.files.flatMap(({ path, text }) => text.split("\n").map((line, number) => `${path}:${number} ${line}`)),
  );
}

test("one threshold of one app of 300, in a file of its team's, changes two lines of one file", () => {
  const before = files();
  const file = "configs/shop/apps/team-17.yml";
  const after = new Map(before).set(
    file,
    appsOf(17).replace(/(app-4.*above: )1 /, (_, start: string) => `${start}2.5 `),
  );
  expect(after.get(file)).not.toBe(before.get(file));
  const [was, is] = [linesOf(before), linesOf(after)];
  const changed = [...is].filter((line) => !was.has(line));
  expect([...was].filter((line) => !is.has(line))).toHaveLength(changed.length);
  expect(changed).toEqual([expect.stringContaining("> 2.5"), expect.stringContaining("within 2.5 s")]);
  expect(new Set(changed.map((line) => line.split(":")[0]))).toEqual(
    new Set(["prometheus/rules/watchkeeper-team-17-app-4.yml"]),
  );
});
