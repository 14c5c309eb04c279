import { createHash } from "node:crypto";
import type { Reload } from "../../../lib/components/component.ts";
import type { AlertmanagerClient } from "../../clients/alertmanager.ts";
import { ask } from "../../clients/ask.ts";
import { metricValue } from "../../clients/exposition.ts";
import type { PrometheusClient } from "../../clients/prometheus.ts";
import type { ComponentPlan } from "../../deploy/plan.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { describe, differences } from "../differences.ts";
import { deployAgain, loadAgain, runRendered, showLog } from "../help.ts";
import { listOf } from "../list.ts";
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
    return {
      subject: name,
      status: "fail",
      evidence,
      help: `see why: ${showLog(context, name)}; once its files hold, have it load them: ${loadAgain(context, name)}`,
    };
  }
  if (at < Math.floor(publishedAt)) {
    const evidence = `its files were published ${new Date(publishedAt * 1000).toISOString()}, and it loaded them last ${when}`;
    return { subject: name, status: "fail", evidence, help: deployAgain(context) };
  }
  return { subject: name, status: "pass", evidence: `loaded ${when}, after they were published` };
}

/** The configuration that runs is the rendered one. */
export const runs: Check = {
  name: "configuration-runs",
  async run(context) {
    const seen = await Promise.all([
      forEach(context.prometheuses, (client) => seePrometheus(context, client)),
      forEach(context.alertmanagers, (client) => seeAlertmanager(context, client)),
    ]);
    return seen.flat();
  },
};

/** It holds all that was rendered, and no job or list more. */
async function seePrometheus(context: Context, { name, configuration }: PrometheusClient): Promise<Seen> {
  const running = readTexts(await configuration());
  const found = differences(readTexts(renderedText(context, name, "prometheus.yml")), running);
  if (found.length === 0)
    return { subject: name, status: "pass", evidence: "/api/v1/status/config holds all that was rendered" };
  return { subject: name, status: "fail", evidence: listOf(found.map(describe)), help: runRendered(context, name) };
}

/** It is, byte for byte, the rendered file. */
async function seeAlertmanager(context: Context, { name, metric }: AlertmanagerClient): Promise<Seen> {
  const wanted = alertmanagerHash(renderedText(context, name, "alertmanager.yml"));
  const running = await metric("alertmanager_config_hash");
  if (running === wanted) return { subject: name, status: "pass", evidence: `alertmanager_config_hash is ${wanted}` };
  const evidence = `alertmanager_config_hash is ${running}, and that of the rendered file ${wanted}`;
  return { subject: name, status: "fail", evidence, help: runRendered(context, name) };
}

/** Six bytes of the MD5 sum, the least significant first: what fits into a float. Source: md5HashAsMetricValue in config/coordinator.go. */
export const alertmanagerHash = (text: string): number => createHash("md5").update(text).digest().readUIntLE(0, 6);
