import { createHash } from "node:crypto";
import type { Reload } from "../../../lib/components/component.ts";
import { ask } from "../../clients/ask.ts";
import { metricValue } from "../../clients/exposition.ts";
import type { ComponentPlan } from "../../deploy/plan.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { describe, differences } from "../differences.ts";
import { deployAgain, showLog } from "../help.ts";
import { readTexts, renderedText } from "../rendered.ts";

/** Each program loaded its published files, after they were published, and did not refuse them. */
export const loaded: Check = {
  name: "configuration-loaded",
  run: (context) =>
    forEach([...context.components.values()], async (component) => {
      const { reload } = component.workload;
      if (reload === undefined || component.files.length === 0) return [];
      const get = (path: string) => context.target.get(component, reload.port, path);
      const [metrics, publishedAt] = await Promise.all([
        ask(component.name, get, "/metrics"),
        context.target.publishedAt(component),
      ]);
      return seeLoaded(context, component, reload, { metrics, publishedAt });
    }),
};

function seeLoaded(
  context: Context,
  { name }: ComponentPlan,
  { successful, loadedAt }: Reload,
  { metrics, publishedAt }: { readonly metrics: string; readonly publishedAt: number },
): Seen {
  const at = metricValue(metrics, loadedAt) ?? 0;
  const when = new Date(at * 1000).toISOString();
  if (metricValue(metrics, successful) !== 1) {
    const evidence = `${successful} is not 1: it refused its files, and runs those that it loaded ${when}`;
    return { subject: name, status: "fail", evidence, help: `see why: ${showLog(context, name)}` };
  }
  if (at < Math.floor(publishedAt)) {
    const evidence = `its files were published ${new Date(publishedAt * 1000).toISOString()}, and it loaded them last ${when}`;
    return { subject: name, status: "fail", evidence, help: deployAgain(context) };
  }
  return { subject: name, status: "pass", evidence: `loaded ${when}, after they were published` };
}

/** The configuration that each Prometheus runs holds all that was rendered, and no job or list more. */
export const prometheusRuns: Check = {
  name: "configuration-runs",
  run: (context) =>
    forEach(context.prometheuses, async ({ name, configuration }): Promise<Seen> => {
      const running = readTexts(await configuration());
      const rendered = readTexts(renderedText(context, name, "prometheus.yml"));
      const found = differences(rendered, running);
      if (found.length === 0) return { subject: name, status: "pass", evidence: "it is the rendered one" };
      return { subject: name, status: "fail", evidence: listOf(found.map(describe)), help: deployAgain(context) };
    }),
};

/** The configuration that each Alertmanager runs is, byte for byte, the rendered one. */
export const alertmanagerRuns: Check = {
  name: "configuration-hash",
  run: (context) =>
    forEach(context.alertmanagers, async ({ name, metric }): Promise<Seen> => {
      const wanted = alertmanagerHash(renderedText(context, name, "alertmanager.yml"));
      const running = await metric("alertmanager_config_hash");
      if (running === wanted)
        return { subject: name, status: "pass", evidence: `alertmanager_config_hash is ${wanted}` };
      const evidence = `alertmanager_config_hash is ${running}, and that of the rendered file ${wanted}`;
      return { subject: name, status: "fail", evidence, help: deployAgain(context) };
    }),
};

/** Six bytes of the MD5 sum, the least significant first: what fits into a float. Source: md5HashAsMetricValue in config/coordinator.go. */
export const alertmanagerHash = (text: string): number => createHash("md5").update(text).digest().readUIntLE(0, 6);

const MANY = 3;

/** The first few, and how many more there are. */
export const listOf = (texts: readonly string[]): string =>
  [...texts.slice(0, MANY), ...(texts.length > MANY ? [`and ${texts.length - MANY} more`] : [])].join("; ");
