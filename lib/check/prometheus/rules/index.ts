import type { Rule } from "../../rule.ts";
import { variableRule } from "../../variables.ts";
import { discoveryRules } from "./discovery.ts";
import { fileRules } from "./files.ts";
import { httpClientRules, lateHttpClientRules } from "./http-client.ts";
import { relabelRules } from "./relabel.ts";
import { remoteRules } from "./remote.ts";
import { scalewayRules } from "./scaleway.ts";
import { scrapeRules } from "./scrape.ts";
import { targetRules } from "./targets.ts";

/** In relabelling `${name}` is a group; external labels are filled in, by default since 3.0. */
const variables = variableRule("prometheus", {
  program: "Prometheus",
  except: [
    "external_labels",
    "relabel_configs",
    "metric_relabel_configs",
    "alert_relabel_configs",
    "write_relabel_configs",
  ],
  source: "documentation, feature_flags: only external labels are expanded",
});

export const prometheusRules: readonly Rule[] = [
  ...scrapeRules,
  ...targetRules,
  ...relabelRules,
  ...httpClientRules,
  ...lateHttpClientRules,
  ...discoveryRules,
  ...scalewayRules,
  ...remoteRules,
  ...fileRules,
  variables,
];
