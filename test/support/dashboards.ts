import { declared } from "../../lib/check/across/exposition.ts";
import { type World, worldOf } from "../../lib/check/across/world.ts";
import { judge } from "../../lib/check/judge.ts";
import { prometheusStandard } from "../../lib/check/prometheus/index.ts";
import { objectOf, textOf } from "../../lib/check/rule.ts";
import { Source } from "../../lib/check/source.ts";
import type { Exposed } from "../../lib/components/component.ts";
import { componentOf } from "../../lib/components/index.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { dockerSite } from "../../lib/targets/docker.ts";

export const siteOf = (environment: Environment) => dockerSite(environment, () => "2.42.0");

/** What is known of each job of an environment: from the component's own list, else from the samples of every version, as a dashboard may ask for metrics of any. */
function metricsByJob(environment: Environment): ReadonlyMap<string, readonly Exposed[]> {
  const site = siteOf(environment);
  const jobs = environment.components.flatMap((self) => {
    const component = componentOf(self.component);
    const samples = component.recorded?.samples.flatMap((sample) => sample.metrics()) ?? [];
    const metrics = [...(component.metrics?.(self.settings) ?? []), ...samples];
    const scraped = component.scrape?.({ environment, self, settings: self.settings, site }) ?? [];
    return scraped.map(({ job_name }) => [job_name, metrics] as const);
  });
  return new Map(jobs);
}

/** All that the Prometheus of an environment knows, with the metrics of every job: what no job exposes is not there. */
export function knownWorld(environment: Environment): World {
  const { files, contributions } = render(environment, siteOf(environment));
  const metrics = metricsByJob(environment);
  const file = files.find(({ path }) => /^[^/]+\/prometheus\.yml$/.test(path));
  if (file === undefined) throw new Error("the environment has no Prometheus");
  return worldOf({
    file: objectOf(judge(new Source(file), prometheusStandard, { versions: {} }).value) ?? {},
    groups: contributions.rules.flatMap(({ groups }) => groups),
    expositionsOf: (scrape) => [declared(metrics.get(textOf(scrape.job_name)) ?? [])],
  });
}
