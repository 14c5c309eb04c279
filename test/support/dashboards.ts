import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../host/checkout.ts";
import { type World, worldOf } from "../../lib/check/across/world.ts";
import { judge } from "../../lib/check/judge.ts";
import { prometheusStandard } from "../../lib/check/prometheus/index.ts";
import { objectOf } from "../../lib/check/rule.ts";
import { Source } from "../../lib/check/source.ts";
import type { Metric } from "../../lib/components/component.ts";
import { componentOf } from "../../lib/components/index.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { dockerSite } from "../../lib/targets/docker.ts";

export const siteOf = (environment: Environment) => dockerSite(environment, () => "2.42.0");

const SAMPLES = "test/corpus/metrics";

/** What a real program exposes, as recorded: a line for each metric, `name type label,label`. */
const recorded = (file: string): readonly Metric[] =>
  readFileSync(join(CHECKOUT, SAMPLES, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = "", type = "untyped", labels = ""] = line.split(" ");
      return { name, type: type as Metric["type"], help: "", labels: labels === "" ? [] : labels.split(",") };
    });

/** Metrics of a component's own program, of every version that was recorded: a dashboard may ask for those of any. */
const samplesOf = (component: string): readonly Metric[] =>
  readdirSync(join(CHECKOUT, SAMPLES))
    .filter((file) => file.replace(/-\d.*/, "") === component)
    .flatMap(recorded);

/** What is known of each job of an environment: from the component's own list, else from recorded samples. */
function metricsByJob(environment: Environment): ReadonlyMap<string, readonly Metric[]> {
  const site = siteOf(environment);
  const jobs = environment.components.flatMap((self) => {
    const component = componentOf(self.component);
    const declared = component.metrics?.(self.settings) ?? [];
    const metrics = declared.length > 0 ? declared : samplesOf(self.component);
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
    sampleOf: (job) => metrics.get(job),
  });
}
