import type { Component, Context, ScrapeConfig, Site } from "../../components/component.ts";
import { componentOf } from "../../components/index.ts";
import type { Environment } from "../../environment/environment.ts";
import { parseSample } from "../../exposition/sample.ts";
import { objectsOf, textOf, textsOf, type Values } from "../rule.ts";
import { declared, type Exposition, observed, recorded, UNKNOWN } from "./exposition.ts";

type Settings = Readonly<Record<string, unknown>>;

/** What is known of the programs that a scrape job of an environment asks, by the addresses and the path at which it asks them. */
export function expositionsIn(environment: Environment, site: Site): (scrape: Values) => readonly Exposition[] {
  const known = new Map<string, Exposition>();
  for (const self of environment.components) {
    const component = componentOf(self.component);
    const context = { environment, self, settings: self.settings, site };
    const exposition = expositionOf(component, context);
    const ends = (component.scrape?.(context) ?? []).flatMap(endsOf);
    if (exposition !== UNKNOWN) for (const end of ends) known.set(end, exposition);
  }
  const own = new Map(environment.metrics.map(({ path, text }) => [jobOf(path), observed(parseSample(text))]));
  return (scrape) => {
    const ends = endsOf(scrape);
    const isAll = ends.length > 0 && !Object.keys(scrape).some((key) => key.endsWith("_sd_configs"));
    const others = own.get(textOf(scrape.job_name)) ?? UNKNOWN;
    const found = ends.map((end) => known.get(end) ?? others);
    return [...new Set(isAll ? found : [...found, others])];
  };
}

function expositionOf(component: Component, context: Context<Settings>): Exposition {
  const { settings, site } = context;
  if (component.recorded !== undefined) {
    const program = component.workload?.(context)?.program;
    return recorded(component.recorded, program?.kind === "server" ? site.version(program.name) : "", settings);
  }
  const metrics = component.metrics?.(settings) ?? [];
  return metrics.length > 0 ? declared(metrics) : UNKNOWN;
}

/** `…/metrics/JOB.txt` */
const jobOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1, -".txt".length);

/** Where a job asks: address and path of each target that the file names. */
const endsOf = (scrape: Values | ScrapeConfig): readonly string[] =>
  objectsOf(scrape.static_configs)
    .flatMap((group) => textsOf(group.targets))
    .map((target) => `${target}${textOf(scrape.metrics_path) || "/metrics"}`);
