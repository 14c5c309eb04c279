import { parseDuration } from "../../../schema/index.ts";
import { type Labels, relabel } from "../../relabel.ts";
import { listOf, objectOf, objectsOf, type Rule, type Say, textOf, type Values } from "../../rule.ts";
import { intervalOf, millisecondsOf } from "./scrape.ts";

/** Why Prometheus would not scrape a target after relabelling; undefined when it would, or drops it on purpose. */
function targetFault(labels: Labels | undefined): string | undefined {
  if (labels === undefined) return undefined;
  const address = labels.has("__address__") ? labels.get("__address__") : "";
  if (address === "") return "relabelling leaves no address";
  if (address?.includes("/")) return `after relabelling the address is "${address}", which is not host:port`;
  const interval = labelOf(labels, "__scrape_interval__");
  const timeout = labelOf(labels, "__scrape_timeout__");
  for (const [name, value] of [
    ["interval", interval],
    ["timeout", timeout],
  ] as const) {
    if (value !== undefined && !parseDuration(value))
      return `relabelling sets the scrape ${name} to "${value}", which is no duration above 0`;
  }
  const isLonger =
    interval !== undefined && timeout !== undefined && (parseDuration(timeout) ?? 0) > (parseDuration(interval) ?? 0);
  return isLonger ? "relabelling sets a scrape timeout that is longer than the interval" : undefined;
}

/** Undefined when it depends on a hash; a label that is not there is empty. */
const labelOf = (labels: Labels, name: string): string | undefined => (labels.has(name) ? labels.get(name) : "");

const format = (milliseconds: number): string => `${milliseconds}ms`;

/** Labels of a target before relabelling. Source: PopulateDiscoveredLabels in scrape/target.go. */
function discoveredLabels(scrape: Values, group: Values, target: string, file: Values): Labels {
  const interval = intervalOf(scrape, file);
  const timeout =
    millisecondsOf(scrape.scrape_timeout) ?? millisecondsOf(objectOf(file.global)?.scrape_timeout) ?? 10_000;
  const labels = new Map<string, string>();
  const defaults: Readonly<Record<string, string>> = {
    job: textOf(scrape.job_name),
    __scrape_interval__: format(interval),
    __scrape_timeout__: format(Math.min(timeout, interval)),
    __metrics_path__: scrape.metrics_path === undefined ? "/metrics" : textOf(scrape.metrics_path),
    __scheme__: scrape.scheme === undefined ? "http" : textOf(scrape.scheme),
    ...Object.fromEntries(
      Object.entries(objectOf(scrape.params) ?? {}).map(([name, values]) => [
        `__param_${name}`,
        textOf(listOf(values)[0]),
      ]),
    ),
  };
  for (const [name, value] of Object.entries(objectOf(group.labels) ?? {})) labels.set(name, textOf(value));
  labels.set("__address__", target);
  for (const [name, value] of Object.entries(defaults)) if (!labels.get(name)) labels.set(name, value);
  for (const [name, value] of labels) if (value === "") labels.delete(name);
  return labels;
}

function checkTargets(owner: Values, say: Say, fault: (group: Values, target: string) => string | undefined): void {
  const isRelabelled = listOf(owner.relabel_configs).length > 0;
  for (const group of objectsOf(owner.static_configs)) {
    for (const [index, item] of listOf(group.targets).entries()) {
      const target = textOf(item);
      const isUrl = !isRelabelled && target.includes("/");
      const reason = isUrl ? urlReason(target) : fault(group, target);
      if (reason !== undefined) say(index, reason, isUrl ? MEND : undefined, { of: listOf(group.targets) });
    }
  }
}

const urlReason = (target: string): string => `the target "${target}" is not host:port`;
const MEND = "write host:port only; the rest stands in scheme and metrics_path";

export const targetRules: readonly Rule[] = [
  {
    name: "prometheus/target",
    on: "scrape",
    says: "A static target with a scheme or a path; one that relabelling leaves without an address, or with a bad one, or a bad interval or timeout.",
    source: "checkStaticTargets, config/config.go; PopulateLabels, scrape/target.go",
    check: (value, say, { file }) =>
      checkTargets(value, say, (group, target) =>
        targetFault(relabel(discoveredLabels(value, group, target, file), value.relabel_configs)),
      ),
  },
  {
    name: "prometheus/target",
    on: "alertmanager",
    says: "The same for Alertmanagers.",
    source: "checkStaticTargets, config/config.go; AlertmanagerFromGroup, notifier",
    check: (value, say) =>
      checkTargets(value, say, (group, target) => {
        const labels = new Map([
          ["__address__", target],
          ...Object.entries(objectOf(group.labels) ?? {}).map(([name, text]) => [name, textOf(text)] as const),
        ]);
        const address = relabel(labels, value.relabel_configs)?.get("__address__") ?? "";
        return address.includes("/")
          ? `after relabelling the address is "${address}", which is not host:port`
          : undefined;
      }),
  },
];
