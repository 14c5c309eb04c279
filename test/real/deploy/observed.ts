import type { Deployment } from "../../support/deployment/deployment.ts";

export const COMPONENTS = ["alertmanager", "node-exporter", "pagerduty-sandbox", "prometheus"];
const PUBLISHED = ["alertmanager", "prometheus"];

interface Api<T> {
  readonly data: T;
}

/** The running configuration of Prometheus, as YAML. */
export const prometheusConfig = async (deployed: Deployment): Promise<string> =>
  ((await deployed.ask("prometheus", "/api/v1/status/config")) as Api<{ yaml: string }>).data.yaml;

/** The running configuration of Alertmanager, as YAML. */
export const alertmanagerConfig = async (deployed: Deployment): Promise<string> =>
  ((await deployed.ask("alertmanager", "/api/v2/status")) as { config: { original: string } }).config.original;

/** Names of the rules that run. */
export async function rules(deployed: Deployment): Promise<readonly string[]> {
  const { data } = (await deployed.ask("prometheus", "/api/v1/rules")) as Api<{
    groups: { rules: { name: string }[] }[];
  }>;
  return data.groups.flatMap((group) => group.rules.map(({ name }) => name));
}

/** A flag that Prometheus runs with. */
export const flag = async (deployed: Deployment, name: string): Promise<string | undefined> =>
  ((await deployed.ask("prometheus", "/api/v1/status/flags")) as Api<Record<string, string>>).data[name];

/** How many series answer a query, at a time in seconds since the epoch. */
export async function count(deployed: Deployment, query: string, at = Date.now() / 1000): Promise<number> {
  const path = `/api/v1/query?query=${encodeURIComponent(query)}&time=${at}`;
  return ((await deployed.ask("prometheus", path)) as Api<{ result: unknown[] }>).data.result.length;
}

/** Which processes run. */
export const processes = async ({ hands }: Deployment): Promise<Readonly<Record<string, string | undefined>>> =>
  Object.fromEntries(await Promise.all(COMPONENTS.map(async (name) => [name, await hands.process(name)] as const)));

/** What a refused deploy must leave as it was: what runs, and what a restart would load. */
export async function state(deployed: Deployment) {
  const files = PUBLISHED.map(async (name) => [name, await deployed.hands.files(name)] as const);
  return {
    processes: await processes(deployed),
    files: Object.fromEntries(await Promise.all(files)),
    prometheus: await prometheusConfig(deployed),
    alertmanager: await alertmanagerConfig(deployed),
    rules: await rules(deployed),
  };
}
