import type { Rule } from "../../rule.ts";
import { discoveryRules } from "./discovery.ts";
import { fileRules } from "./files.ts";
import { httpClientRules, lateHttpClientRules } from "./http-client.ts";
import { relabelRules } from "./relabel.ts";
import { remoteRules } from "./remote.ts";
import { scalewayRules } from "./scaleway.ts";
import { scrapeRules } from "./scrape.ts";
import { targetRules } from "./targets.ts";

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
];
