import type { Contributions } from "../../components/component.ts";
import type { Environment } from "../../environment/environment.ts";
import type { RenderedFile } from "../../files.ts";
import type { Finding } from "../../finding.ts";
import { parseDuration } from "../../schema/index.ts";
import { alertmanagerStandard } from "../alertmanager/index.ts";
import { judge } from "../judge.ts";
import { intervalOf, jobsOf, millisecondsOf } from "../prometheus/rules/scrape.ts";
import { objectOf, type Values } from "../rule.ts";
import { rulesStandard } from "../rules/index.ts";
import { Source } from "../source.ts";
import type { Versions } from "../version.ts";
import { type Alert, alertsOfFile, alertsOfGroups } from "./alerts.ts";
import { checkRouting } from "./routes.ts";
import type { Routing } from "./routing.ts";
import type { World } from "./world.ts";

interface Parts {
  readonly environment: Environment;
  readonly files: readonly RenderedFile[];
  readonly contributions: Contributions;
  /** prometheus.yml, read as Prometheus does. */
  readonly prometheus: Values;
  readonly world: World;
  readonly versions: Versions;
}

/** Findings of an environment's alerts and the routes of its Alertmanagers together. */
export function checkEnvironmentRouting(parts: Parts): Finding[] {
  const { environment, files, versions, prometheus, world } = parts;
  const alerts = alertsOf(parts);
  return files
    .filter(({ path }) => /^[^/]+\/alertmanager\.yml$/.test(path))
    .flatMap((file) =>
      checkRouting({
        file: objectOf(judge(new Source(file), alertmanagerStandard, { versions }).value) ?? {},
        place: (pointer) => file.origin?.(pointer) ?? environment.place(""),
        alerts,
        scrapeOf: (alert) => scrapeOf(alert, prometheus, world),
        maxSecondsToPage: (parseDuration(environment.limits.maxTimeToPage) ?? 0) / 1000,
      }),
    );
}

function alertsOf({ environment, contributions, world, versions }: Parts): Alert[] {
  const placeOf = (name: string) =>
    environment.place(environment.components.find((declared) => declared.name === name)?.pointer ?? "");
  return [
    ...contributions.rules.flatMap(({ name, groups }) => alertsOfGroups(groups, placeOf(name), world)),
    ...environment.rules.flatMap((file) => {
      const { value, placeOf: placeIn } = judge(new Source(file), rulesStandard, { versions });
      return alertsOfFile(value, placeIn, world);
    }),
  ];
}

/** Of the slowest job that an alert may look at. Source of the defaults: Prometheus's documentation, `global`. */
function scrapeOf(alert: Alert, prometheus: Values, world: World): ReturnType<Routing["scrapeOf"]> {
  const known = alert.selectors.flatMap((selector) => world.knowledge.scrapeInterval?.(selector) ?? []);
  const all = jobsOf(prometheus).map((job) => intervalOf(job, prometheus) / 1000);
  const interval = Math.max(...(known.length > 0 ? known : all), 0);
  const global = millisecondsOf(objectOf(prometheus.global)?.scrape_timeout) ?? 10_000;
  const timeouts = jobsOf(prometheus).map((job) => millisecondsOf(job.scrape_timeout) ?? global);
  return { interval, timeout: Math.min(interval, Math.max(...timeouts, 0) / 1000) };
}
