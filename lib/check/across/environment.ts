import type { RuleGroup, Site } from "../../components/component.ts";
import type { Declared, Environment } from "../../environment/environment.ts";
import type { RenderedFile } from "../../files.ts";
import { byPlace, type Finding } from "../../finding.ts";
import { render } from "../../render/index.ts";
import { check } from "../index.ts";
import { judge } from "../judge.ts";
import { prometheusStandard } from "../prometheus/index.ts";
import { objectOf, objectsOf, type Values } from "../rule.ts";
import { rulesStandard } from "../rules/index.ts";
import { Source } from "../source.ts";
import type { Versions } from "../version.ts";
import { checkDashboard } from "./dashboards.ts";
import { expositionsIn } from "./environment-expositions.ts";
import { checkEnvironmentRouting } from "./environment-routing.ts";
import { checkBroughtAlong, checkOwnQueries } from "./own-queries.ts";
import { worldOf } from "./world.ts";

/** Findings of all that an environment deploys, at the places in the user's files that they come from. Its own file is judged when it is loaded. */
export function checkEnvironment(environment: Environment, site: Site): Finding[] {
  const versions: Versions = { prometheus: site.version("prometheus"), alertmanager: site.version("alertmanager") };
  const { files, contributions } = render(environment, site);
  const prometheus = prometheusFile(files, versions);
  const world = worldOf({
    file: prometheus,
    groups: [
      ...contributions.rules.flatMap(({ groups }) => groups),
      ...environment.rules.flatMap((file) => groupsOf(new Source(file), versions)),
    ],
    expositionsOf: expositionsIn(environment, site),
    takesWrites: environment.components.some(takesWrites),
  });
  const options = { versions, environment, world };
  const findings = [
    ...check(environment.rules, { ...options, kind: "rules" }),
    ...check(environment.tests, { ...options, kind: "tests" }),
    ...check(environment.slos, { ...options, kind: "slo" }),
    ...environment.dashboards.flatMap((file) => checkDashboard(file, world)),
    ...files.flatMap((file) => checkRendered(file, environment, options)),
    ...checkOwnQueries(environment, site, world),
    ...checkBroughtAlong(environment, site, contributions, world),
    ...checkEnvironmentRouting({ environment, files, contributions, prometheus, world, versions }),
  ];
  const silent = new Set(environment.ignore.map(({ check: name }) => name));
  return findings.filter(({ check: name }) => !silent.has(name)).sort(byPlace);
}

const isConfiguration = ({ path, origin }: RenderedFile): boolean => origin !== undefined && /\.ya?ml$/.test(path);

/** Findings of a file that we rendered, where the user's own words are in it, told at those words. */
function checkRendered(
  file: RenderedFile,
  environment: Environment,
  options: { readonly versions: Versions },
): Finding[] {
  if (!isConfiguration(file)) return [];
  const source = new Source(file);
  return check([file], { ...options, environment })
    .filter(({ check: name }) => name !== "check/kind")
    .map((finding) => ({
      ...without(finding),
      ...(file.origin?.(source.pointerAt(finding)) ?? environment.place("")),
    }));
}

/** Without the place in the rendered file. */
const without = ({ severity, check: name, message, help, url }: Finding) => ({
  severity,
  check: name,
  message,
  ...(help !== undefined && { help }),
  ...(url !== undefined && { url }),
});

function prometheusFile(files: readonly RenderedFile[], versions: Versions): Values {
  // Grafana has a file of that name too, deeper down.
  const file = files.find(({ path }) => /^[^/]+\/prometheus\.yml$/.test(path));
  return (file && objectOf(judge(new Source(file), prometheusStandard, { versions }).value)) ?? {};
}

/** The groups of a rule file, as far as they can be read; what is wrong with them is said elsewhere. */
function groupsOf(source: Source, versions: Versions): RuleGroup[] {
  const { value } = judge(source, rulesStandard, { versions });
  return objectsOf(objectOf(value)?.groups).map((group) => ({
    name: String(group.name ?? ""),
    rules: objectsOf(group.rules).map(({ record, alert, expr, labels }) => ({
      expr: String(expr ?? ""),
      ...(typeof record === "string" && record !== "" && { record }),
      ...(typeof alert === "string" && alert !== "" && { alert }),
      labels: (objectOf(labels) ?? {}) as Record<string, string>,
    })),
  }));
}

/** Flags by which others write series into a Prometheus. Source: documentation, `prometheus --help`. */
const WRITES = /^web\.enable-(remote-write|otlp)-receiver$/;

const takesWrites = ({ settings }: Declared): boolean =>
  Object.entries(objectOf(settings.flags) ?? {}).some(
    ([name, value]) => WRITES.test(name) || (name === "enable-feature" && /receiver|otlp/.test(String(value))),
  );
